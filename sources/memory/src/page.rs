//! Pages of any list, by rank and identifier.

use ogrom_protocols::{Page, PageRequest, Position, Result};

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
    let window = request.open(query)?;
    let start = window.start().map(|position| (position.rank, position.id.as_str()));
    let is_ascending = (direction == Direction::Ascending) != window.is_backward();
    let compare = |a: &SortKey<'_>, b: &SortKey<'_>| if is_ascending { a.cmp(b) } else { b.cmp(a) };
    let mut rest: Vec<_> =
        list.filter(|(key, _)| start.is_none_or(|start| compare(key, &start).is_gt())).collect();
    rest.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let position = |((rank, id), _): &(SortKey<'_>, &T)| Position { rank: *rank, id: (*id).to_owned() };
    Ok(window.page(rest, position).map(|(_, item)| item.clone()))
}
