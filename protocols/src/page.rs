//! Keyset pages.

use std::fmt;

use crate::{Cursor, CursorRefused, Place, Position};

/// A stretch of a list, and how to go on. An empty page leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, at most as many as requested.
    pub items: Vec<T>,
    /// Leads to the next page; absent on the last.
    pub next: Option<Cursor>,
    /// Leads to the previous page; absent on the first.
    pub prev: Option<Cursor>,
}

/// The requested stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most.
    pub limit: Limit,
    /// Leads to the page; absent for the first.
    pub cursor: Option<Cursor>,
}

/// A page request whose cursor was opened: which items of a list a source has to find.
///
/// A source reads the list from [`start`](Self::start) on, at most [`one_more`](Self::one_more) items: in the order of the list, or,
/// where the page [is backward](Self::is_backward), in the opposite order. [`page`](Self::page) makes a page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    query: String,
    limit: Limit,
    place: Option<Place>,
}

/// How many items a page has at most: 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

/// A limit under 1 or over 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitOutOfRange(());

// === impl Page ===

impl<T> Page<T> {
    /// The page without items.
    pub fn empty() -> Self {
        Self { items: Vec::new(), next: None, prev: None }
    }

    /// The same page of other items.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, next, prev } = self;
        Page { items: items.into_iter().map(convert).collect(), next, prev }
    }
}

// === impl PageRequest ===

impl PageRequest {
    /// The first page of at most so many items.
    pub fn first(limit: Limit) -> Self {
        Self { limit, cursor: None }
    }

    /// Opens the cursor for the list that `query` describes in full.
    pub fn open(&self, query: impl Into<String>) -> Result<Window, CursorRefused> {
        let query = query.into();
        let place = self.cursor.as_ref().map(|cursor| cursor.open(&query)).transpose()?;
        Ok(Window { query, limit: self.limit, place })
    }
}

// === impl Window ===

impl Window {
    /// Whether the items are read against the order of the list: they come before the page that is known.
    pub fn is_backward(&self) -> bool {
        matches!(self.place, Some(Place::Before(_)))
    }

    /// The position that the items come behind, as they are read; absent at the beginning of the list.
    pub fn start(&self) -> Option<&Position> {
        match &self.place {
            None => None,
            Some(Place::After(position) | Place::Before(position)) => Some(position),
        }
    }

    /// One item more than the page may have, which shows whether there are others behind it.
    pub fn one_more(&self) -> usize {
        self.limit.get() + 1
    }

    /// The page of the items that were found, as they were read. Superfluous ones are left out.
    pub fn page<T>(&self, mut items: Vec<T>, position: impl Fn(&T) -> Position) -> Page<T> {
        let more = items.len() > self.limit.get();
        items.truncate(self.limit.get());
        if self.is_backward() {
            items.reverse();
        }
        let (is_first, is_last) = match self.place {
            None => (true, !more),
            Some(Place::After(_)) => (false, !more),
            Some(Place::Before(_)) => (!more, false),
        };
        let before = items.first().filter(|_| !is_first).map(|first| Place::Before(position(first)));
        let after = items.last().filter(|_| !is_last).map(|last| Place::After(position(last)));
        let [prev, next] = [before, after].map(|place| Some(Cursor::seal(&self.query, &place?)));
        Page { items, next, prev }
    }
}

// === impl Limit ===

impl Limit {
    /// The largest.
    pub const MAX: Self = Self(100);
    /// The limit for requests without one.
    pub const DEFAULT: Self = Self(20);

    /// The limit of this number.
    pub fn new(number: usize) -> Result<Self, LimitOutOfRange> {
        match u8::try_from(number) {
            Ok(number @ 1..=100) => Ok(Self(number)),
            _ => Err(LimitOutOfRange(())),
        }
    }

    /// The number.
    pub fn get(self) -> usize {
        self.0.into()
    }
}

// === impl LimitOutOfRange ===

impl fmt::Display for LimitOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a limit is a number from 1 to 100")
    }
}

impl std::error::Error for LimitOutOfRange {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "numbers";

    fn at(number: i64) -> Position {
        Position { rank: number, id: "n".into() }
    }

    fn page(place: Option<Place>, found: &[i64]) -> (Vec<i64>, Option<Place>, Option<Place>) {
        let cursor = place.map(|place| Cursor::seal(LIST, &place));
        let window = PageRequest { limit: Limit::new(2).unwrap(), cursor }.open(LIST).unwrap();
        assert_eq!(window.one_more(), 3);
        let Page { items, next, prev } = window.page(found.to_vec(), |number| at(*number));
        let open = |cursor: Option<Cursor>| cursor.map(|cursor| cursor.open(LIST).unwrap());
        (items, open(prev), open(next))
    }

    #[test]
    fn one_more_than_the_limit_shows_that_there_is_another_page() {
        let (before, after) = (|n| Some(Place::Before(at(n))), |n| Some(Place::After(at(n))));
        assert_eq!(page(None, &[1, 2, 3]), (vec![1, 2], None, after(2)));
        assert_eq!(page(None, &[1, 2]), (vec![1, 2], None, None));
        assert_eq!(page(after(2), &[3, 4, 5]), (vec![3, 4], before(3), after(4)));
        assert_eq!(page(after(2), &[3]), (vec![3], before(3), None));
        assert_eq!(page(before(5), &[4, 3, 2]), (vec![3, 4], before(3), after(4)));
        assert_eq!(page(before(3), &[2, 1]), (vec![1, 2], None, after(2)));
    }

    #[test]
    fn an_empty_page_leads_nowhere() {
        for place in [None, Some(Place::After(at(2))), Some(Place::Before(at(2)))] {
            assert_eq!(page(place, &[]), (vec![], None, None));
        }
    }

    #[test]
    fn a_limit_is_1_to_100() {
        assert!(Limit::new(0).is_err() && Limit::new(101).is_err() && Limit::new(10_000).is_err());
        assert_eq!(Limit::new(100).unwrap().get(), 100);
    }
}
