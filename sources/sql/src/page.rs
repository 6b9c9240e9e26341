//! Pages: where a list begins, and how its cursors are sealed.

use ogrom_protocols::{Cursor, Page, PageRequest, Position, Result};

use crate::driver::Query;

/// Where a list that descends begins: before every rank, and before every identifier, of which none has this character.
pub(crate) fn top() -> Position {
    Position { rank: i64::MAX, id: "\u{7f}".to_owned() }
}

/// Where the page begins that is asked for: behind its cursor, or else at `first`.
pub(crate) fn start(request: &PageRequest, query: &str, first: Position) -> Result<Position> {
    Ok(request.cursor.as_ref().map(|cursor| cursor.open(query)).transpose()?.unwrap_or(first))
}

/// One row more than the page may have, which shows whether there is a next one.
pub(crate) fn one_more(request: &PageRequest) -> i64 {
    i64::try_from(request.limit.get()).unwrap_or(i64::MAX - 1) + 1
}

/// The page of the items found, of which there may be one too many.
pub(crate) fn page<T>(
    items: Vec<T>,
    request: &PageRequest,
    query: &str,
    position: impl FnOnce(&T) -> Position,
) -> Page<T> {
    Page::from_one_more(items, request.limit, |last| Cursor::seal(query, &position(last)))
}

impl Query {
    /// The same query with the three values of `(before …)` or `(after …)`.
    pub(crate) fn behind(self, position: &Position) -> Self {
        self.bind(position.rank).bind(position.rank).bind(position.id.as_str())
    }
}
