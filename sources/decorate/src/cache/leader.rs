//! The callers that start loads: the first to miss a key leads, and those after it join.

use std::{marker::PhantomData, mem, sync::Arc};

use ogrom_protocols::Result;
use tokio::{sync::watch, time::Instant};

use super::{
    in_flight::{AnyValue, Loaded, Waiter},
    key::{Key, Value},
    store::{Found, Store},
};

/// A running load. Its keys are no longer registered when it is dropped, however it ends.
#[derive(Debug)]
pub(super) struct Leader<V> {
    store: Arc<Store>,
    keys: Vec<Key>,
    sender: watch::Sender<Option<Loaded>>,
    since: Instant,
    /// The last change of one of the keys.
    changed: Option<std::time::Instant>,
    value: PhantomData<fn() -> V>,
}

/// Some keys, each with its result or its load.
pub(super) struct Joined<V> {
    /// The cached result of each key and, where that is not fresh, its load.
    pub(super) found: Vec<(Found<V>, Option<Waiter>)>,
    /// The load that is yet to start, and the places of its keys.
    pub(super) leader: Option<(Leader<V>, Vec<usize>)>,
}

// === impl Store ===

impl Store {
    /// Finds each key a result or a load: one that is in flight, or a new one, which the caller starts.
    pub(super) fn join<V: Value>(self: &Arc<Self>, keys: &[Key]) -> Joined<V> {
        let (mut leader, mut places) = (Leader::new(Arc::clone(self)), Vec::new());
        let mut in_flight = self.in_flight();
        // Under the lock it looks again: a load may have completed since the caller looked.
        let join = |(place, key)| match self.look(key) {
            found @ Found::Fresh(..) => (found, None),
            found => {
                let waiter = in_flight.join(key).cloned().unwrap_or_else(|| {
                    places.push(place);
                    leader.add(key.clone(), in_flight.changed(key))
                });
                in_flight.register(key.clone(), waiter.clone());
                (found, Some(waiter))
            }
        };
        let found = keys.iter().enumerate().map(join).collect();
        drop(in_flight);
        let leader = (!places.is_empty()).then_some((leader, places));
        Joined { found, leader }
    }
}

// === impl Leader ===

impl<V: Value> Leader<V> {
    /// A load without keys yet.
    pub(super) fn new(store: Arc<Store>) -> Self {
        let (sender, _) = watch::channel(None);
        Self { store, keys: Vec::new(), sender, since: Instant::now(), changed: None, value: PhantomData }
    }

    /// Adds a key that was last changed then.
    pub(super) fn add(&mut self, key: Key, changed: Option<std::time::Instant>) -> Waiter {
        self.changed = self.changed.max(changed);
        self.keys.push(key);
        self.waiter(self.keys.len() - 1)
    }

    /// The last change of one of the keys, which the results must show.
    pub(super) fn changed(&self) -> Option<std::time::Instant> {
        self.changed
    }

    /// When the load began.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// Stores the results that may be stored, and gives them to all who wait.
    pub(super) fn complete(mut self, results: Result<Vec<V>>, heap: impl Fn(&V) -> usize) {
        let keys = mem::take(&mut self.keys);
        let loads = keys.iter().enumerate().map(|(place, key)| (key, self.waiter(place)));
        let loaded = match results {
            Ok(results) => {
                let results: Vec<Arc<V>> = results.into_iter().map(Arc::new).collect();
                self.store.store(self.since, loads.zip(&results), heap);
                Ok(results.into_iter().map(|result| result as AnyValue).collect())
            }
            Err(error) => {
                self.store.abandon(loads);
                Err(Arc::new(error))
            }
        };
        self.sender.send_replace(Some(loaded));
    }
}

impl<V> Leader<V> {
    fn waiter(&self, place: usize) -> Waiter {
        Waiter::new(self.sender.subscribe(), place, self.since)
    }
}

impl<V> Drop for Leader<V> {
    /// Those who still wait learn of it by the sender, which goes with this.
    fn drop(&mut self) {
        let keys = mem::take(&mut self.keys);
        if keys.is_empty() {
            return;
        }
        self.store.abandon(keys.iter().enumerate().map(|(place, key)| (key, self.waiter(place))));
    }
}
