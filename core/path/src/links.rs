//! Links: the interface of a route table for its endpoints.

use std::fmt;

use crate::{Captures, Key};

/// Builds links between the endpoints of a route table.
pub trait Links: Send + Sync {
    /// The absolute path of the endpoint `to`, as seen from endpoint number `from`, which was requested at `path`.
    /// Prefixes that both share keep the parameters that `captures` finds in `path`; `parameters` are the others.
    /// Absent if `from` declares no link to it, and if a parameter [is lost](crate::is_lost) in a path.
    fn link(
        &self,
        from: usize,
        path: &str,
        captures: &Captures,
        to: Key,
        parameters: &Parameters<'_>,
    ) -> Option<String>;
}

/// The parameters of a link: passes each one on, not yet encoded.
pub type Parameters<'a> = dyn Fn(&mut dyn FnMut(&dyn fmt::Display)) + 'a;
