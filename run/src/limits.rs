//! The limits on requests: how many at once, and how many of each client and of each user.

mod client;
mod meters;
mod options;
mod rate;
mod refusal;

use std::{
    convert::Infallible,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use http::Request;
use ogrom_core::facts::Identity;
use ogrom_protocols_model::UserId;

use self::rate::Rate;
pub use self::{
    client::{Network, Peer, client},
    meters::{CONNECTIONS, LIMITED, Limit, Meters},
    options::LimitOptions,
    refusal::{Refusal, add_refusals},
};

/// What is never refused: whoever asks how the service is does so most of all while it is busy.
const HEALTH: &str = "/health/";

/// How often those are forgotten who have not asked for a while.
const FORGETS_EVERY: Duration = Duration::from_secs(5);

/// The limits on requests.
#[derive(Debug)]
pub struct Limits {
    most: usize,
    running: AtomicUsize,
    trusted_proxies: usize,
    clients: Option<Rate<Network>>,
    users: Option<Rate<UserId>>,
    meters: Arc<Meters>,
}

/// A request that was let in, until it is answered.
#[derive(Debug)]
pub struct Admitted<'a> {
    limits: &'a Limits,
    exempt: bool,
}

// === impl Limits ===

impl Limits {
    /// Those that the options say.
    pub fn new(options: &LimitOptions, meters: Arc<Meters>) -> Self {
        Self {
            most: options.requests,
            running: AtomicUsize::new(0),
            trusted_proxies: options.trusted_proxies,
            clients: options
                .rate_of_each_client()
                .and_then(NonZeroU32::new)
                .map(|rate| Rate::new("client", rate)),
            users: options.rate_of_each_user().and_then(NonZeroU32::new).map(|rate| Rate::new("user", rate)),
            meters,
        }
    }

    /// Lets a request in, before anything else is done for it.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<Admitted<'_>, Refusal> {
        let exempt = request.uri().path().starts_with(HEALTH);
        if let (false, Some(clients), Some(peer)) = (exempt, &self.clients, request.extensions().get()) {
            let client = client(*peer, request.headers(), self.trusted_proxies);
            clients.check(&Network::of(client)).map_err(|often| self.refused(Limit::ClientRate, often))?;
        }
        let admitted = Admitted { limits: self, exempt };
        if self.running.fetch_add(1, Relaxed) >= self.most && !exempt {
            self.meters.count(Limit::Requests);
            return Err(Refusal::busy());
        }
        Ok(admitted)
    }

    fn refused(&self, limit: Limit, often: rate::TooOften) -> Refusal {
        self.meters.count(limit);
        Refusal::too_often(often)
    }

    /// Forgets, for ever, those who have not asked for a while.
    pub async fn keep_forgetting(&self) -> Infallible {
        loop {
            tokio::time::sleep(FORGETS_EVERY).await;
            self.clients.iter().for_each(Rate::forget);
            self.users.iter().for_each(Rate::forget);
        }
    }
}

// === impl Admitted ===

impl Admitted<'_> {
    /// Counts the request for who turned out to make it.
    pub fn of(self, identity: &Identity) -> Result<Self, Refusal> {
        if let (false, Some(users), Identity::Known(principal, _)) =
            (self.exempt, &self.limits.users, identity)
        {
            users.check(&principal.user).map_err(|often| self.limits.refused(Limit::UserRate, often))?;
        }
        Ok(self)
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        self.limits.running.fetch_sub(1, Relaxed);
    }
}
