//! Reads a file into batches, on a thread of its own.

use std::{cell::Cell, collections::BTreeMap, io, mem, rc::Rc};

use ogrom_protocols_model::Timestamp;
use tokio::sync::mpsc::Sender;

use super::{
    fields::Reason,
    input::Input,
    lines::{Line, Lines},
    row::{self, Row},
};

/// How many lines are committed at once: enough that a commit costs little per row, and little is repeated after
/// a stop.
const LINES: usize = 2_000;
/// How many bytes of lines a batch holds at most, give or take a line.
const BYTES: usize = 4 << 20;

/// Rows to be committed together, and what else the same lines held.
#[derive(Debug)]
pub(super) struct Batch<R> {
    pub(super) rows: Vec<R>,
    /// The line of each row.
    pub(super) lines: Vec<Line>,
    pub(super) rejects: Vec<Reject>,
    /// In how many rows a field was there that is not kept.
    pub(super) not_kept: BTreeMap<String, u64>,
    /// How many bytes of the file, as stored, were read so far.
    pub(super) read: u64,
    bytes: usize,
}

/// A row that was not taken.
#[derive(Debug)]
pub(super) struct Reject {
    pub(super) line: Line,
    pub(super) reason: Reason,
}

/// Reads the file to its end, or until nobody receives the batches any more. What came before an error is sent too.
pub(super) fn read_batches<R: Row>(
    input: &Input,
    start: Timestamp,
    batches: &Sender<Batch<R>>,
) -> io::Result<()> {
    let read = Rc::new(Cell::new(0));
    let mut lines = Lines::new(input.open(&read)?);
    loop {
        let (batch, end) = next_batch(&mut lines, start);
        let batch = Batch { read: read.get(), ..batch };
        if batches.blocking_send(batch).is_err() {
            return Ok(());
        }
        if let Some(end) = end {
            return end;
        }
    }
}

/// The next batch, and how the file ended if it did.
fn next_batch<R: Row>(
    lines: &mut impl Iterator<Item = io::Result<Line>>,
    start: Timestamp,
) -> (Batch<R>, Option<io::Result<()>>) {
    let mut batch = Batch::new();
    while !batch.is_full() {
        match lines.next() {
            Some(Ok(line)) => batch.take(line, start),
            Some(Err(cause)) => return (batch, Some(Err(cause))),
            None => return (batch, Some(Ok(()))),
        }
    }
    (batch, None)
}

// === impl Batch ===

impl<R: Row> Batch<R> {
    fn new() -> Self {
        let (rows, lines, rejects) = (Vec::new(), Vec::new(), Vec::new());
        Self { rows, lines, rejects, not_kept: BTreeMap::new(), read: 0, bytes: 0 }
    }

    fn is_full(&self) -> bool {
        self.lines.len() + self.rejects.len() >= LINES || self.bytes >= BYTES
    }

    fn take(&mut self, mut line: Line, start: Timestamp) {
        self.bytes += line.text.len();
        let row = match mem::take(&mut line.flaw) {
            Some(flaw) => Err(flaw),
            None => row::read(&line.text, start, |field| *self.not_kept.entry(field).or_default() += 1),
        };
        match row {
            Ok(row) => {
                self.rows.push(row);
                self.lines.push(line);
            }
            Err(reason) => self.rejects.push(Reject { line, reason }),
        }
    }
}
