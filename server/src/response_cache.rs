//! The response cache: whole responses that were sent lately.
//!
//! It stands before the routes. The cache of the sources stands behind them: that one spares the database, this one the
//! decision graph and the writing of representations. A response is valid here exactly as long as its parts are valid there,
//! which the sources note in a [`Dependencies`].

mod entry;

use std::{
    collections::HashSet,
    fmt,
    future::Future,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::FutureExt;
use http::{HeaderMap, Method, Request, Response, header};
use ogrom_core::Body;
use ogrom_core_resource::{Codings, DateReplaced, strip};
use ogrom_protocols::Dependencies;
use ogrom_server_telemetry::OperationId;
use quick_cache::{
    Weighter,
    sync::{Cache, EntryAction, EntryResult},
};
use tokio::time::{Instant, timeout};

use self::entry::{CachedResponse, Key, KeyRef, is_known, unmodified};

/// How long a request waits for another one's response. A late one may never come, and may not be cacheable.
const LATE: Duration = Duration::from_secs(1);

/// The first guess at the size of a response, in bytes.
const USUAL_SIZE: u64 = 2048;

/// Responses, bounded by bytes. Each is valid until anything that it contains changes in this process, or is too old for the
/// cache of the sources. Requests for the same response wait while it is computed, so that it is computed once, unless it was
/// not cacheable last time.
///
/// A response is cached if it is a whole 200 to GET, all source calls of it have noted their validity, and nothing of its
/// request has selected it but target, `Accept`, coding and whether there are credentials.
pub struct ResponseCache {
    entries: Cache<Key, Arc<CachedResponse>, Sizes>,
    /// The operations whose last response was not cacheable. Their requests do not wait for each other.
    uncacheable: Mutex<HashSet<OperationId>>,
    fresh: metrics::Counter,
    nothing: metrics::Counter,
}

#[derive(Debug, Clone, Copy)]
struct Sizes;

// === impl ResponseCache ===

impl ResponseCache {
    /// An empty cache of at most so many bytes.
    pub fn of(bytes: u64) -> Self {
        let items = usize::try_from(bytes / USUAL_SIZE).unwrap_or(usize::MAX);
        let lookups = |found| metrics::counter!("ogrom_cache_lookups_total", "class" => "representation", "found" => found);
        Self {
            entries: Cache::with_weighter(items, bytes, Sizes),
            uncacheable: Mutex::default(),
            fresh: lookups("fresh"),
            nothing: lookups("nothing"),
        }
    }

    /// About how much memory it takes, in bytes.
    pub fn bytes(&self) -> u64 {
        self.entries.weight()
    }

    /// The response that `compute` makes, which is stored where it may be; for a request of this operation that
    /// [`ResponseCache::get`] had nothing for.
    pub async fn get_or_compute<B, F>(
        &self,
        mut request: Request<B>,
        codings: Codings,
        operation: OperationId,
        compute: impl FnOnce(Request<B>) -> F,
    ) -> Response<Body>
    where
        B: http_body::Body,
        F: Future<Output = Response<Body>>,
    {
        let key = KeyRef::by(&request, codings).filter(|_| request.method() == Method::GET);
        let Some(key) = key.and_then(KeyRef::to_key) else { return compute(request).await };
        let place = if self.uncacheable().contains(&operation) {
            None
        } else {
            let valid = |_: &Key, cached: &mut Arc<CachedResponse>| {
                if cached.is_valid_at(now()) {
                    EntryAction::Retain(Arc::clone(cached))
                } else {
                    EntryAction::ReplaceWithGuard
                }
            };
            let mut entry = pin!(self.entries.entry_async(&key, valid));
            let (entry, waited) = match entry.as_mut().now_or_never() {
                Some(entry) => (Some(entry), false),
                None => (timeout(LATE, entry).await.ok(), true),
            };
            match entry {
                Some(EntryResult::Retained(cached)) => return self.respond(&request, &cached),
                Some(EntryResult::Vacant(place) | EntryResult::Replaced(place, _)) if !waited => Some(place),
                // The request that was waited for got no response that may be cached, or is late. The next one must not wait
                // for this one in turn.
                other => {
                    drop(other);
                    return compute(request).await;
                }
            }
        };
        let conditions = take_conditions(request.headers_mut());
        let dependencies = request.extensions_mut().get_or_insert_default::<Dependencies>().clone();
        let response = compute(request).await;
        if let Some(cached) =
            dependencies.validity().and_then(|validity| CachedResponse::of(&response, validity, operation))
        {
            self.nothing.increment(1);
            self.uncacheable().remove(&operation);
            match place {
                // It is refused where it is larger than the cache.
                Some(place) => drop(place.insert(Arc::new(cached))),
                None => self.entries.insert(key, Arc::new(cached)),
            }
        } else if response.status() == 200 {
            self.uncacheable().insert(operation);
        }
        let date_replaced = response.extensions().get::<DateReplaced>().is_some();
        if response.status() == 200 && is_known(&conditions, response.headers(), date_replaced) {
            return unmodified(response.headers());
        }
        response
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn uncacheable(&self) -> MutexGuard<'_, HashSet<OperationId>> {
        self.uncacheable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The response to a request in one of these codings, if it is cached and valid now, and the operation.
    pub fn get<B: http_body::Body>(
        &self,
        request: &Request<B>,
        codings: Codings,
        now: std::time::Instant,
    ) -> Option<(Response<Body>, OperationId)> {
        let cached = self.entries.get(&KeyRef::by(request, codings)?)?;
        cached.is_valid_at(now).then(|| (self.respond(request, &cached), cached.operation()))
    }

    /// A cached response to this request.
    fn respond<B>(&self, request: &Request<B>, cached: &CachedResponse) -> Response<Body> {
        self.fresh.increment(1);
        let mut response = cached.respond(request.headers());
        if request.method() == Method::HEAD {
            strip(&mut response);
        }
        response
    }
}

/// The present, by the clock of the runtime.
fn now() -> std::time::Instant {
    Instant::now().into_std()
}

/// Takes the conditions out of a request, to be judged by the response: another request that waits for it may want it whole.
fn take_conditions(headers: &mut HeaderMap) -> HeaderMap {
    let mut conditions = HeaderMap::new();
    for name in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE] {
        let lines: Vec<_> = headers.get_all(&name).iter().cloned().collect();
        headers.remove(&name);
        conditions.extend(lines.into_iter().map(|line| (name.clone(), line)));
    }
    conditions
}

impl fmt::Debug for ResponseCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} responses of {} bytes", self.entries.len(), self.bytes())
    }
}

// === impl Sizes ===

impl Weighter<Key, Arc<CachedResponse>> for Sizes {
    fn weight(&self, key: &Key, cached: &Arc<CachedResponse>) -> u64 {
        (key.heap() + cached.size()) as u64
    }
}

#[cfg(test)]
mod tests;
