//! The figures of a part of a soak.

use std::{fmt, time::Duration};

use super::jobs::Asked;

/// The figures of one part.
#[derive(Debug)]
pub(super) struct Figures {
    /// How many requests succeeded, or failed.
    pub(super) asked: usize,
    pub(super) p50: Duration,
    pub(super) p99: Duration,
    /// Resident memory at its end, in KiB.
    pub(super) resident: u64,
    /// The failures, and their kinds.
    pub(super) failed: Vec<String>,
}

// === impl Figures ===

impl Figures {
    pub(super) fn of(asked: Asked, resident: u64) -> Self {
        let Asked { mut took, failed } = asked;
        took.sort_unstable();
        let share = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default();
        Self { asked: took.len() + failed.len(), p50: share(50), p99: share(99), resident, failed }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, p50, p99, resident, failed } = self;
        let failed = failed.len();
        write!(f, "{asked} requests, p50 {p50:?}, p99 {p99:?}, {resident} KiB resident, {failed} failed")
    }
}
