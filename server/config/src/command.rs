//! The command `config`: checks a configuration, explains it, or lists the options.

use clap::{Args, CommandFactory, Subcommand};

use super::{
    App, Settings,
    explain::ExplainFormat,
    table::{TableFormat, table},
};

/// What to report of a configuration whose options are `S`. A service names this command `config`.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ConfigCommand<S: Args> {
    #[command(subcommand)]
    action: Action<S>,
    /// What was read.
    #[arg(skip)]
    settings: Settings,
}

#[derive(Debug, Clone, Subcommand)]
enum Action<S: Args> {
    /// Say that everything is right, or all that is wrong
    Check(Box<S>),
    /// Show each value, where it comes from, and what it hides
    Explain(Box<Explain<S>>),
    /// List all options, with their variables and defaults
    Options(Options),
}

#[derive(Debug, Clone, Args)]
struct Explain<S: Args> {
    /// The key of an option, as in `source.timeout`, or what several begin with, as in `source`; all, if there is none
    #[arg(value_name = "KEY")]
    key: Option<String>,
    /// What to print it in
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    format: ExplainFormat,
    #[command(flatten)]
    options: S,
}

#[derive(Debug, Clone, Args)]
struct Options {
    /// What to print it in
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

// === impl ConfigCommand ===

impl<S: Args> ConfigCommand<S> {
    /// The options as they are configured. None where no configuration is looked at.
    pub fn options(&self) -> Option<&S> {
        match &self.action {
            Action::Check(options) => Some(options),
            Action::Explain(explain) => Some(&explain.options),
            Action::Options(_) => None,
        }
    }

    /// Where [`load`](crate::load) puts what it has read.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// The text to print, for a service with the command line `C`. An error says that no option has the key to explain.
    pub fn report<C: CommandFactory>(&self, app: &App) -> Result<String, String> {
        match &self.action {
            Action::Check(_) => Ok(self.settings.summary()),
            Action::Explain(explain) => self.settings.explain(explain.key.as_deref(), explain.format),
            Action::Options(options) => Ok(table(app, &app.command::<C>(), options.format)),
        }
    }
}
