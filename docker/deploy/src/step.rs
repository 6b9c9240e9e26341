//! The steps of a deployment, in their order.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step of a deployment, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Is everything there, and as it should be? Nothing is changed.
    Preflight,
    /// Nobody else deploys meanwhile.
    Lock,
    /// Which environment is live, and how far did an earlier run come?
    Observe,
    /// The bundle goes into the bucket.
    Upload,
    /// The bundle becomes a version.
    Version,
    /// Nobody uses the idle side any more.
    DrainGate,
    /// The idle side takes updates.
    Ready,
    /// The idle side is told to run the version.
    Update,
    /// Until it does, on each instance.
    Wait,
    /// It answers as it should.
    Smoke,
    /// Nothing has moved meanwhile.
    Recheck,
    /// What is about to be done is written down.
    Intent,
    /// The CNAMEs are swapped.
    Swap,
    /// Everybody finds the new release.
    Verify,
    /// It is watched.
    Bake,
    /// Nobody uses the old side any more.
    Drain,
    /// Old versions are deleted.
    Clean,
    /// It is done; the lock is taken away.
    Release,
}

// === impl Step ===

impl Step {
    /// Its name, as it is shown and written.
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
