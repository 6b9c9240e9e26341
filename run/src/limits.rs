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

use http::{Request, header};
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

/// A request that runs, until this is dropped.
#[derive(Debug)]
pub struct Running<'a>(&'a Limits);

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

    /// Counts a request for the client that makes it, before anything else is done for it.
    pub fn admit<B>(&self, request: &Request<B>, peer: Option<Peer>) -> Result<(), Refusal> {
        if is_exempt(request) {
            return Ok(());
        }
        if let Some((clients, peer)) = self.clients.as_ref().zip(peer) {
            let client = client(peer, request.headers(), self.trusted_proxies);
            clients.check(&Network::of(client)).map_err(|often| self.refused(Limit::ClientRate, often))?;
        }
        // To judge credentials takes time, which those have none to wait for who run already.
        if request.headers().contains_key(header::AUTHORIZATION) && self.running.load(Relaxed) >= self.most {
            return Err(self.busy());
        }
        Ok(())
    }

    /// Counts it for who turned out to make it.
    pub fn admit_user<B>(&self, request: &Request<B>, identity: &Identity) -> Result<(), Refusal> {
        let (Some(users), Identity::Known(principal, _), false) = (&self.users, identity, is_exempt(request))
        else {
            return Ok(());
        };
        users.check(&principal.user).map_err(|often| self.refused(Limit::UserRate, often))
    }

    /// Lets it run, if not too many do.
    pub fn run<B>(&self, request: &Request<B>) -> Result<Running<'_>, Refusal> {
        let running = Running(self);
        if self.running.fetch_add(1, Relaxed) >= self.most && !is_exempt(request) {
            return Err(self.busy());
        }
        Ok(running)
    }

    fn busy(&self) -> Refusal {
        self.meters.count(Limit::Requests);
        Refusal::busy()
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

// === impl Running ===

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Relaxed);
    }
}

fn is_exempt<B>(request: &Request<B>) -> bool {
    request.uri().path().starts_with(HEALTH)
}
