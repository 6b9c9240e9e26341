//! The limit on connections: so many in all, and so many of each client.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use ogrom_server::limits::{ClientKey, Exposure, Limit, LimitMetrics};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ConnectionOptions;

/// Limits connections.
#[derive(Debug)]
pub(super) struct ConnectionLimiter {
    places: Arc<Semaphore>,
    /// How many there may be.
    all: usize,
    /// How many each client may have; absent where there is no such limit.
    for_each: Option<u32>,
    /// How many each client has, if it has any.
    taken: Mutex<HashMap<ClientKey, u32>>,
    metrics: Arc<LimitMetrics>,
}

/// Permits a connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Arc<ConnectionLimiter>,
    client: Option<ClientKey>,
    _place: OwnedSemaphorePermit,
}

// === impl ConnectionLimiter ===

impl ConnectionLimiter {
    pub(super) fn new(
        options: &ConnectionOptions,
        exposure: Exposure,
        metrics: Arc<LimitMetrics>,
    ) -> Arc<Self> {
        let all = options.connections.min(Semaphore::MAX_PERMITS);
        Arc::new(Self {
            places: Arc::new(Semaphore::new(all)),
            all,
            for_each: options.connections_of_each(exposure),
            taken: Mutex::default(),
            metrics,
        })
    }

    /// Waits for a place.
    pub(super) async fn place(&self) -> OwnedSemaphorePermit {
        if self.places.available_permits() == 0 {
            self.metrics.count(Limit::Connections);
        }
        let place = Arc::clone(&self.places).acquire_owned().await;
        place.expect("the semaphore is never closed")
    }

    /// Permits a client to take a place; absent where it has enough.
    pub(super) fn permit(self: &Arc<Self>, place: OwnedSemaphorePermit, client: IpAddr) -> Option<Permit> {
        let client = self.for_each.map(|_| ClientKey::of(client));
        if let (Some(client), Some(limit)) = (client, self.for_each) {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let count = taken.entry(client).or_default();
            if *count >= limit {
                self.metrics.count(Limit::ClientConnections);
                return None;
            }
            *count += 1;
        }
        self.metrics.connected();
        Some(Permit { limiter: Arc::clone(self), client, _place: place })
    }

    /// Whether so many are taken that idle connections should give theirs up.
    pub(super) fn are_scarce(&self) -> bool {
        self.places.available_permits() < self.all / 4
    }

    /// Waits until all connections are closed.
    pub(super) async fn all_free(&self) {
        let all = u32::try_from(self.all).unwrap_or(u32::MAX);
        drop(self.places.acquire_many(all).await);
    }
}

// === impl Permit ===

impl Drop for Permit {
    fn drop(&mut self) {
        self.limiter.metrics.disconnected();
        let Some(client) = self.client else { return };
        let mut taken = self.limiter.taken.lock().unwrap_or_else(PoisonError::into_inner);
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
        let options =
            ConnectionOptions { connections: 8, client_connections: Some(2), ..ConnectionOptions::default() };
        let limiter = ConnectionLimiter::new(&options, Exposure::Loopback, Arc::default());
        let [lena, theo] = ["2001:db8::1", "192.0.2.1"].map(|address| address.parse().unwrap());
        let enter = async |client| limiter.permit(limiter.place().await, client);
        let (first, second) = (enter(lena).await, enter("2001:db8::2".parse().unwrap()).await);
        assert!(first.is_some() && second.is_some());
        assert!(enter(lena).await.is_none(), "a whole network is one client");
        assert!(enter(theo).await.is_some());
        drop(first);
        assert!(enter(lena).await.is_some());
        drop(second);
        assert!(limiter.taken.lock().unwrap().is_empty(), "who has none is forgotten");
        limiter.all_free().await;
    }
}
