//! Pages of any list, by rank and identifier.

use ogrom_protocols::{Cursor, Page, PageRequest, Position, Result};

/// The sort key of an item: its rank, then its identifier.
pub type SortKey<'a> = (i64, &'a str);

/// The direction that a list is sorted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least sort key comes first.
    Ascending,
    /// The greatest sort key comes first.
    Descending,
}

/// The requested page of a list, whose items come in any order. `query` describes the list in full: a cursor of another list
/// is refused with [`Error::Cursor`](ogrom_protocols::Error::Cursor).
pub fn page<'a, T: Clone + 'a>(
    list: impl Iterator<Item = (SortKey<'a>, &'a T)>,
    direction: Direction,
    query: &str,
    request: &PageRequest,
) -> Result<Page<T>> {
    let after = request.cursor.as_ref().map(|cursor| cursor.open(query)).transpose()?;
    let after = after.as_ref().map(|position| (position.rank, position.id.as_str()));
    let compare = |a: &SortKey<'_>, b: &SortKey<'_>| match direction {
        Direction::Ascending => a.cmp(b),
        Direction::Descending => b.cmp(a),
    };
    let mut rest: Vec<_> =
        list.filter(|(key, _)| after.is_none_or(|after| compare(key, &after).is_gt())).collect();
    rest.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let seal = |((rank, id), _): &(SortKey<'_>, &T)| {
        Cursor::seal(query, &Position { rank: *rank, id: (*id).to_owned() })
    };
    Ok(Page::from_one_more(rest, request.limit, seal).map(|(_, item)| item.clone()))
}
