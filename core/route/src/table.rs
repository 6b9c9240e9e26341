//! The table: finds, links and lists.

use std::{borrow::Cow, collections::HashMap, fmt};

use ogrom_core_path::{Captures, Key, LinkTo, Links, Parameters, encode, escape, is_lost};

use crate::template::{Template, single_slashes};

/// Routes, ready for look-ups. Building a table is checked; a look-up cannot fail.
pub struct Table<T, G = ()> {
    pub(crate) matcher: matchit::Router<usize>,
    pub(crate) leaves: Vec<Leaf<T>>,
    pub(crate) scopes: Vec<Scope<G>>,
    pub(crate) links: HashMap<(usize, Key), Link>,
}

/// An endpoint in a table.
#[derive(Debug)]
pub struct Leaf<T> {
    /// The value.
    pub value: T,
    /// The table's view of it.
    pub target: Target,
    pub(crate) template: Template,
    pub(crate) scope: usize,
}

/// An endpoint as a table knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Names it, so that links find it.
    pub key: Key,
    /// The names of its path parameters, in order.
    pub parameters: &'static [&'static str],
    /// The endpoints that it makes links to.
    pub links: Vec<LinkTo>,
}

/// The result of a match: the thing at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// This leaf.
    Leaf {
        /// Its number, for [`Table::leaf`].
        leaf: usize,
        /// Where the path holds its parameters.
        captures: Captures,
    },
    /// Nothing, but there is something at this path, which differs in slashes alone.
    Redirect(String),
    /// Nothing.
    NotFound,
}

/// A prefix with the routes below it. The first is the whole table.
#[derive(Debug)]
pub(crate) struct Scope<G> {
    pub(crate) parent: Option<usize>,
    /// The whole prefix; absent for the whole table.
    pub(crate) template: Option<Template>,
    pub(crate) guard: Option<G>,
    /// The scopes on the way from the whole table to this one that have a guard, the outermost first, each with the number
    /// of its first own parameter.
    pub(crate) guarded: Vec<(usize, usize)>,
}

/// A link from one leaf to another, found when the table was built.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) to: usize,
    /// How many parameters both have in common prefixes.
    pub(crate) shared: usize,
}

// === impl Table ===

impl<T, G> Table<T, G> {
    /// Looks up a path, which is still encoded. There is nothing if a parameter [is lost](is_lost) on its way.
    pub fn find(&self, path: &str) -> Found {
        if let Some((leaf, captures)) = self.find_exactly(path) {
            return Found::Leaf { leaf, captures };
        }
        let single = single_slashes(path);
        let without = single.trim_end_matches('/');
        let candidates = [single.clone(), without.to_owned(), format!("{without}/")];
        let canonical =
            candidates.into_iter().find(|other| other != path && self.find_exactly(other).is_some());
        canonical.map_or(Found::NotFound, Found::Redirect)
    }

    #[inline]
    fn find_exactly(&self, path: &str) -> Option<(usize, Captures)> {
        let leaf = *self.matcher.at(path).ok()?.value;
        Some((leaf, self.leaves[leaf].template.captures(path)?))
    }

    /// The leaf of this number, as [`find`](Self::find) returns it.
    ///
    /// # Panics
    ///
    /// If the number is of another table.
    pub fn leaf(&self, number: usize) -> &Leaf<T> {
        &self.leaves[number]
    }

    /// All leaves, in the order in which they were added.
    pub fn leaves(&self) -> impl ExactSizeIterator<Item = &Leaf<T>> {
        self.leaves.iter()
    }

    /// The number of the leaf that a link from another one leads to; absent if that one declares no such link.
    pub fn linked(&self, from: usize, to: Key) -> Option<usize> {
        self.links.get(&(from, to)).map(|link| link.to)
    }

    /// The guards before a leaf, the outermost first, each with the number of its first parameter among the captures.
    #[inline]
    pub fn guards(&self, leaf: usize) -> impl Iterator<Item = (&G, usize)> {
        self.guards_of(self.leaves[leaf].scope)
    }

    /// The guards of the longest prefix that a path begins with, the outermost first, each with the first of its
    /// parameters, still encoded. They explain why nothing is at the path.
    pub fn guards_along<'t, 'p>(&'t self, path: &'p str) -> impl Iterator<Item = (&'t G, &'p str)> {
        let matching = self.scopes.iter().enumerate().filter_map(|(i, scope)| {
            let template = scope.template.as_ref()?;
            Some((template.segments().len(), i, template.prefix_of(path)?))
        });
        let longest = matching.max_by_key(|(length, ..)| *length);
        let guarded = longest.map(|(_, scope, values)| {
            self.guards_of(scope).filter_map(move |(guard, first)| Some((guard, *values.get(first)?)))
        });
        guarded.into_iter().flatten()
    }

    #[inline]
    fn guards_of(&self, scope: usize) -> impl Iterator<Item = (&G, usize)> {
        let guarded = self.scopes[scope].guarded.iter();
        guarded.filter_map(|(scope, first)| Some((self.scopes[*scope].guard.as_ref()?, *first)))
    }
}

impl<T: Send + Sync, G: Send + Sync> Links for Table<T, G> {
    fn link(
        &self,
        from: usize,
        path: &str,
        captures: &Captures,
        to: Key,
        parameters: &Parameters<'_>,
    ) -> Option<String> {
        let link = self.links.get(&(from, to))?;
        let mut own = Vec::new();
        parameters(&mut |value| own.push(encode(value)));
        if own.iter().any(|segment| is_lost(segment)) {
            return None;
        }
        // A client may have written them with characters that no URI can hold.
        let shared = captures.iter(path).take(link.shared).map(escape);
        let mut values = shared.chain(own.into_iter().map(Cow::Owned));
        Some(self.leaves[link.to].template.fill(|path| path.push_str(&values.next().unwrap_or_default())))
    }
}

impl<T, G> fmt::Debug for Table<T, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.leaves.iter().map(Leaf::template)).finish()
    }
}

// === impl Leaf ===

impl<T> Leaf<T> {
    /// Its template, with all prefixes before it.
    pub fn template(&self) -> String {
        self.template.to_string()
    }
}

#[cfg(test)]
mod tests;
