//! The limits on requests, and their admission: how many run at once, and how many each client and each user may make.

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

use http::{HeaderMap, Request, header};
use ogrom_core::facts::Authentication;
use ogrom_core_resource::Problem;
use ogrom_protocols_model::UserId;
use ogrom_server_identity::Authenticator;
use ogrom_server_telemetry::Peer;

use self::rate::{QuotaState, Rate};
pub use self::{
    metrics::{CONNECTIONS, LIMITED, Limit, LimitMetrics},
    options::{Exposure, RequestLimits},
    rate::{ClientKey, client_address},
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

/// The outcome of the admission of a request.
#[derive(Debug)]
pub(crate) struct Admission {
    pub(crate) identity: Authentication,
    /// Why the request is refused, if it is.
    pub(crate) refusal: Option<Refusal>,
    pub(crate) quotas: Quotas,
}

/// The quotas that a request was counted against.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    client: Option<QuotaState>,
    user: Option<QuotaState>,
}

/// A request that runs, until this is dropped.
#[derive(Debug)]
pub(crate) struct Running<'a>(&'a Limits);

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

    /// The number of proxies before the service that are trusted.
    pub(crate) fn trusted_proxies(&self) -> usize {
        self.trusted_proxies
    }

    /// Counts a request for its client, verifies its credentials, and counts it for its user. A request that is not `sound`
    /// is refused with that problem.
    pub(crate) fn admit<B>(
        &self,
        request: &Request<B>,
        peer: Option<Peer>,
        sound: Result<(), Problem>,
        authenticator: &Authenticator,
    ) -> Admission {
        let mut quotas = Quotas::default();
        let counted = self.count_client(request, peer, &mut quotas);
        // To verify credentials is the most expensive of these, so that a refused request is not worth it.
        if let Err(refusal) = counted.and(sound.map_err(Refusal::from)) {
            return Admission { identity: Authentication::Anonymous, refusal: Some(refusal), quotas };
        }
        if !request.headers().contains_key(header::AUTHORIZATION) {
            return Admission { identity: Authentication::Anonymous, refusal: None, quotas };
        }
        let identity = authenticator.authenticate(request.headers());
        let refusal = self.count_user(request, &identity, &mut quotas).err();
        Admission { identity, refusal, quotas }
    }

    /// Counts it for its client, before anything else is done for it.
    fn count_client<B>(
        &self,
        request: &Request<B>,
        peer: Option<Peer>,
        quotas: &mut Quotas,
    ) -> Result<(), Refusal> {
        if self.is_exempt(request) {
            return Ok(());
        }
        if let Some((clients, peer)) = self.clients.as_ref().zip(peer) {
            let client = client_address(peer, request.headers(), self.trusted_proxies);
            let state = quotas.client.insert(clients.count(&ClientKey::of(client)));
            self.judge(Limit::ClientRate, state)?;
        }
        // Credentials are not verified where the concurrency limit is reached already.
        if request.headers().contains_key(header::AUTHORIZATION) && self.running.load(Relaxed) >= self.most {
            return Err(self.busy());
        }
        Ok(())
    }

    /// Counts it for its authenticated user.
    fn count_user<B>(
        &self,
        request: &Request<B>,
        identity: &Authentication,
        quotas: &mut Quotas,
    ) -> Result<(), Refusal> {
        let (Some(users), Authentication::Authenticated(principal, _), false) =
            (&self.users, identity, self.is_exempt(request))
        else {
            return Ok(());
        };
        self.judge(Limit::UserRate, quotas.user.insert(users.count(&principal.user)))
    }

    /// Lets it run, unless too many do.
    pub(crate) fn run<B>(&self, request: &Request<B>) -> Result<Running<'_>, Refusal> {
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

    /// Refuses a request that was over this limit.
    fn judge(&self, limit: Limit, state: &QuotaState) -> Result<(), Refusal> {
        let Some(wait) = state.wait else { return Ok(()) };
        self.metrics.count(limit);
        Err(Refusal::rate_limited(wait))
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

// === impl Quotas ===

impl Quotas {
    /// Sets the `RateLimit` fields. They are about one client and one user, so that no cache of ours stores them.
    pub(crate) fn apply(self, headers: &mut HeaderMap) {
        for state in [self.user, self.client].into_iter().flatten() {
            state.append(headers);
        }
    }
}

// === impl Running ===

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Relaxed);
    }
}
