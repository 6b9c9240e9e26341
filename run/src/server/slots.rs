//! The places for connections: so many in all, and so many for each client.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{Limit, LimitOptions, Meters, Network};

/// The places for connections.
#[derive(Debug)]
pub(super) struct Slots {
    places: Arc<Semaphore>,
    /// How many there are in all.
    all: usize,
    /// How many are for one client; absent where there is no such limit.
    for_each: Option<u32>,
    /// How many each client has, of those who have any.
    taken: Mutex<HashMap<Network, u32>>,
    meters: Arc<Meters>,
}

/// The place of a connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    slots: Arc<Slots>,
    client: Option<Network>,
    _place: OwnedSemaphorePermit,
}

// === impl Slots ===

impl Slots {
    pub(super) fn new(options: &LimitOptions, meters: Arc<Meters>) -> Arc<Self> {
        let all = options.connections.min(Semaphore::MAX_PERMITS);
        Arc::new(Self {
            places: Arc::new(Semaphore::new(all)),
            all,
            for_each: options.connections_of_each(),
            taken: Mutex::default(),
            meters,
        })
    }

    /// Comes when there is a place.
    pub(super) async fn place(&self) -> OwnedSemaphorePermit {
        if self.places.available_permits() == 0 {
            self.meters.count(Limit::Connections);
        }
        let place = Arc::clone(&self.places).acquire_owned().await;
        place.expect("the semaphore is never closed")
    }

    /// Makes it the place of a client; absent where that one has enough.
    pub(super) fn of(self: &Arc<Self>, place: OwnedSemaphorePermit, client: IpAddr) -> Option<Slot> {
        let client = self.for_each.map(|_| Network::of(client));
        if let (Some(client), Some(limit)) = (client, self.for_each) {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let count = taken.entry(client).or_default();
            if *count >= limit {
                self.meters.count(Limit::ClientConnections);
                return None;
            }
            *count += 1;
        }
        self.meters.connected();
        Some(Slot { slots: Arc::clone(self), client, _place: place })
    }

    /// Whether so many are taken that those who need none should give theirs up.
    pub(super) fn are_scarce(&self) -> bool {
        self.places.available_permits() < self.all / 4
    }

    /// Comes when nobody has one any more.
    pub(super) async fn all_free(&self) {
        let all = u32::try_from(self.all).unwrap_or(u32::MAX);
        drop(self.places.acquire_many(all).await);
    }
}

// === impl Slot ===

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.meters.disconnected();
        let Some(client) = self.client else { return };
        let mut taken = self.slots.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_client_gets_a_place_back_for_each_that_it_gives_up() {
        let options = LimitOptions { connections: 8, client_connections: Some(2), ..LimitOptions::default() };
        let slots = Slots::new(&options, Arc::default());
        let [lena, theo] = ["2001:db8::1", "192.0.2.1"].map(|address| address.parse().unwrap());
        let enter = async |client| slots.of(slots.place().await, client);
        let (first, second) = (enter(lena).await, enter("2001:db8::2".parse().unwrap()).await);
        assert!(first.is_some() && second.is_some());
        assert!(enter(lena).await.is_none(), "a whole network is one client");
        assert!(enter(theo).await.is_some());
        drop(first);
        assert!(enter(lena).await.is_some());
        drop(second);
        assert!(slots.taken.lock().unwrap().is_empty(), "who has none is forgotten");
        slots.all_free().await;
    }
}
