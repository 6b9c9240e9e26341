//! Links from a resource to others, and to itself.

use std::fmt;

use ogrom_core_path::{Key, Path, escape};

use super::Cx;
use crate::Resource;

// === impl Cx ===

impl Cx {
    /// The absolute path of another endpoint, under the same prefixes as this one. Absent where this endpoint is served
    /// without a route table, or the other is not in it.
    pub fn link_to<R: Resource>(&self, path: &R::Path) -> Option<String> {
        self.link_through::<R>(&[], path)
    }

    /// The same, into prefixes that this endpoint is not below, with their parameters.
    pub fn link_through<R: Resource>(
        &self,
        prefixes: &[&dyn fmt::Display],
        path: &R::Path,
    ) -> Option<String> {
        let place = self.place.as_ref()?;
        let parameters = |each: &mut dyn FnMut(&dyn fmt::Display)| {
            for parameter in prefixes {
                each(parameter);
            }
            path.write(each);
        };
        let link = place.links.link(
            place.leaf,
            self.head.uri.path(),
            &place.captures,
            Key::of::<R>(),
            &parameters,
        )?;
        Some(if place.before.is_empty() { link } else { format!("{}{link}", place.before) })
    }

    /// The prefix of all links that the route table does not know, since something in front has removed it from the path.
    /// Empty if there is none.
    pub fn removed_prefix(&self) -> &str {
        self.place.as_ref().map_or("", |place| &place.before)
    }

    /// The path of this very request with another query, which must be encoded.
    pub fn link_to_self(&self, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{query}", self.removed_prefix(), escape(self.head.uri.path()))
    }
}
