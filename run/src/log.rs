//! The log: lines on standard error, in JSON or for people, written by a thread of their own.

mod access;
mod current;
mod events;
mod line;
mod options;
mod panics;
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

pub(crate) use self::{
    access::{Access, Answered, Names, Remembered},
    current::named,
    panics::PANICS,
    sink::dropped,
};
use self::{events::Events, line::Form};
pub use self::{
    options::{LogFormat, LogOptions},
    panics::tell_of_panics,
};

/// How long the end of a process waits for whoever reads its log.
const FLUSHED_WITHIN: Duration = Duration::from_secs(1);

/// The log of this process. What is still to be written is when this is dropped.
#[derive(Debug)]
pub struct Log(());

/// Begins to log, as these options say. A test that runs commands in one process begins more than once; the first counts.
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

/// Waits until all that was logged is written, but not for ever: whoever reads it may have stopped reading. To be called
/// before the process is ended at once.
pub fn flush() {
    sink::flush(FLUSHED_WITHIN);
}

// === impl Log ===

impl Drop for Log {
    fn drop(&mut self) {
        flush();
    }
}

/// Reads a filter, without the filters by fields and spans that nobody needs here, and without a part that has no level:
/// a level that is spelt wrongly would be taken for one, and next to nothing be logged.
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
