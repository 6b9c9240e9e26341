//! The command `config`: checks a configuration, explains it, or lists the options.

use clap::{Args, CommandFactory, Subcommand};

use super::{
    App, Settings,
    explain::ExplainFormat,
    table::{TableFormat, table},
};

/// The command `config` of a service whose options are `S`: reports on its configuration.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ConfigCommand<S: Args> {
    #[command(subcommand)]
    action: Action<S>,
    /// The settings as they were read.
    #[arg(skip)]
    settings: Settings,
}

#[derive(Debug, Clone, Subcommand)]
enum Action<S: Args> {
    /// Check the configuration, and print all faults
    Check(Box<S>),
    /// Print each value, its source, and the values that it overrides
    Explain(Box<Explain<S>>),
    /// Print all options, with their variables and defaults
    Options(Options),
}

#[derive(Debug, Clone, Args)]
struct Explain<S: Args> {
    /// The key of an option, such as `source.timeout`, or the prefix of several, such as `source` [default: all]
    #[arg(value_name = "KEY")]
    key: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    format: ExplainFormat,
    #[command(flatten)]
    options: S,
}

#[derive(Debug, Clone, Args)]
struct Options {
    /// Output format
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

// === impl ConfigCommand ===

impl<S: Args> ConfigCommand<S> {
    /// The configured options. `None` for a command that reads no configuration.
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
