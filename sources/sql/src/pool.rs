//! Numbers of connections.

/// Connections of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pool {
    /// Their use: `read` or `write` on the database itself, or `replicas`.
    pub name: &'static str,
    /// How many are open.
    pub open: u32,
    /// How many of those are idle.
    pub idle: u32,
    /// How many there may be at most.
    pub most: u32,
}
