//! Flights: representations that are being made, and those who wait for them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::wanted::Key;

/// How long a flight is waited for. What is late may never be there, and may not be one to keep.
const LATE: Duration = Duration::from_secs(1);

/// What is being made. A clone shares it.
#[derive(Debug, Clone, Default)]
pub(super) struct Flights(Arc<Mutex<HashMap<Key, watch::Receiver<()>>>>);

/// What came of wanting something.
pub(super) enum Boarded {
    /// It is to be made, by whoever has this.
    Departure(Departure),
    /// It is being made.
    Passage(Passage),
}

/// Something that is being made. Those who wait for it go on when it is dropped, however that comes about.
pub(super) struct Departure {
    flights: Flights,
    key: Key,
    /// Its end is what the others wait for.
    _sender: watch::Sender<()>,
}

/// A place among those who wait.
pub(super) struct Passage(watch::Receiver<()>);

// === impl Flights ===

impl Flights {
    pub(super) fn board(&self, key: Key) -> Boarded {
        let mut listed = self.listed();
        if let Some(flight) = listed.get(&key) {
            return Boarded::Passage(Passage(flight.clone()));
        }
        let (sender, receiver) = watch::channel(());
        listed.insert(key.clone(), receiver);
        drop(listed);
        Boarded::Departure(Departure { flights: self.clone(), key, _sender: sender })
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn listed(&self) -> MutexGuard<'_, HashMap<Key, watch::Receiver<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl Departure ===

impl Drop for Departure {
    fn drop(&mut self) {
        self.flights.listed().remove(&self.key);
    }
}

// === impl Passage ===

impl Passage {
    /// Waits until it has been made, or given up, or is late.
    pub(super) async fn arrive(mut self) {
        let _ = tokio::time::timeout(LATE, self.0.changed()).await;
    }
}
