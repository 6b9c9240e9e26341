//! The options of the log.

use clap::{ArgAction, Args, ValueEnum};
use tracing_subscriber::filter::{LevelFilter, Targets};

use super::targets;

/// The content and the form of the log.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Log")]
pub struct LogOptions {
    /// The format of log lines on standard error
    #[arg(long, value_enum, value_name = "FORMAT", env, default_value_t = LogFormat::Auto)]
    pub log_format: LogFormat,
    /// The log level: error, warn, info, debug or trace, and levels of modules, such as `info,ogrom_sources_sql=debug`
    #[arg(long, value_name = "FILTER", env, default_value = "info", value_parser = targets)]
    pub log_level: Targets,
    /// Whether each request has a log line
    #[arg(long, value_name = "true|false", env, default_value_t = true, action = ArgAction::Set)]
    pub log_access: bool,
}

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere
    Auto,
    /// One JSON object per line
    Json,
    /// Text for people
    Text,
}

// === impl LogOptions ===

impl Default for LogOptions {
    /// Those of a command without options for its log: from `info` upwards, and no access log.
    fn default() -> Self {
        let log_level = Targets::new().with_default(LevelFilter::INFO);
        Self { log_format: LogFormat::Auto, log_level, log_access: false }
    }
}
