//! Cached responses: what a conditional request compares with, and what a 304 is replaced by.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use quick_cache::{Weighter, unsync::Cache};

/// The size of an entry beside its body and its target, in bytes, about.
const OVERHEAD: usize = 256;

/// How large a body is guessed to be, in bytes, to begin with.
const USUAL_SIZE: usize = 4096;

/// The responses that were used last, up to a number of bytes. None is ever used without asking whether it is still valid.
#[derive(Debug)]
pub(crate) struct ResponseCache {
    most: u64,
    entries: Mutex<Cache<Box<str>, CachedResponse, Sizes>>,
}

/// The body of a response, and the entity tag that shows whether it is still valid.
#[derive(Debug, Clone)]
pub(crate) struct CachedResponse {
    pub(crate) tag: HeaderValue,
    pub(crate) body: Bytes,
}

#[derive(Debug, Clone, Copy)]
struct Sizes;

// === impl ResponseCache ===

impl ResponseCache {
    /// An empty cache of so many bytes.
    pub(crate) fn up_to(most: usize) -> Self {
        let entries = Cache::with_weighter(most / USUAL_SIZE, most as u64, Sizes);
        Self { most: most as u64, entries: Mutex::new(entries) }
    }

    /// The response of this target.
    pub(crate) fn get(&self, target: &str) -> Option<CachedResponse> {
        self.with(|entries| entries.get(target).cloned())
    }

    /// Stores a response in place of an earlier one. One that is too large is not stored.
    pub(crate) fn store(&self, target: &str, response: CachedResponse) {
        self.with(|entries| {
            if Sizes.weight(&target.into(), &response) > self.most {
                entries.remove(target);
            } else {
                entries.insert(target.into(), response);
            }
        });
    }

    /// Removes the response of this target, where there is one.
    pub(crate) fn remove(&self, target: &str) {
        self.with(|entries| entries.remove(target));
    }

    /// A panic that poisons the lock costs one response at most.
    fn with<T>(&self, act: impl FnOnce(&mut Cache<Box<str>, CachedResponse, Sizes>) -> T) -> T {
        act(&mut self.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

// === impl Sizes ===

impl Weighter<Box<str>, CachedResponse> for Sizes {
    fn weight(&self, target: &Box<str>, response: &CachedResponse) -> u64 {
        (target.len() + response.body.len() + OVERHEAD) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(length: usize) -> CachedResponse {
        CachedResponse { tag: HeaderValue::from_static("\"1\""), body: vec![b'x'; length].into() }
    }

    #[test]
    fn a_response_that_is_used_again_and_again_stays() {
        let cache = ResponseCache::up_to(10 * (1000 + OVERHEAD + 4));
        cache.store("used", response(1000));
        for n in 1000..2000 {
            cache.store(&format!("{n}"), response(1000));
            assert!(cache.get("used").is_some(), "after {n}");
        }
        let stored = (1000..2000).filter(|n| cache.get(&format!("{n}")).is_some());
        assert_eq!(stored.count(), 9, "the others have made room");
    }

    #[test]
    fn nothing_grows_beyond_its_bound() {
        let cache = ResponseCache::up_to(10_000);
        for n in 0..1000 {
            cache.store(&format!("{}", n % 70), response(n));
            cache.with(|entries| {
                let bytes: u64 =
                    entries.iter().map(|(target, response)| Sizes.weight(target, response)).sum();
                assert_eq!(entries.weight(), bytes);
                assert!(bytes <= 10_000);
            });
        }
        cache.store("large", response(10_000));
        assert!(cache.get("large").is_none() && cache.get("19").is_some());
        cache.remove("19");
        assert!(cache.get("19").is_none());
    }
}
