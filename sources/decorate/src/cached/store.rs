//! The answers that are kept, and what is on its way to them.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use ogrom_protocols::{Mark, Tally};
use quick_cache::{Weighter, sync::Cache};
use tokio::time::Instant;

use super::{
    CacheLimits,
    flight::{Answer, Departure, Flights, Passage},
    key::{Class, Keep, Key, Touched},
    lookups::{Looked, Lookups},
    size::{Size, bytes},
};

/// How large an answer is guessed to be, in bytes, to begin with.
const USUAL_SIZE: u64 = 1024;

/// How many counters tell of changes. What shares one is taken for changed together.
const COUNTERS: usize = 4096;

/// What an entry takes in the table, which is never full, in bytes.
const SLOT: usize = 2 * (size_of::<Key>() + size_of::<Entry>());

/// The answers that are kept. A change and an answer that arrives take turns at the list of flights, so that an answer
/// is kept only where nothing that it may have missed was changed since it was asked for.
pub(super) struct Store {
    limits: CacheLimits,
    entries: Cache<Key, Entry, Sizes>,
    marks: [Marks; Class::COUNT],
    /// Changes, and those that may have happened, for those who keep what is made of the answers.
    tally: Tally,
    flights: Mutex<Flights>,
    lookups: Lookups,
}

/// What is kept of a key.
pub(super) enum Found<V> {
    /// An answer, and when it was asked for.
    Fresh(Arc<V>, Instant),
    /// An answer for those who would have none else.
    Stale(Arc<V>),
    /// None.
    Nothing,
}

/// What came of asking for some keys.
pub(super) struct Boarding<V> {
    /// What each key found and, where that is not fresh, the flight that brings the answer.
    pub(super) passengers: Vec<(Found<V>, Option<Passage>)>,
    /// The flight that is yet to start, and the places of those whom it asks for.
    pub(super) departure: Option<(Departure<V>, Vec<usize>)>,
}

#[derive(Debug, Clone)]
struct Entry {
    answer: Answer,
    /// With its key, in bytes.
    size: u64,
    /// When it was asked for.
    since: Instant,
    /// What was marked then.
    changed: u64,
    /// What was marked then; absent where the answer itself is in doubt.
    doubted: Option<u64>,
}

/// Counts what concerned a whole class.
#[derive(Debug, Default)]
struct Marks {
    /// Changes: an entry from before is none.
    changed: AtomicU64,
    /// Changes that may have happened: an entry from before is stale.
    doubted: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
struct Sizes;

// === impl Store ===

impl Store {
    pub(super) fn new(limits: CacheLimits) -> Self {
        let items = usize::try_from(limits.bytes / USUAL_SIZE).unwrap_or(usize::MAX);
        Self {
            limits,
            entries: Cache::with_weighter(items, limits.bytes, Sizes),
            marks: Default::default(),
            tally: Tally::of(COUNTERS),
            flights: Mutex::default(),
            lookups: Lookups::new(),
        }
    }

    /// Takes note of what was found for so many keys.
    pub(super) fn count(&self, class: Class, found: Looked, times: usize) {
        self.lookups.count(class, found, times);
    }

    /// What is kept of a key.
    pub(super) fn look<V: Keep>(&self, key: &Key) -> Found<V> {
        let Some(entry) = self.entries.get(key) else { return Found::Nothing };
        let marks = &self.marks[key.class as usize];
        let (age, CacheLimits { max_age, max_stale, .. }) = (entry.since.elapsed(), self.limits);
        let Ok(answer) = entry.answer.downcast() else { return Found::Nothing };
        if entry.changed != marks.changed.load(Ordering::Acquire) || age > max_age.saturating_add(max_stale) {
            Found::Nothing
        } else if age > max_age || entry.doubted != Some(marks.doubted.load(Ordering::Acquire)) {
            Found::Stale(answer)
        } else {
            Found::Fresh(answer, entry.since)
        }
    }

