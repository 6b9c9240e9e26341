//! The representations that were sent lately, written out: who asks for one again gets it without any question.
//!
//! It stands before the routes, and behind it stands the cache of the sources: that one spares the database, this one the
//! graph, the making of views and the writing of them. What is kept here holds exactly as long as what it was made of
//! holds there, which the sources note in a [`Basis`].

mod flights;
mod kept;
mod wanted;

use std::{
    collections::HashSet,
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, Method, Request, Response, header};
use ogrom_core::Body;
use ogrom_core_resource::{Codings, DateReplaced, strip};
use ogrom_protocols::Basis;
use quick_cache::{Weighter, sync::Cache};
use tokio::time::Instant;

use self::{
    flights::{Boarded, Flights},
    kept::{Kept, is_known, unmodified},
    wanted::{Key, Wanted},
};
use crate::observed::Asked;

/// How large a representation is guessed to be, in bytes, to begin with.
const USUAL_SIZE: u64 = 2048;

/// Representations, bounded by bytes. Each holds until what it shows changes here, or is too old for the cache of the
/// sources. Those who want the same while it is made wait for it, so that it is made once, unless it was none to keep last time.
///
/// Only answers of one kind are kept: 200 to GET, in full, whose every question a source has noted, and which no field of the
/// request has selected beyond its target, `Accept`, the coding and whether credentials are shown.
pub struct Representations {
    entries: Cache<Key, Arc<Kept>, Sizes>,
    flights: Flights,
    /// Whose last answer was none to keep. Nobody waits for another's.
    unkept: Mutex<HashSet<Asked>>,
    fresh: metrics::Counter,
    nothing: metrics::Counter,
}

#[derive(Debug, Clone, Copy)]
struct Sizes;

// === impl Representations ===

impl Representations {
    /// None yet, and at most so many bytes of them.
    pub fn of(bytes: u64) -> Self {
        let items = usize::try_from(bytes / USUAL_SIZE).unwrap_or(usize::MAX);
        let lookups = |found| metrics::counter!("ogrom_cache_lookups_total", "class" => "representation", "found" => found);
        Self {
            entries: Cache::with_weighter(items, bytes, Sizes),
            flights: Flights::default(),
            unkept: Mutex::default(),
            fresh: lookups("fresh"),
            nothing: lookups("nothing"),
        }
    }

    /// How much memory they take, in bytes, more or less.
    pub fn bytes(&self) -> u64 {
        self.entries.weight()
    }

    /// The answer that is made by asking, and kept where it may be; for who has looked for one in vain and asked for that.
    pub async fn make<B, F>(
        &self,
        mut request: Request<B>,
        codings: Codings,
        asked: Asked,
        ask: impl FnOnce(Request<B>) -> F,
    ) -> Response<Body>
    where
        B: http_body::Body,
        F: Future<Output = Response<Body>>,
    {
        let Some(wanted) = Wanted::by(&request, codings).filter(|_| request.method() == Method::GET) else {
            return ask(request).await;
        };
        let key = wanted.to_key();
        let is_shared = !self.unkept().contains(&asked);
        let _flight = match is_shared.then(|| self.flights.board(key.clone())) {
            None => None,
            Some(Boarded::Departure(flight)) => Some(flight),
            Some(Boarded::Passage(passage)) => {
                passage.arrive().await;
                return match self.look(&request, codings, Instant::now().into_std()) {
                    Some((response, _)) => response,
                    None => ask(request).await,
                };
            }
        };
        let (basis, conditions) = (Basis::default(), take_conditions(request.headers_mut()));
        request.extensions_mut().insert(basis.clone());
        let response = ask(request).await;
        if let Some(kept) = basis.holds().and_then(|holds| Kept::of(&response, holds, asked)) {
            self.nothing.increment(1);
            self.entries.insert(key, Arc::new(kept));
            self.unkept().remove(&asked);
        } else if response.status() == 200 {
            self.unkept().insert(asked);
        }
        let date_replaced = response.extensions().get::<DateReplaced>().is_some();
        if response.status() == 200 && is_known(&conditions, response.headers(), date_replaced) {
            return unmodified(response.headers());
        }
        response
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn unkept(&self) -> MutexGuard<'_, HashSet<Asked>> {
        self.unkept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer in one of these codings, where it is kept and holds now, and what was asked for.
    pub fn look<B: http_body::Body>(
        &self,
        request: &Request<B>,
        codings: Codings,
        now: std::time::Instant,
    ) -> Option<(Response<Body>, Asked)> {
        let kept = self.entries.get(&Wanted::by(request, codings)?)?;
        if !kept.holds_at(now) {
            return None;
        }
        self.fresh.increment(1);
        let mut response = kept.answer(request.headers());
        if request.method() == Method::HEAD {
            strip(&mut response);
        }
        Some((response, kept.asked()))
    }
}

/// Takes the conditions from a request, to be judged by the answer: who wants it in full is not told that another has it.
fn take_conditions(headers: &mut HeaderMap) -> HeaderMap {
    let mut conditions = HeaderMap::new();
    for name in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE] {
        let lines: Vec<_> = headers.get_all(&name).iter().cloned().collect();
        headers.remove(&name);
        conditions.extend(lines.into_iter().map(|line| (name.clone(), line)));
    }
    conditions
}

impl fmt::Debug for Representations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} representations of {} bytes", self.entries.len(), self.bytes())
    }
}

// === impl Sizes ===

impl Weighter<Key, Arc<Kept>> for Sizes {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        (key.heap() + kept.size()) as u64
    }
}

#[cfg(test)]
mod tests;
