//! Classes: the kinds of results that a cache has, as values that a domain gives.

use std::fmt;

use ogrom_protocols::{Page, PageRequest};

use super::key::{Invalidation, Key};
use crate::size;

/// A kind of result in a cache. All results of a class have one type, and a change may concern all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

/// A noun's things, each cached by its identifier; absent ones, too.
pub struct Things<T, I> {
    pub(super) class: Class,
    pub(super) id: fn(&T) -> &I,
    heap: fn(&T) -> usize,
}

/// Pages of a noun's things, each cached by its query, cursor and limit.
pub struct Pages<T> {
    class: Class,
    heap: fn(&T) -> usize,
}

// === impl Class ===

impl Class {
    /// The class of this name among all classes of a cache: `const NOTE: Class = Class::named("note", CLASSES)`.
    ///
    /// # Panics
    ///
    /// Where no class has this name; in a constant, while it is compiled.
    pub const fn named(name: &str, classes: &[&str]) -> Self {
        let mut index = 0;
        while !is_same(name.as_bytes(), classes[index as usize].as_bytes()) {
            index += 1;
        }
        Self(index)
    }

    /// Its place among all classes of its cache.
    pub(super) fn index(self) -> usize {
        self.0.into()
    }
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

// === impl Things ===

impl<T, I> Things<T, I> {
    /// The things of this class: `id` reads the identifier of one, and `heap` counts the bytes that one takes beside itself,
    /// more or less; [`size`] has what that needs.
    pub const fn new(class: Class, id: fn(&T) -> &I, heap: fn(&T) -> usize) -> Self {
        Self { class, id, heap }
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
            let next = page.next.as_ref().map_or(0, |next| size::bytes(next.as_str().len()));
            size::list(&page.items, heap) + next
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_by_its_whole_name() {
        let classes = ["note", "notes", "not"];
        assert_eq!(classes.map(|name| Class::named(name, &classes).index()), [0, 1, 2]);
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_unknown_class_is_a_defect() {
        Class::named("nothing", &["note"]);
    }
}
