//! Flights: questions that are being asked, each by a task of its own, and those who wait for the answers.

use std::{any::Any, collections::HashMap, marker::PhantomData, mem, sync::Arc, time::Duration};

use ogrom_protocols::{Error, Result};
use tokio::{sync::watch, time::Instant};

use super::{
    changes::Changes,
    key::{Keep, Key, Touched},
    store::Store,
};
use crate::error::again;

/// How long a flight is joined. One that is late may never arrive, while the source answers others again.
const LATE: Duration = Duration::from_secs(1);

/// An answer of any class.
pub(super) type Answer = Arc<dyn Any + Send + Sync>;

/// The answers of a flight, in the order of its keys, or why there are none.
type Landed = std::result::Result<Vec<Answer>, Arc<Error>>;

/// The keys that are being asked for. Only who is still listed when the answer comes is kept.
#[derive(Debug, Default)]
pub(super) struct Flights {
    listed: HashMap<Key, Passage>,
    changes: Changes,
}

/// A key's place in a flight: whoever has it gets the answer.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    flight: watch::Receiver<Option<Landed>>,
    place: usize,
    since: Instant,
}

/// A flight on its way. It is off the list when it is dropped, however it ends.
#[derive(Debug)]
pub(super) struct Departure<V> {
    store: Arc<Store>,
    keys: Vec<Key>,
    sender: watch::Sender<Option<Landed>>,
    since: Instant,
    /// The last change of one of the keys.
    changed: Option<std::time::Instant>,
    answer: PhantomData<fn() -> V>,
}

// === impl Flights ===

impl Flights {
    /// The flight that this key is on, unless it is late.
    pub(super) fn join(&self, key: &Key) -> Option<&Passage> {
        self.listed.get(key).filter(|passage| passage.since.elapsed() < LATE)
    }

    /// Lists a key.
    pub(super) fn list(&mut self, key: Key, passage: Passage) {
        self.listed.insert(key, passage);
    }

    /// Takes a key off the list, if it is this very flight that is listed.
    pub(super) fn arrive(&mut self, key: &Key, passage: &Passage) -> bool {
        let listed = self.listed.get(key).is_some_and(|listed| listed.flight.same_channel(&passage.flight));
        if listed {
            self.listed.remove(key);
        }
        listed
    }

    /// When this was last changed, as far as anybody knows.
    pub(super) fn changed(&self, key: &Key) -> Option<std::time::Instant> {
        self.changes.last_of(key)
    }

    /// Takes off the list what a change concerns.
    pub(super) fn strike(&mut self, touched: &Touched) {
        self.changes.note(touched, Instant::now().into_std());
        for key in &touched.keys {
            self.listed.remove(key);
        }
        if !touched.classes.is_empty() {
            self.listed.retain(|key, _| !touched.classes.contains(&key.class));
        }
    }
}

// === impl Passage ===

impl Passage {
    /// When the question began.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// Waits for the answer.
    pub(super) async fn arrive<V: Keep>(mut self) -> Result<Arc<V>> {
        let lost = || Error::corrupt("what was asked was given up by a defect");
        let landed = self.flight.wait_for(Option::is_some).await.map_err(|_| lost())?;
        match &*landed {
            Some(Ok(answers)) => {
                let answer = answers.get(self.place).map(Arc::clone);
                answer.and_then(|answer| answer.downcast().ok()).ok_or_else(lost)
            }
            Some(Err(error)) => Err(again(error)),
            None => Err(lost()),
        }
    }
}

// === impl Departure ===

impl<V: Keep> Departure<V> {
    /// A flight without keys yet.
    pub(super) fn new(store: Arc<Store>) -> Self {
        let (sender, _) = watch::channel(None);
        Self { store, keys: Vec::new(), sender, since: Instant::now(), changed: None, answer: PhantomData }
    }

    /// Takes a key along that was last changed then.
    pub(super) fn take(&mut self, key: Key, changed: Option<std::time::Instant>) -> Passage {
        self.changed = self.changed.max(changed);
        self.keys.push(key);
        self.passage(self.keys.len() - 1)
    }

    /// The last change of one of the keys, which the answer must show.
    pub(super) fn changed(&self) -> Option<std::time::Instant> {
        self.changed
    }

    /// When the question began.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// Keeps what may be kept, and gives everybody who waits the answer.
    pub(super) fn land(mut self, answers: Result<Vec<V>>) {
        let keys = mem::take(&mut self.keys);
        let flown = keys.iter().enumerate().map(|(place, key)| (key, self.passage(place)));
        let landed = match answers {
            Ok(answers) => {
                let answers: Vec<Arc<V>> = answers.into_iter().map(Arc::new).collect();
                self.store.keep(self.since, flown.zip(&answers));
                Ok(answers.into_iter().map(|answer| answer as Answer).collect())
            }
            Err(error) => {
                self.store.lose(flown);
                Err(Arc::new(error))
            }
        };
        self.sender.send_replace(Some(landed));
    }
}

impl<V> Departure<V> {
    fn passage(&self, place: usize) -> Passage {
        Passage { flight: self.sender.subscribe(), place, since: self.since }
    }
}

impl<V> Drop for Departure<V> {
    /// Those who still wait learn it from the sender, which goes with this.
    fn drop(&mut self) {
        let keys = mem::take(&mut self.keys);
        if keys.is_empty() {
            return;
        }
        self.store.lose(keys.iter().enumerate().map(|(place, key)| (key, self.passage(place))));
    }
}
