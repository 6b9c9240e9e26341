//! Pages: where the statement of a list begins to read, and how far it reads.

use ogrom_protocols::{Position, Window};

/// The first position of a list that descends: before every rank, and before every identifier, of which none has its character.
pub fn first_position() -> Position {
    Position { rank: i64::MAX, id: "\u{7f}".to_owned() }
}

/// Where the statement of this window begins to read: behind its start, or else at `first`.
pub fn start(window: &Window, first: Position) -> Position {
    window.start().cloned().unwrap_or(first)
}

/// How many rows the statement of this window reads: one more than the page may have.
pub fn limit_plus_one(window: &Window) -> i64 {
    i64::try_from(window.one_more()).unwrap_or(i64::MAX)
}
