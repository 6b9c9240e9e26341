//! Why a release that is live does not stay, for the steps that watch it.

use crate::Abort;

/// How often in a row a release must be seen to be bad: a single bad sign can be a hiccup of its reporter.
pub(super) const BAD: u32 = 3;

/// Why a release that is live does not stay.
#[derive(Debug)]
pub(crate) enum Unheld {
    /// The run stops in its present state.
    Abort(Abort),
    /// It does not hold, and the earlier side should serve again: the reason, and the observations.
    Because(String, Vec<String>),
}

// === impl Unheld ===

impl From<Abort> for Unheld {
    fn from(abort: Abort) -> Self {
        Self::Abort(abort)
    }
}
