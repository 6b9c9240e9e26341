//! A rate limit for each key: so many requests per second on average, and more in a burst. And the key of a client: its
//! address, also behind proxies.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, MonotonicClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use ogrom_server_telemetry::Peer;

pub(super) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(super) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The time that is averaged over, in seconds: a burst may have all of its requests.
const WINDOW: u32 = 10;

/// The key of a client: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer has at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(Ipv6Addr);

/// A rate limit for each key.
#[derive(Debug)]
pub(super) struct Rate<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, MonotonicClock, StateInformationMiddleware>,
    policy: Policy,
}

/// The name of a limit, its rate, and its `RateLimit-Policy`.
#[derive(Debug, Clone)]
struct Policy {
    name: &'static str,
    per_second: NonZeroU32,
    field: HeaderValue,
}

/// The state of a key's quota after a request was counted.
#[derive(Debug, Clone)]
pub(super) struct QuotaState {
    policy: Policy,
    /// How many requests may follow at once.
    remaining: u32,
    /// For a request over the limit: how long to wait until the next one is taken.
    pub(super) wait: Option<Duration>,
}

/// The address of the client, behind so many trusted proxies. Each of them has added the address of its own client to the
/// right of `X-Forwarded-For`; entries further to the left are not trusted. A proxy that has added nothing is the client.
pub fn client_address(peer: Peer, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let mut client = peer.0.ip();
    if trusted_proxies == 0 {
        return client;
    }
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    // By bytes: entries further to the left need not be text.
    let entries = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for entry in entries.take(trusted_proxies) {
        match str::from_utf8(entry).ok().and_then(|entry| address(entry.trim())) {
            Some(address) => client = address,
            None => break,
        }
    }
    client
}

/// Some proxies write ports, and brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

// === impl ClientKey ===

impl ClientKey {
    /// The key of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.to_ipv6_mapped()),
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64))),
        }
    }
}

// === impl Rate ===

impl<K: Hash + Eq + Clone> Rate<K> {
    /// So many requests per second for each key.
    pub(super) fn new(name: &'static str, per_second: NonZeroU32) -> Self {
        let burst = per_second.saturating_mul(const { NonZeroU32::new(WINDOW).expect("ten is not zero") });
        let policy = HeaderValue::try_from(format!("\"{name}\";q={burst};w={WINDOW}"));
        Self {
            limiter: RateLimiter::dashmap_with_clock(
                Quota::per_second(per_second).allow_burst(burst),
                MonotonicClock,
            )
            .with_middleware(),
            policy: Policy {
                name,
                per_second,
                field: policy.expect("names and numbers are visible characters"),
            },
        }
    }

    /// Counts a request of this key.
    pub(super) fn count(&self, key: &K) -> QuotaState {
        let (remaining, wait) = match self.limiter.check_key(key) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_until) => (0, Some(not_until.wait_time_from(self.limiter.clock().now()))),
        };
        QuotaState { policy: self.policy.clone(), remaining, wait }
    }

    /// Evicts all keys whose burst is whole again.
    pub(super) fn evict_idle(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }

    #[cfg(test)]
    pub(super) fn known(&self) -> usize {
        self.limiter.len()
    }
}

// === impl QuotaState ===

impl QuotaState {
    /// Adds a member to `RateLimit-Policy` and one to `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). `t` is the time
    /// until the quota is whole again, or until the next request is taken where this one is refused.
    pub(super) fn append(self, headers: &mut HeaderMap) {
        let Policy { name, per_second, field } = self.policy;
        let spent = per_second.get().saturating_mul(WINDOW).saturating_sub(self.remaining);
        let whole = spent.div_ceil(per_second.get()).into();
        let seconds = self.wait.map_or(whole, |wait| wait.as_secs() + 1);
        let state = HeaderValue::try_from(format!("\"{name}\";r={};t={seconds}", self.remaining));
        headers.append(RATE_LIMIT_POLICY, field);
        headers.append(RATE_LIMIT, state.expect("names and numbers are visible characters"));
    }
}

#[cfg(test)]
mod tests;
