//! A rate limit for each key: so many requests per second on average, and more in a burst.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, MonotonicClock},
    state::keyed::DashMapStateStore,
};
use http::HeaderValue;

/// The time that is averaged over, in seconds: a burst may have all of its requests.
const WINDOW: u32 = 10;

/// A rate limit for each key.
#[derive(Debug)]
pub(super) struct Rate<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, MonotonicClock>,
    policy: Policy,
}

/// The name of a limit, and its `RateLimit-Policy`.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    name: &'static str,
    header: HeaderValue,
}

/// The rejection of a request over the limit.
#[derive(Debug, Clone)]
pub(super) struct RateLimited {
    pub(super) wait: Duration,
    policy: Policy,
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
            ),
            policy: Policy { name, header: policy.expect("names and numbers are visible characters") },
        }
    }

    /// Counts a request of this key.
    pub(super) fn check(&self, key: &K) -> Result<(), RateLimited> {
        self.limiter.check_key(key).map_err(|not_until| RateLimited {
            wait: not_until.wait_time_from(self.limiter.clock().now()),
            policy: self.policy.clone(),
        })
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

// === impl RateLimited ===

impl RateLimited {
    /// The header fields `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10).
    pub(super) fn fields(self) -> (HeaderValue, HeaderValue) {
        let seconds = self.wait.as_secs() + 1;
        let state = HeaderValue::try_from(format!("\"{}\";r=0;t={seconds}", self.policy.name));
        (self.policy.header, state.expect("names and numbers are visible characters"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_burst_of_their_own_and_who_does_not_ask_is_forgotten() {
        let rate = Rate::new("client", NonZeroU32::new(100).unwrap());
        assert!((0..1000).all(|_| rate.check(&"lena").is_ok()));
        // A few more may have come back meanwhile.
        let refused = (0..1000).find_map(|_| rate.check(&"lena").err()).expect("a burst has an end");
        assert!(refused.wait <= Duration::from_millis(10), "{refused:?}");
        let (policy, state) = refused.fields();
        assert_eq!(policy, "\"client\";q=1000;w=10");
        assert_eq!(state, "\"client\";r=0;t=1");
        assert!(rate.check(&"theo").is_ok());
        std::thread::sleep(Duration::from_millis(30));
        rate.evict_idle();
        assert_eq!(rate.known(), 1, "one request is forgiven after 10 ms, a thousand are not");
    }
}
