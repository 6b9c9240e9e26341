//! The command `config`: checks a configuration, or explains it.

use clap::{Args, Subcommand, ValueEnum};

use super::Settings;

/// What to report of the configuration of a command whose options are `S`. A service names this command `config`.
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

/// What an explanation is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// Columns to read
    Text,
    /// JSON: a list of options
    Json,
}

// === impl ConfigCommand ===

impl<S: Args> ConfigCommand<S> {
    /// The options as they are configured.
    pub fn options(&self) -> &S {
        match &self.action {
            Action::Check(options) => options,
            Action::Explain(explain) => &explain.options,
        }
    }

    /// Where [`load`](crate::load) puts what it has read.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// The text to print. An error says that no option has the key to explain.
    pub fn report(&self) -> Result<String, String> {
        match &self.action {
            Action::Check(_) => Ok(self.settings.summary()),
            Action::Explain(explain) => self.settings.explain(explain.key.as_deref(), explain.format),
        }
    }
}
