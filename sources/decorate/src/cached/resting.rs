//! What an answer rests on, for an asker who takes notes.

use ogrom_protocols::{Basis, Context, Mark};
use tokio::time::Instant;

use super::{CacheLimits, key::Key, store::Store};

/// A question on its way whose answer is to be noted, if anybody takes notes.
pub(super) struct Resting<'a>(Option<Noting<'a>>);

struct Noting<'a> {
    basis: &'a Basis,
    marks: Vec<Mark>,
    limits: &'a CacheLimits,
}

// === impl Resting ===

impl<'a> Resting<'a> {
    /// Before these keys are looked for: a change from now on is one that the answer may not show.
    pub(super) fn begin(ctx: &'a Context, store: &'a Store, keys: &[Key]) -> Self {
        Self(ctx.basis.as_ref().map(|basis| Noting {
            basis,
            marks: keys.iter().flat_map(|key| store.marks(key)).collect(),
            limits: store.limits(),
        }))
    }

    /// The oldest of the answers was asked for then; absent where one is stale.
    pub(super) fn end(self, oldest: Option<Instant>) {
        let Some(Noting { basis, marks, limits }) = self.0 else { return };
        match oldest.and_then(|since| since.checked_add(limits.max_age)) {
            Some(until) => basis.rests_on(marks, until.into_std()),
            None => basis.passes(),
        }
    }
}
