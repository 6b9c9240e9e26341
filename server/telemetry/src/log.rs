//! The log: lines on standard error, in JSON or for people, written by a thread of their own.

mod access;
mod events;
mod line;
mod options;
mod request;
mod sink;

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use ogrom_server_config::all;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

pub(crate) use self::sink::dropped;
pub use self::{
    access::{AccessEntry, Completion, OperationNames, OwnedEntry},
    options::{LogFormat, LogOptions},
    request::with_request_id,
};
use self::{events::Events, line::Form};

/// How long the end of a process waits for its log to be written.
const FLUSHED_WITHIN: Duration = Duration::from_secs(1);

/// The log of this process. Dropping it writes the lines that still wait.
#[derive(Debug)]
pub struct Log(());

/// Starts the log, as these options say. In a process that starts it more than once, the first start counts.
pub fn start(options: &LogOptions) -> Log {
    let terminal = stderr().is_terminal();
    let form = match options.log_format {
        LogFormat::Json => Form::Json,
        LogFormat::Auto if !terminal => Form::Json,
        LogFormat::Auto | LogFormat::Text => Form::Text { colours: terminal },
    };
    line::write_in(form);
    let events = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .event_format(Events)
        .with_writer(sink::Writer::default)
        .with_filter(options.log_level.clone());
    let _ = tracing_subscriber::registry().with(events).try_init();
    Log(())
}

/// Waits until all lines are written, for one second at most, since stderr may not be read any more. To be called before the
/// process is ended at once.
pub fn flush() {
    sink::flush(FLUSHED_WITHIN);
}

// === impl Log ===

impl Drop for Log {
    fn drop(&mut self) {
        flush();
    }
}

/// Parses a filter. Filters by fields and spans are refused, and so is a part without a level: a misspelt level would be taken
/// for a target, and next to nothing be logged.
fn targets(text: &str) -> Result<Targets, String> {
    let part = |part: &str| match part.split_once('=') {
        None if part.trim().parse::<LevelFilter>().is_ok() => Ok(()),
        Some((_, level)) if level.trim().parse::<LevelFilter>().is_ok() => Ok(()),
        _ => Err(format!("'{part}': a level is written as info, or as info,ogrom_sources_sql=debug")),
    };
    all(text.split(',').map(part))?;
    text.parse().map_err(|_| "a level is written as info, or as info,ogrom_sources_sql=debug".to_owned())
}

#[cfg(test)]
mod tests;
