//! The builder of a table: routes as data, before they are checked.

use ogrom_core_path::Key;

use crate::Target;

/// Routes as data, from which a table is built: templates with their values, and prefixes with routes below.
///
/// `G` is a guard: a value that belongs to a prefix and checks its parameters.
#[derive(Debug)]
pub struct TableBuilder<T, G = ()> {
    pub(crate) entries: Vec<Entry<T, G>>,
    pub(crate) absent: Vec<Key>,
}

#[derive(Debug)]
pub(crate) enum Entry<T, G> {
    Leaf { template: String, target: Target, value: T },
    Nest { prefix: String, guard: Option<G>, routes: TableBuilder<T, G> },
}

// === impl TableBuilder ===

impl<T, G> TableBuilder<T, G> {
    /// No routes.
    pub fn new() -> Self {
        Self { entries: Vec::new(), absent: Vec::new() }
    }

    /// Adds an endpoint. The template begins with a slash and has parameters in braces: `/products/{product}`. `/`
    /// below a prefix means the prefix with a slash after it.
    #[must_use]
    pub fn at(mut self, template: &str, target: Target, value: T) -> Self {
        self.entries.push(Entry::Leaf { template: template.to_owned(), target, value });
        self
    }

    /// Adds routes below a prefix, which has no slash at its end: `/shop/{language}`.
    #[must_use]
    pub fn nest(self, prefix: &str, routes: Self) -> Self {
        self.nest_with(prefix, None, routes)
    }

    /// Adds routes below a prefix with a parameter, which a guard checks: the first of its own, if it has several.
    #[must_use]
    pub fn nest_guarded(self, prefix: &str, guard: G, routes: Self) -> Self {
        self.nest_with(prefix, Some(guard), routes)
    }

    fn nest_with(mut self, prefix: &str, guard: Option<G>, routes: Self) -> Self {
        self.entries.push(Entry::Nest { prefix: prefix.to_owned(), guard, routes });
        self
    }

    /// Declares that an endpoint is left out on purpose: links to it are absent, rather than an error.
    #[must_use]
    pub fn without(mut self, key: Key) -> Self {
        self.absent.push(key);
        self
    }
}

impl<T, G> Default for TableBuilder<T, G> {
    fn default() -> Self {
        Self::new()
    }
}
