//! Pages: where a list begins, and how its cursors are sealed.

use ogrom_protocols::{Cursor, Page, PageRequest, Position, Result};

/// The first position of a list that descends: before every rank, and before every identifier, of which none has its character.
pub fn first_position() -> Position {
    Position { rank: i64::MAX, id: "\u{7f}".to_owned() }
}

/// Where the requested page begins: after its cursor, or else at `first`. A cursor of another query is refused with
/// [`Error::Cursor`](ogrom_protocols::Error::Cursor).
pub fn resume(request: &PageRequest, query: &str, first: Position) -> Result<Position> {
    Ok(request.cursor.as_ref().map(|cursor| cursor.open(query)).transpose()?.unwrap_or(first))
}

/// One row more than the page may have, which shows whether there is a next page.
pub fn limit_plus_one(request: &PageRequest) -> i64 {
    i64::try_from(request.limit.get()).unwrap_or(i64::MAX - 1) + 1
}

/// The page of the items found, of which there may be one too many. `query` describes the list in full.
pub fn page<T>(
    items: Vec<T>,
    request: &PageRequest,
    query: &str,
    position: impl FnOnce(&T) -> Position,
) -> Page<T> {
    Page::from_one_more(items, request.limit, |last| Cursor::seal(query, &position(last)))
}
