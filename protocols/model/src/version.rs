//! Versions, by which concurrent writers notice each other.

use std::fmt;

use crate::Timestamp;

/// Counts the changes of one item, from 1. Every edit adds one. A writer that names the version it has read is
/// refused if the item has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

/// Names one state of an item that writers replace. The time of its creation distinguishes all items that ever had
/// its identifier; the version distinguishes their states. The count of versions alone begins again if an item is
/// deleted and created anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision {
    /// When the thing was made.
    pub created: Timestamp,
    /// Which of its versions.
    pub version: Version,
}

// === impl Version ===

impl Version {
    /// The version of a thing just made.
    pub const FIRST: Self = Self(1);

    /// The version of this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The version after the next change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

// === impl Revision ===

impl Revision {
    /// The state after the next change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { version: self.version.next(), ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
