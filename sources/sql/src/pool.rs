//! How many connections there are, for whoever watches.

use std::time::Duration;

use crate::Sql;

/// Connections of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pool {
    /// What they are for: `read` or `write` on the database itself, or `replicas`.
    pub name: &'static str,
    /// How many are open.
    pub open: u32,
    /// How many of those nobody uses now.
    pub idle: u32,
    /// How many there may be at most.
    pub most: u32,
}

// === impl Sql ===

impl Sql {
    /// All connections, as they are now.
    pub fn pools(&self) -> Vec<Pool> {
        self.0.pools()
    }

    /// How old is what each replica shows, at most; absent for one that is left out.
    pub fn replicas(&self) -> Vec<Option<Duration>> {
        self.0.replicas()
    }
}
