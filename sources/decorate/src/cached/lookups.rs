//! What is looked for in the cache, counted: handles that are made once, since a lookup costs little more than finding one.

use metrics::{Counter, Gauge};

use super::{BYTES, LOOKUPS, key::Class};

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Looked {
    Fresh,
    Stale,
    Nothing,
}

/// The numbers of a cache.
pub(super) struct Lookups {
    /// By class and by what was found.
    counters: [[Counter; 3]; Class::COUNT],
    bytes: Gauge,
}

// === impl Lookups ===

impl Lookups {
    /// Those that the recorder keeps which is there by now.
    pub(super) fn new() -> Self {
        let counters = Class::ALL.map(|class| {
            ["fresh", "stale", "nothing"]
                .map(|found| metrics::counter!(LOOKUPS, "class" => class.name(), "found" => found))
        });
        Self { counters, bytes: metrics::gauge!(BYTES) }
    }

    pub(super) fn count(&self, class: Class, found: Looked, times: usize) {
        self.counters[class as usize][found as usize].increment(times as u64);
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody needs to know it to the byte")]
    pub(super) fn holds(&self, bytes: u64) {
        self.bytes.set(bytes as f64);
    }
}
