//! The limits on requests: how many at once, and how many of each client and of each user.

mod client;
mod metrics;
mod options;
mod rate;
mod refusal;

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use http::{Request, header};
use ogrom_core::facts::Authentication;
use ogrom_protocols_model::UserId;
use ogrom_server_telemetry::Peer;

use self::rate::Rate;
pub use self::{
    client::{ClientKey, client_address},
    metrics::{CONNECTIONS, LIMITED, Limit, LimitMetrics},
    options::{Exposure, RequestLimits},
    refusal::{Refusal, add_refusals},
};

/// How often idle keys of the rate limits are evicted.
const EVICTS_EVERY: Duration = Duration::from_secs(5);

/// The limits on requests.
#[derive(Debug)]
pub struct Limits {
    most: usize,
    running: AtomicUsize,
    trusted_proxies: usize,
    clients: Option<Rate<ClientKey>>,
    users: Option<Rate<UserId>>,
    exposure: Exposure,
    /// The prefix of paths that are never limited: health is asked for most of all while the service is busy.
    exempt: &'static str,
    metrics: Arc<LimitMetrics>,
}

/// A request that runs, until this is dropped.
#[derive(Debug)]
pub struct Running<'a>(&'a Limits);

// === impl Limits ===

impl Limits {
    /// The limits of these options, which never limit requests for paths with the prefix `exempt`.
    pub fn new(options: &RequestLimits, exempt: &'static str, metrics: Arc<LimitMetrics>) -> Self {
        Self {
            most: options.requests,
            running: AtomicUsize::new(0),
            trusted_proxies: options.trusted_proxies,
            clients: options.rate_of_each_client().map(|rate| Rate::new("client", rate)),
            users: options.rate_of_each_user().map(|rate| Rate::new("user", rate)),
            exposure: options.exposure(),
            exempt,
            metrics,
        }
    }

    /// The metrics of limits.
    pub fn metrics(&self) -> &Arc<LimitMetrics> {
        &self.metrics
    }

    /// Which clients can connect to the service.
    pub fn exposure(&self) -> Exposure {
        self.exposure
    }

    /// Counts a request for its client, before anything else is done for it.
    pub fn admit<B>(&self, request: &Request<B>, peer: Option<Peer>) -> Result<(), Refusal> {
        if self.is_exempt(request) {
            return Ok(());
        }
        if let Some((clients, peer)) = self.clients.as_ref().zip(peer) {
            let client = client_address(peer, request.headers(), self.trusted_proxies);
            clients
                .check(&ClientKey::of(client))
                .map_err(|limited| self.refused(Limit::ClientRate, limited))?;
        }
        // Verifying credentials is expensive, so that it is skipped where the concurrency limit is reached already.
        if request.headers().contains_key(header::AUTHORIZATION) && self.running.load(Relaxed) >= self.most {
            return Err(self.busy());
        }
        Ok(())
    }

    /// Counts it for its authenticated user.
    pub fn admit_user<B>(&self, request: &Request<B>, identity: &Authentication) -> Result<(), Refusal> {
        let (Some(users), Authentication::Authenticated(principal, _), false) =
            (&self.users, identity, self.is_exempt(request))
        else {
            return Ok(());
        };
        users.check(&principal.user).map_err(|limited| self.refused(Limit::UserRate, limited))
    }

    /// Lets it run, unless too many do.
    pub fn run<B>(&self, request: &Request<B>) -> Result<Running<'_>, Refusal> {
        let running = Running(self);
        if self.running.fetch_add(1, Relaxed) >= self.most && !self.is_exempt(request) {
            return Err(self.busy());
        }
        Ok(running)
    }

    fn is_exempt<B>(&self, request: &Request<B>) -> bool {
        request.uri().path().starts_with(self.exempt)
    }

    fn busy(&self) -> Refusal {
        self.metrics.count(Limit::Requests);
        Refusal::busy()
    }

    fn refused(&self, limit: Limit, limited: rate::RateLimited) -> Refusal {
        self.metrics.count(limit);
        Refusal::rate_limited(limited)
    }

    /// Evicts idle keys of the rate limits, for ever.
    pub async fn evict_idle(&self) -> Infallible {
        loop {
            tokio::time::sleep(EVICTS_EVERY).await;
            self.clients.iter().for_each(Rate::evict_idle);
            self.users.iter().for_each(Rate::evict_idle);
        }
    }
}

// === impl Running ===

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Relaxed);
    }
}
