//! Keyset pages.

use std::fmt;

use crate::Cursor;

/// A stretch of a list, and how to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, at most as many as requested.
    pub items: Vec<T>,
    /// Leads to the next page; absent on the last.
    pub next: Option<Cursor>,
}

/// The requested stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most.
    pub limit: Limit,
    /// Where to go on; absent for the first page.
    pub cursor: Option<Cursor>,
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
        Self { items: Vec::new(), next: None }
    }

    /// Makes a page of up to one item more than the limit, which shows that there is a next page. Keeps `limit`
    /// items, and lets `cursor` seal the position of the last one kept.
    pub fn from_one_more(mut items: Vec<T>, limit: Limit, cursor: impl FnOnce(&T) -> Cursor) -> Self {
        let more = items.len() > limit.get();
        items.truncate(limit.get());
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(convert).collect(), next: self.next }
    }
}

// === impl PageRequest ===

impl PageRequest {
    /// The first page of at most so many items.
    pub fn first(limit: Limit) -> Self {
        Self { limit, cursor: None }
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

    #[test]
    fn one_more_than_the_limit_makes_a_next_page() {
        let limit = Limit::new(2).unwrap();
        let cursor = |last: &i32| Cursor::parse(&format!("after-{last}"));
        let page = Page::from_one_more(vec![1, 2, 3], limit, cursor);
        assert_eq!((page.items, page.next), (vec![1, 2], Some(Cursor::parse("after-2"))));
        assert_eq!(Page::from_one_more(vec![1, 2], limit, cursor).next, None);
    }

    #[test]
    fn a_limit_is_1_to_100() {
        assert!(Limit::new(0).is_err() && Limit::new(101).is_err() && Limit::new(10_000).is_err());
        assert_eq!(Limit::new(100).unwrap().get(), 100);
    }
}
