//! The steps of a deployment, in their order.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step of a deployment, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Is everything there, and as it should be? Nothing is changed.
    Preflight,
    /// No other deployment runs meanwhile.
    Lock,
    /// Which environment is live, and how far did an earlier run come?
    Observe,
    /// The bundle goes into the bucket.
    Upload,
    /// The bundle becomes a version.
    Version,
    /// The idle side gets no requests any more.
    DrainGate,
    /// The idle side takes updates.
    Ready,
    /// The idle side is set to run the version.
    Update,
    /// Until it does, on each instance.
    Wait,
    /// It responds as it should.
    Smoke,
    /// Nothing has moved meanwhile.
    Recheck,
    /// The intent is recorded.
    Intent,
    /// The CNAMEs are swapped.
    Swap,
    /// All clients find the new release.
    Verify,
    /// It is watched.
    Bake,
    /// The old side gets no requests any more.
    Drain,
    /// Old versions are deleted.
    Clean,
    /// It is done; the lock is taken away.
    Release,
}

// === impl Step ===

impl Step {
    /// Its name, for display and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Lock => "lock",
            Self::Observe => "observe",
            Self::Upload => "upload",
            Self::Version => "version",
            Self::DrainGate => "drain-gate",
            Self::Ready => "ready",
            Self::Update => "update",
            Self::Wait => "wait",
            Self::Smoke => "smoke",
            Self::Recheck => "recheck",
            Self::Intent => "intent",
            Self::Swap => "swap",
            Self::Verify => "verify",
            Self::Bake => "bake",
            Self::Drain => "drain",
            Self::Clean => "clean",
            Self::Release => "release",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
