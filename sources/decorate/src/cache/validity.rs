//! How long a result is valid, for a caller that tracks what its response depends on.

use ogrom_protocols::{Context, CounterValue, Dependencies};
use tokio::time::Instant;

use super::{CacheLimits, key::Key, store::Store};

/// Records the validity of the results of a call, if its context tracks that.
pub(super) struct ValidityRecorder<'a>(Option<Tracked<'a>>);

struct Tracked<'a> {
    dependencies: &'a Dependencies,
    values: Vec<CounterValue>,
    limits: &'a CacheLimits,
}

// === impl ValidityRecorder ===

impl<'a> ValidityRecorder<'a> {
    /// To be called before these keys are looked up: the results may not show a change from now on.
    pub(super) fn begin(ctx: &'a Context, store: &'a Store, keys: &[Key]) -> Self {
        Self(ctx.dependencies.as_ref().map(|dependencies| Tracked {
            dependencies,
            values: keys.iter().flat_map(|key| store.values(key)).collect(),
            limits: store.limits(),
        }))
    }

    /// Records the validity, by when the oldest of the results was loaded; absent where one is stale.
    pub(super) fn record(self, oldest: Option<Instant>) {
        let Some(Tracked { dependencies, values, limits }) = self.0 else { return };
        match oldest.and_then(|since| since.checked_add(limits.max_age)) {
            Some(until) => dependencies.depends_on(values, until.into_std()),
            None => dependencies.uncacheable(),
        }
    }
}
