//! Keys of cached results, and the keys that a change concerns.

use std::any::Any;

use super::class::Class;
use crate::size;

/// The key of a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) class: Class,
    /// An identifier, or a query with its page.
    pub(super) text: Box<str>,
}

/// The results that a change concerns: some by their keys, and all of some classes.
#[derive(Debug)]
pub struct Invalidation {
    pub(super) keys: Vec<Key>,
    pub(super) classes: &'static [Class],
}

/// A result that can be cached.
pub trait Value: Any + Clone + Send + Sync {}

// === impl Key ===

impl Key {
    /// How many bytes it takes beside itself.
    pub(super) fn heap(&self) -> usize {
        size::bytes(self.text.len())
    }
}

// === impl Invalidation ===

impl Invalidation {
    /// The same, and the results of these keys.
    #[must_use]
    pub fn with_keys_of(mut self, other: Self) -> Self {
        self.keys.extend(other.keys);
        self
    }

    /// The same, and all results of these classes, which are stated once.
    #[must_use]
    pub fn and(self, classes: &'static [Class]) -> Self {
        debug_assert!(self.classes.is_empty(), "a second list of classes would replace the first");
        Self { classes, ..self }
    }
}

// === impl Value ===

impl<T: Any + Clone + Send + Sync> Value for T {}
