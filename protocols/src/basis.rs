//! The dependencies of a result: for how long it is valid, for a cache of values made from it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

/// Collects the dependencies of the results of several calls. A caller puts it into each [`Context`](crate::Context),
/// and a caching source notes for each result how long it will return it. Clones share their notes.
///
/// A source without a cache notes nothing. So the notes are complete only if every call goes to a source that caches.
#[derive(Debug, Clone, Default)]
pub struct Basis(Arc<Mutex<Notes>>);

#[derive(Debug, Default)]
struct Notes {
    marks: Vec<Mark>,
    until: Option<Instant>,
    passing: bool,
}

/// Counts changes: so many counters that two things which change seldom share one. A clone counts the same.
#[derive(Debug, Clone)]
pub struct Tally(Arc<[AtomicU64]>);

/// A counter as it was when a call was made.
#[derive(Debug, Clone)]
pub struct Mark {
    tally: Tally,
    counter: usize,
    count: u64,
}

/// For how long a result is valid.
#[derive(Debug)]
pub struct Holds {
    marks: Box<[Mark]>,
    until: Instant,
}

// === impl Basis ===

impl Basis {
    /// Notes that a result is valid until then, and as long as nothing is counted beyond these marks. The marks must
    /// have been read before the call.
    pub fn rests_on(&self, marks: impl IntoIterator<Item = Mark>, until: Instant) {
        let mut notes = self.notes();
        notes.marks.extend(marks);
        notes.until = Some(notes.until.map_or(until, |earlier| earlier.min(until)));
    }

    /// Notes that a result is valid for now only.
    pub fn passes(&self) {
        self.notes().passing = true;
    }

    /// For how long all results are valid together; absent if one is for now only, or none is noted.
    pub fn holds(&self) -> Option<Holds> {
        let mut notes = self.notes();
        let until = notes.until.filter(|_| !notes.passing)?;
        Some(Holds { marks: std::mem::take(&mut notes.marks).into(), until })
    }

    /// A panic that poisons the lock leaves nothing half done.
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl Tally ===

impl Tally {
    /// So many counters, at least one.
    pub fn of(counters: usize) -> Self {
        Self((0..counters.max(1)).map(|_| AtomicU64::new(0)).collect())
    }

    /// Counts a change of this.
    pub fn count(&self, thing: &impl Hash) {
        self.0[self.counter(thing)].fetch_add(1, Ordering::AcqRel);
    }

    /// The present counter of this.
    pub fn mark(&self, thing: &impl Hash) -> Mark {
        let counter = self.counter(thing);
        Mark { tally: self.clone(), counter, count: self.0[counter].load(Ordering::Acquire) }
    }

    fn counter(&self, thing: &impl Hash) -> usize {
        let mut hasher = DefaultHasher::new();
        thing.hash(&mut hasher);
        // The remainder is smaller than the length, which is a usize.
        usize::try_from(hasher.finish() % self.0.len() as u64).unwrap_or_default()
    }
}

// === impl Holds ===

impl Holds {
    /// Whether the result is still valid.
    pub fn at(&self, now: Instant) -> bool {
        let same = |mark: &Mark| mark.tally.0[mark.counter].load(Ordering::Acquire) == mark.count;
        now < self.until && self.marks.iter().all(same)
    }

    /// How much memory it takes beyond itself, in bytes.
    pub fn heap(&self) -> usize {
        size_of_val(&*self.marks)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_mins(1)
    }

    #[test]
    fn an_answer_holds_until_one_of_its_things_changes() {
        let (tally, basis) = (Tally::of(1 << 16), Basis::default());
        basis.rests_on([tally.mark(&"a")], soon());
        basis.clone().rests_on([tally.mark(&"b")], soon());
        let holds = basis.holds().unwrap();
        tally.count(&"c");
        assert!(holds.at(Instant::now()));
        tally.count(&"b");
        assert!(!holds.at(Instant::now()));
    }

    #[test]
    fn an_answer_holds_as_long_as_the_shortest_of_what_it_is_made_of() {
        let (basis, now) = (Basis::default(), Instant::now());
        basis.rests_on([], soon());
        basis.rests_on([], now + Duration::from_secs(1));
        basis.rests_on([], soon());
        let holds = basis.holds().unwrap();
        assert!(holds.at(now) && !holds.at(now + Duration::from_secs(1)));
    }

    #[test]
    fn what_is_for_now_only_does_not_hold_nor_does_what_nobody_knows() {
        let basis = Basis::default();
        assert!(basis.holds().is_none());
        basis.rests_on([], soon());
        basis.passes();
        assert!(basis.holds().is_none());
    }
}