    /// Finds each key an answer, or a place in a flight: one that is on its way, or a new one, which the caller starts.
    pub(super) fn board<V: Keep>(self: &Arc<Self>, keys: &[Key]) -> Boarding<V> {
        let (mut departure, mut places) = (Departure::new(Arc::clone(self)), Vec::new());
        let mut flights = self.flights();
        // Whoever looked before the lock looks again: a flight may have arrived in between.
        let board = |(place, key)| match self.look(key) {
            found @ Found::Fresh(..) => (found, None),
            found => {
                let passage = flights.join(key).cloned().unwrap_or_else(|| {
                    places.push(place);
                    departure.take(key.clone(), flights.changed(key))
                });
                flights.list(key.clone(), passage.clone());
                (found, Some(passage))
            }
        };
        let passengers = keys.iter().enumerate().map(board).collect();
        drop(flights);
        let departure = (!places.is_empty()).then_some((departure, places));
        Boarding { passengers, departure }
    }

    /// Keeps the answers of those that are still listed.
    pub(super) fn keep<'a, V: Keep>(
        &self,
        since: Instant,
        arrived: impl Iterator<Item = ((&'a Key, Passage), &'a Arc<V>)>,
    ) {
        let mut flights = self.flights();
        for ((key, passage), answer) in arrived {
            if flights.arrive(key, &passage) {
                let marks = &self.marks[key.class as usize];
                let entry = Entry {
                    answer: Arc::clone(answer) as Answer,
                    size: (key.heap() + bytes(size_of::<V>()) + answer.heap() + SLOT) as u64,
                    since,
                    changed: marks.changed.load(Ordering::Acquire),
                    doubted: Some(marks.doubted.load(Ordering::Acquire)),
                };
                self.entries.insert(key.clone(), entry);
            }
        }
        drop(flights);
        self.lookups.holds(self.bytes());
    }

    /// Takes those off the list whose answer never came.
    pub(super) fn lose<'a>(&self, lost: impl Iterator<Item = (&'a Key, Passage)>) {
        let mut flights = self.flights();
        for (key, passage) in lost {
            flights.arrive(key, &passage);
        }
    }

    /// Forgets what a change concerns.
    pub(super) fn forget(&self, touched: &Touched) {
        let mut flights = self.flights();
        flights.strike(touched);
        for class in touched.classes {
            self.marks[*class as usize].changed.fetch_add(1, Ordering::Release);
        }
        for key in &touched.keys {
            self.entries.remove(key);
        }
        self.tell(touched);
    }

    /// Makes stale what a change concerns that may have happened.
    pub(super) fn doubt(&self, touched: &Touched) {
        let mut flights = self.flights();
        flights.strike(touched);
        for class in touched.classes {
            self.marks[*class as usize].doubted.fetch_add(1, Ordering::Release);
        }
        for key in &touched.keys {
            if let Some(entry) = self.entries.peek(key) {
                self.entries.insert(key.clone(), Entry { doubted: None, ..entry });
            }
        }
        self.tell(touched);
    }

    /// Tells those who keep what is made of the answers.
    fn tell(&self, touched: &Touched) {
        touched.classes.iter().for_each(|class| self.tally.count(class));
        touched.keys.iter().for_each(|key| self.tally.count(key));
    }

    /// By what to tell whether the answer of a key has changed.
    pub(super) fn marks(&self, key: &Key) -> [Mark; 2] {
        [self.tally.mark(&key.class), self.tally.mark(key)]
    }

    pub(super) fn limits(&self) -> &CacheLimits {
        &self.limits
    }

    /// How much memory the answers take, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.entries.weight()
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn flights(&self) -> MutexGuard<'_, Flights> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answers of {} bytes", self.entries.len(), self.bytes())
    }
}

// === impl Found ===

impl<V> Found<V> {
    /// The answer, if it is fresh, and when it was asked for.
    pub(super) fn fresh(self) -> Option<(Arc<V>, Instant)> {
        match self {
            Self::Fresh(answer, since) => Some((answer, since)),
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
