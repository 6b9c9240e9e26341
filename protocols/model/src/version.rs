//! Versions, by which concurrent writers notice each other.

use std::fmt;

use crate::Timestamp;

/// Counts the changes of one thing, from 1. Every edit adds one; a writer that names the version it has read is refused
/// where the thing has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

/// Names one state of a thing that writers replace: which of all the things that ever had its identifier, by the time of its
/// creation, and which of its versions. The count of versions alone begins again where a thing is deleted and made anew.
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
