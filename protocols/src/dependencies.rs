//! The dependencies of a response: how long the results of sources stay valid, for caches of what is made of them.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use crate::CacheTags;

/// Collects what the results of source calls depend on. A caller puts it into each [`Context`](crate::Context), and a source
/// that caches its results records for each how long it stays valid. Clones share what is recorded.
///
/// A source without a cache records nothing. So the record is only complete where every call goes to one with a cache.
#[derive(Debug, Clone, Default)]
pub struct Dependencies(Arc<Mutex<Recorded>>);

#[derive(Debug, Default)]
struct Recorded {
    values: Vec<CounterValue>,
    until: Option<Instant>,
    uncacheable: bool,
    /// The names of what the results show, if they are wanted.
    tags: Option<CacheTags>,
}

/// Counts changes. There are so many counters that two things which change seldom share one. Clones share the counters.
#[derive(Debug, Clone)]
pub struct ChangeCounters(Arc<[AtomicU64]>);

/// The value of one counter at the time of a call.
#[derive(Debug, Clone)]
pub struct CounterValue {
    counters: ChangeCounters,
    index: usize,
    value: u64,
}

/// How long a result is valid.
#[derive(Debug)]
pub struct Validity {
    values: Box<[CounterValue]>,
    until: Instant,
}

// === impl Dependencies ===

impl Dependencies {
    /// A record that collects the cache tags of the results, too.
    pub fn tagging() -> Self {
        Self(Arc::new(Mutex::new(Recorded { tags: Some(CacheTags::default()), ..Recorded::default() })))
    }

    /// Adds tags, if they are collected.
    pub fn tag(&self, add: impl FnOnce(&mut CacheTags)) {
        if let Some(tags) = &mut self.recorded().tags {
            add(tags);
        }
    }

    /// The tags so far; absent if none are collected.
    pub fn tags(&self) -> Option<CacheTags> {
        self.recorded().tags.clone()
    }

    /// Records a result that is valid until then, and as long as none of these counters has another value. The values must have
    /// been read before the call.
    pub fn depends_on(&self, values: impl IntoIterator<Item = CounterValue>, until: Instant) {
        let mut recorded = self.recorded();
        recorded.values.extend(values);
        recorded.until = Some(recorded.until.map_or(until, |earlier| earlier.min(until)));
    }

    /// Records a result that is valid only now.
    pub fn uncacheable(&self) {
        self.recorded().uncacheable = true;
    }

    /// How long all results are valid together. Absent where one is valid only now, and where none is recorded.
    pub fn validity(&self) -> Option<Validity> {
        let mut recorded = self.recorded();
        let until = recorded.until.filter(|_| !recorded.uncacheable)?;
        Some(Validity { values: std::mem::take(&mut recorded.values).into(), until })
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl ChangeCounters ===

impl ChangeCounters {
    /// So many counters, at least one.
    pub fn of(counters: usize) -> Self {
        Self((0..counters.max(1)).map(|_| AtomicU64::new(0)).collect())
    }

    /// Counts a change of this thing.
    pub fn count(&self, thing: &impl Hash) {
        self.0[self.index(thing)].fetch_add(1, Ordering::AcqRel);
    }

    /// The present value of the counter of this thing.
    pub fn value(&self, thing: &impl Hash) -> CounterValue {
        let index = self.index(thing);
        CounterValue { counters: self.clone(), index, value: self.0[index].load(Ordering::Acquire) }
    }

    fn index(&self, thing: &impl Hash) -> usize {
        let mut hasher = DefaultHasher::new();
        thing.hash(&mut hasher);
        // The remainder is smaller than the length, which is a usize.
        usize::try_from(hasher.finish() % self.0.len() as u64).unwrap_or_default()
    }
}

// === impl Validity ===

impl Validity {
    /// Whether the result is still valid at this time.
    pub fn at(&self, now: Instant) -> bool {
        let same = |then: &CounterValue| then.counters.0[then.index].load(Ordering::Acquire) == then.value;
        now < self.until && self.values.iter().all(same)
    }

    /// The memory that it takes beyond itself, in bytes.
    pub fn heap(&self) -> usize {
        size_of_val(&*self.values)
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
        let (counters, dependencies) = (ChangeCounters::of(1 << 16), Dependencies::default());
        dependencies.depends_on([counters.value(&"a")], soon());
        dependencies.clone().depends_on([counters.value(&"b")], soon());
        let validity = dependencies.validity().unwrap();
        counters.count(&"c");
        assert!(validity.at(Instant::now()));
        counters.count(&"b");
        assert!(!validity.at(Instant::now()));
    }

    #[test]
    fn an_answer_holds_as_long_as_the_shortest_of_what_it_is_made_of() {
        let (dependencies, now) = (Dependencies::default(), Instant::now());
        dependencies.depends_on([], soon());
        dependencies.depends_on([], now + Duration::from_secs(1));
        dependencies.depends_on([], soon());
        let validity = dependencies.validity().unwrap();
        assert!(validity.at(now) && !validity.at(now + Duration::from_secs(1)));
    }

    #[test]
    fn what_is_for_now_only_does_not_hold_nor_does_what_nobody_knows() {
        let dependencies = Dependencies::default();
        assert!(dependencies.validity().is_none());
        dependencies.depends_on([], soon());
        dependencies.uncacheable();
        assert!(dependencies.validity().is_none());
    }
}
