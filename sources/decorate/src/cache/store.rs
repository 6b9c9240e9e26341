//! The results that are cached, and the loads that are in flight.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use ogrom_protocols::{ChangeCounters, CounterValue};
use quick_cache::{Weighter, sync};
use tokio::time::Instant;

use super::{
    CacheLimits,
    class::Class,
    in_flight::{AnyValue, InFlight, Waiter},
    key::{Invalidation, Key, Value},
    lookups::{Lookup, Lookups},
};
use crate::size::bytes;

/// How large a result is guessed to be, in bytes, to begin with.
const USUAL_SIZE: u64 = 1024;

/// How many counters there are of changes. Keys that share one count as changed together.
const COUNTERS: usize = 4096;

/// The share of an entry in the table, which is never full, in bytes.
const SLOT: usize = 2 * (size_of::<Key>() + size_of::<Entry>());

/// The results that are cached. A change and a result that arrives take turns at the list of loads, so that a result is
/// stored only where nothing has changed since its load began that it may have missed.
pub(super) struct Store {
    limits: CacheLimits,
    entries: sync::Cache<Key, Entry, Sizes>,
    /// By class.
    marks: Box<[Marks]>,
    /// Changes, and those that may have happened, for all that depends on the results.
    counters: ChangeCounters,
    in_flight: Mutex<InFlight>,
    lookups: Lookups,
    /// The names of the classes.
    classes: &'static [&'static str],
}

/// The cached result of a key.
pub(super) enum Found<V> {
    /// A result, and when it was loaded.
    Fresh(Arc<V>, Instant),
    /// A result for callers that would have none else.
    Stale(Arc<V>),
    /// None.
    Nothing,
}

#[derive(Debug, Clone)]
struct Entry {
    result: AnyValue,
    /// With its key, in bytes.
    size: u64,
    /// When it was loaded.
    since: Instant,
    /// The changes of its class at that time.
    changed: u64,
    /// The doubtful changes of its class at that time; absent where one concerns the result itself.
    doubted: Option<u64>,
}

/// Counts changes that concern a whole class.
#[derive(Debug, Default)]
struct Marks {
    /// Changes: an entry from before is invalid.
    changed: AtomicU64,
    /// Changes that may have happened: an entry from before is stale.
    doubted: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
struct Sizes;

// === impl Store ===

impl Store {
    pub(super) fn new(classes: &'static [&'static str], limits: CacheLimits) -> Self {
        let items = usize::try_from(limits.bytes / USUAL_SIZE).unwrap_or(usize::MAX);
        Self {
            limits,
            entries: sync::Cache::with_weighter(items, limits.bytes, Sizes),
            marks: classes.iter().map(|_| Marks::default()).collect(),
            counters: ChangeCounters::of(COUNTERS),
            in_flight: Mutex::new(InFlight::of(classes.len())),
            lookups: Lookups::of(classes),
            classes,
        }
    }

    /// The name of a class.
    pub(super) fn name(&self, class: Class) -> &'static str {
        self.classes[class.index()]
    }

    /// Counts lookups of so many keys.
    pub(super) fn count(&self, class: Class, found: Lookup, times: usize) {
        self.lookups.count(class, found, times);
    }

    /// The cached result of a key.
    pub(super) fn look<V: Value>(&self, key: &Key) -> Found<V> {
        let Some(entry) = self.entries.get(key) else { return Found::Nothing };
        let marks = &self.marks[key.class.index()];
        let (age, CacheLimits { max_age, max_stale, .. }) = (entry.since.elapsed(), self.limits);
        let Ok(result) = entry.result.downcast() else { return Found::Nothing };
        if entry.changed != marks.changed.load(Ordering::Acquire) || age > max_age.saturating_add(max_stale) {
            Found::Nothing
        } else if age > max_age || entry.doubted != Some(marks.doubted.load(Ordering::Acquire)) {
            Found::Stale(result)
        } else {
            Found::Fresh(result, entry.since)
        }
    }

    /// Stores the results whose loads are still registered.
    pub(super) fn store<'a, V: Value>(
        &self,
        since: Instant,
        loaded: impl Iterator<Item = ((&'a Key, Waiter), &'a Arc<V>)>,
        heap: impl Fn(&V) -> usize,
    ) {
        let mut in_flight = self.in_flight();
        for ((key, waiter), result) in loaded {
            if in_flight.deregister(key, &waiter) {
                let marks = &self.marks[key.class.index()];
                let entry = Entry {
                    result: Arc::clone(result) as AnyValue,
                    size: (key.heap() + bytes(size_of::<V>()) + heap(result) + SLOT) as u64,
                    since,
                    changed: marks.changed.load(Ordering::Acquire),
                    doubted: Some(marks.doubted.load(Ordering::Acquire)),
                };
                self.entries.insert(key.clone(), entry);
            }
        }
        drop(in_flight);
        self.lookups.holds(self.bytes());
    }

    /// Deregisters loads without results.
    pub(super) fn abandon<'a>(&self, loads: impl Iterator<Item = (&'a Key, Waiter)>) {
        let mut in_flight = self.in_flight();
        for (key, waiter) in loads {
            in_flight.deregister(key, &waiter);
        }
    }

    /// Removes the results that a change concerns.
    pub(super) fn invalidate(&self, invalidation: &Invalidation) {
        let mut in_flight = self.in_flight();
        in_flight.invalidate(invalidation);
        for class in invalidation.classes {
            self.marks[class.index()].changed.fetch_add(1, Ordering::Release);
        }
        for key in &invalidation.keys {
            self.entries.remove(key);
        }
        self.count_change(invalidation);
    }

    /// Makes the results stale that a change concerns which may have happened.
    pub(super) fn mark_stale(&self, invalidation: &Invalidation) {
        let mut in_flight = self.in_flight();
        in_flight.invalidate(invalidation);
        for class in invalidation.classes {
            self.marks[class.index()].doubted.fetch_add(1, Ordering::Release);
        }
        for key in &invalidation.keys {
            if let Some(entry) = self.entries.peek(key) {
                self.entries.insert(key.clone(), Entry { doubted: None, ..entry });
            }
        }
        self.count_change(invalidation);
    }

    /// Counts a change for all that depends on the results.
    fn count_change(&self, invalidation: &Invalidation) {
        invalidation.classes.iter().for_each(|class| self.counters.count(class));
        invalidation.keys.iter().for_each(|key| self.counters.count(key));
    }

    /// The counters that show later whether the result of a key has changed.
    pub(super) fn values(&self, key: &Key) -> [CounterValue; 2] {
        [self.counters.value(&key.class), self.counters.value(key)]
    }

    pub(super) fn limits(&self) -> &CacheLimits {
        &self.limits
    }

    /// How much memory the results take, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.entries.weight()
    }

    /// A panic that poisons the lock leaves nothing half done.
    pub(super) fn in_flight(&self) -> MutexGuard<'_, InFlight> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} results of {} bytes", self.entries.len(), self.bytes())
    }
}

// === impl Found ===

impl<V> Found<V> {
    /// The result, if it is fresh, and when it was loaded.
    pub(super) fn fresh(self) -> Option<(Arc<V>, Instant)> {
        match self {
            Self::Fresh(result, since) => Some((result, since)),
            Self::Stale(_) | Self::Nothing => None,
        }
    }
}

// === impl Sizes ===

impl Weighter<Key, Entry> for Sizes {
    fn weight(&self, _: &Key, entry: &Entry) -> u64 {
        entry.size
    }
}
