//! The arguments of `ogrom config`: what to tell of the configuration.

use clap::{Args, Subcommand, ValueEnum};

use super::{ServeCommand, Settings};

/// What to tell of the configuration.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ConfigCommand {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub question: ConfigQuestion,
    /// What was read.
    #[arg(skip)]
    pub settings: Settings,
}

/// The questions to a configuration. Both take the options of serving.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigQuestion {
    /// Say that everything is right, or all that is wrong
    Check(Box<ServeCommand>),
    /// Show each value, where it comes from, and what it hides
    Explain(Box<ExplainCommand>),
}

/// What to explain, and how.
#[derive(Debug, Clone, Args)]
pub struct ExplainCommand {
    /// The key of an option, as in `source.timeout`, or what several begin with, as in `source`; all, if there is none
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
    /// What to print it in
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub format: ExplainFormat,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub serve: ServeCommand,
}

/// What an explanation is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Columns to read
    Text,
    /// JSON: a list of options
    Json,
}

// === impl ConfigQuestion ===

impl ConfigQuestion {
    /// How it would be served.
    pub(super) fn serving(&self) -> &ServeCommand {
        match self {
            Self::Check(serve) => serve,
            Self::Explain(explain) => &explain.serve,
        }
    }
}
