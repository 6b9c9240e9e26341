//! The results of a class, as values that a domain gives: things by identifier, and pages of lists.

use std::fmt;

use ogrom_protocols::{Page, PageRequest};

use super::{
    class::Class,
    key::{Invalidation, Key},
};
use crate::size;

/// A noun's things, each cached by its identifier; absent ones, too.
pub struct Things<T, I> {
    pub(super) class: Class,
    /// The cache tag of lists of them.
    pub(super) list: &'static str,
    pub(super) id: fn(&T) -> &I,
    heap: fn(&T) -> usize,
}

/// Pages of a noun's things, each cached by its query, cursor and limit.
pub struct Pages<T> {
    pub(super) class: Class,
    heap: fn(&T) -> usize,
}

// === impl Things ===

impl<T, I> Things<T, I> {
    /// The things of this class, whose lists have the cache tag `list`: `id` reads the identifier of one, and `heap` counts the bytes that one takes beside itself,
    /// more or less; [`size`] has what that needs.
    pub const fn new(class: Class, list: &'static str, id: fn(&T) -> &I, heap: fn(&T) -> usize) -> Self {
        Self { class, list, id, heap }
    }

    /// How many bytes a result takes beside itself.
    pub(super) fn heap(&self) -> impl Fn(&Option<T>) -> usize + Send + use<T, I> {
        let heap = self.heap;
        move |thing| thing.as_ref().map_or(0, heap)
    }
}

impl<T, I: AsRef<str>> Things<T, I> {
    /// The key of the thing of this identifier.
    pub(super) fn key(&self, id: &I) -> Key {
        Key { class: self.class, text: id.as_ref().into() }
    }

    /// The invalidation of the things of these identifiers.
    pub fn invalidation<'a>(&self, ids: impl IntoIterator<Item = &'a I>) -> Invalidation
    where
        I: 'a,
    {
        Invalidation { keys: ids.into_iter().map(|id| self.key(id)).collect(), classes: &[] }
    }
}

impl<T, I> fmt::Debug for Things<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Things").field(&self.class).finish()
    }
}

// === impl Pages ===

impl<T> Pages<T> {
    /// The pages of this class: `heap` counts the bytes that one item takes beside itself, more or less.
    pub const fn new(class: Class, heap: fn(&T) -> usize) -> Self {
        Self { class, heap }
    }

    /// How many bytes a result takes beside itself.
    pub(super) fn heap(&self) -> impl Fn(&Page<T>) -> usize + Send + use<T> {
        let heap = self.heap;
        move |page| {
            let cursors = [&page.next, &page.prev].into_iter().flatten();
            size::list(&page.items, heap)
                + cursors.map(|cursor| size::bytes(cursor.as_str().len())).sum::<usize>()
        }
    }

    /// The key of a page of the list that the query describes.
    pub(super) fn key(&self, query: &str, page: &PageRequest) -> Key {
        // An empty cursor is not an absent one.
        let cursor = page.cursor.as_ref().map(|cursor| format!(" cursor={}", cursor.as_str()));
        let text = format!("{query} limit={}{}", page.limit.get(), cursor.unwrap_or_default());
        Key { class: self.class, text: text.into() }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.class).finish()
    }
}
