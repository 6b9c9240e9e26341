//! How far an import is, told while it runs.

mod line;

use std::time::Duration;

use super::summary::FileSummary;

pub use self::line::ProgressLine;

/// Is told how far an import is.
pub trait Progress: Send {
    /// Another batch of a file was committed, or the file is finished.
    fn advanced(&mut self, advance: &Advance<'_>);
}

/// How far the import of one file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// How many of its bytes were read, as stored.
    pub read: u64,
    /// How many bytes it has, as stored.
    pub size: u64,
    /// How many of its rows are done, the rejected ones included.
    pub rows: u64,
    /// How many of its rows were rejected.
    pub rejected: u64,
    /// How long the file has taken.
    pub elapsed: Duration,
    /// Whether this is the last word about the file.
    pub finished: bool,
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

// === impl Advance ===

impl<'a> Advance<'a> {
    pub(super) fn new(file: &'a FileSummary, read: u64, size: u64) -> Self {
        let FileSummary { name, rejected, elapsed, .. } = file;
        let (rows, rejected, elapsed) = (file.rows(), *rejected, *elapsed);
        Self { file: name, read, size, rows, rejected, elapsed, finished: false }
    }
}

// === impl Silent ===

impl Progress for Silent {
    fn advanced(&mut self, _: &Advance<'_>) {}
}
