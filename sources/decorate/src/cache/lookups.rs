//! Counts of lookups: their handles are made once, since a lookup costs little more than finding one.

use metrics::{Counter, Gauge};

use super::{BYTES, LOOKUPS, class::Class};

/// The finding of a lookup.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lookup {
    Fresh,
    Stale,
    Nothing,
}

/// The numbers of a cache.
pub(super) struct Lookups {
    /// By class and by what was found.
    counters: Box<[[Counter; 3]]>,
    bytes: Gauge,
}

// === impl Lookups ===

impl Lookups {
    /// Those of these classes, with the recorder that is installed by now.
    pub(super) fn of(classes: &[&'static str]) -> Self {
        let counters = classes.iter().map(|class| {
            ["fresh", "stale", "nothing"]
                .map(|found| metrics::counter!(LOOKUPS, "class" => *class, "found" => found))
        });
        Self { counters: counters.collect(), bytes: metrics::gauge!(BYTES) }
    }

    pub(super) fn count(&self, class: Class, found: Lookup, times: usize) {
        self.counters[class.index()][found as usize].increment(times as u64);
    }

    #[expect(clippy::cast_precision_loss, reason = "no operator needs to know it to the byte")]
    pub(super) fn holds(&self, bytes: u64) {
        self.bytes.set(bytes as f64);
    }
}
