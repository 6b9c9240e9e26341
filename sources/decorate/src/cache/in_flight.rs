//! Loads in flight: each is a task of its own, and any number of callers wait for its results.

use std::{any::Any, collections::HashMap, sync::Arc, time::Duration};

use ogrom_protocols::{Error, Result};
use tokio::{sync::watch, time::Instant};

use super::{
    changes::Changes,
    key::{Invalidation, Key, Value},
};
use crate::error::again;

/// How long a load is joined. One that is late may never end, while the source answers other calls again.
const LATE: Duration = Duration::from_secs(1);

/// A result of any class.
pub(super) type AnyValue = Arc<dyn Any + Send + Sync>;

/// The results of a load, in the order of its keys, or why there are none.
pub(super) type Loaded = std::result::Result<Vec<AnyValue>, Arc<Error>>;

/// The keys that are being loaded. A result is stored only if its load is still registered when it comes.
#[derive(Debug)]
pub(super) struct InFlight {
    registered: HashMap<Key, Waiter>,
    changes: Changes,
}

/// A key's place in a load, from which its result can be awaited.
#[derive(Debug, Clone)]
pub(super) struct Waiter {
    load: watch::Receiver<Option<Loaded>>,
    place: usize,
    since: Instant,
}

// === impl InFlight ===

impl InFlight {
    /// No loads yet, of so many classes.
    pub(super) fn of(classes: usize) -> Self {
        Self { registered: HashMap::new(), changes: Changes::of(classes) }
    }

    /// The load of this key, unless it is late.
    pub(super) fn join(&self, key: &Key) -> Option<&Waiter> {
        self.registered.get(key).filter(|waiter| waiter.since.elapsed() < LATE)
    }

    pub(super) fn register(&mut self, key: Key, waiter: Waiter) {
        self.registered.insert(key, waiter);
    }

    /// Deregisters a key, if it is this very load that is registered, and returns whether it was.
    pub(super) fn deregister(&mut self, key: &Key, waiter: &Waiter) -> bool {
        let is_registered = self.registered.get(key).is_some_and(|it| it.load.same_channel(&waiter.load));
        if is_registered {
            self.registered.remove(key);
        }
        is_registered
    }

    /// When this was last changed; absent where no change is known.
    pub(super) fn changed(&self, key: &Key) -> Option<std::time::Instant> {
        self.changes.last_of(key)
    }

    /// Deregisters the loads that a change concerns.
    pub(super) fn invalidate(&mut self, invalidation: &Invalidation) {
        self.changes.note(invalidation, Instant::now().into_std());
        for key in &invalidation.keys {
            self.registered.remove(key);
        }
        if !invalidation.classes.is_empty() {
            self.registered.retain(|key, _| !invalidation.classes.contains(&key.class));
        }
    }
}

// === impl Waiter ===

impl Waiter {
    /// The place of a key in a load that began then.
    pub(super) fn new(load: watch::Receiver<Option<Loaded>>, place: usize, since: Instant) -> Self {
        Self { load, place, since }
    }

    /// When the load began.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// Waits for the result.
    pub(super) async fn wait<V: Value>(mut self) -> Result<Arc<V>> {
        let lost = || Error::corrupt("a load was given up by a defect");
        let loaded = self.load.wait_for(Option::is_some).await.map_err(|_| lost())?;
        match &*loaded {
            Some(Ok(results)) => {
                let result = results.get(self.place).map(Arc::clone);
                result.and_then(|result| result.downcast().ok()).ok_or_else(lost)
            }
            Some(Err(error)) => Err(again(error)),
            None => Err(lost()),
        }
    }
}
