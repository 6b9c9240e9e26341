//! Logging: lines on standard error.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::filter::LevelFilter;

/// Sends events of level INFO and above to standard error, for people on a terminal in colours.
pub(crate) fn to_stderr() {
    let colours = stderr().is_terminal();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(stderr)
        .with_ansi(colours)
        .with_max_level(LevelFilter::INFO)
        .with_target(false);
    // A test that runs commands in one process sets it more than once.
    let _ = subscriber.try_init();
}
