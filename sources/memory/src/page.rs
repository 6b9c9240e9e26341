//! Pages of any list, by rank and identifier.

use ogrom_protocols::{Cursor, Page, PageRequest, Position, Result};

/// What lists are sorted by: the rank, then the identifier.
pub(crate) type Key<'a> = (i64, &'a str);

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

/// The page of a list, given in any order, that is asked for. `query` describes the list in full.
pub(crate) fn page<'a, T: Clone + 'a>(
    list: impl Iterator<Item = (Key<'a>, &'a T)>,
    direction: Direction,
    query: &str,
    request: &PageRequest,
) -> Result<Page<T>> {
    let after = request.cursor.as_ref().map(|cursor| cursor.open(query)).transpose()?;
    let after = after.as_ref().map(|position| (position.rank, position.id.as_str()));
    let compare = |a: &Key<'_>, b: &Key<'_>| match direction {
        Direction::Ascending => a.cmp(b),
        Direction::Descending => b.cmp(a),
    };
    let mut rest: Vec<_> =
        list.filter(|(key, _)| after.is_none_or(|after| compare(key, &after).is_gt())).collect();
    rest.sort_unstable_by(|(a, _), (b, _)| compare(a, b));
    let seal = |((rank, id), _): &(Key<'_>, &T)| {
        Cursor::seal(query, &Position { rank: *rank, id: (*id).to_owned() })
    };
    Ok(Page::from_one_more(rest, request.limit, seal).map(|(_, item)| item.clone()))
}
