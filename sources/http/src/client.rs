//! The client: sends with a deadline, and retries where that can help.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderName, HeaderValue, StatusCode};
use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_model::UserId;

use crate::{
    ApiRequest, ApiResponse, Upstream,
    budget::Budget,
    exchange::{Exchange, Failure},
    known_locales::KnownLocales,
    response_cache::ResponseCache,
};

/// Names a request in the logs of both services.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Name the trace that a request is part of (W3C Trace Context §3.2, §3.3).
const TRACE: HeaderName = HeaderName::from_static("traceparent");
const TRACE_STATE: HeaderName = HeaderName::from_static("tracestate");

/// Says how long the response is waited for.
const PREFER: HeaderName = HeaderName::from_static("prefer");

/// How often a request is retried at most.
const RETRIES: u32 = 2;

/// How long to wait before the first retry; before each further one, twice as long.
const PAUSE: Duration = Duration::from_millis(20);

/// A client of the API of another Ogrom. A clone shares connections, cached responses and budget with its original.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    upstream: Upstream,
    exchange: Exchange,
    budget: Budget,
    responses: ResponseCache,
    locales: KnownLocales,
}

// === impl Client ===

impl Client {
    /// A client of this upstream. Sends nothing yet.
    pub fn new(upstream: Upstream) -> Self {
        Self(Arc::new(Inner {
            exchange: Exchange::with(upstream.base.clone()),
            budget: Budget::full(),
            responses: ResponseCache::up_to(upstream.cached),
            locales: KnownLocales::default(),
            upstream,
        }))
    }

    pub(crate) fn responses(&self) -> &ResponseCache {
        &self.0.responses
    }

    pub(crate) fn known_locales(&self) -> &KnownLocales {
        &self.0.locales
    }

    /// The credentials of this user: [`Error::Refused`] where none are known.
    pub fn token_of(&self, user: &UserId) -> Result<HeaderValue> {
        let token = self.0.upstream.tokens.get(user).cloned();
        token.ok_or_else(|| Error::refused(format!("no token is known of the user '{user}'")))
    }

    /// Sends the request, with retries where that can help and the budget allows, until the deadline of the context.
    pub async fn send(&self, ctx: &Context, mut request: ApiRequest) -> Result<ApiResponse> {
        let name = HeaderValue::from_str(&ctx.request_id).ok().filter(|name| !name.is_empty());
        request.headers.extend(name.map(|name| (REQUEST_ID, name)));
        if let Some(trace) = &ctx.trace {
            let state = trace.state.as_deref().and_then(|state| HeaderValue::from_str(state).ok());
            request.headers.extend(HeaderValue::from_bytes(&trace.traceparent()).map(|trace| (TRACE, trace)));
            request.headers.extend(state.map(|state| (TRACE_STATE, state)));
        }
        let patience = Instant::now() + self.0.upstream.patience;
        let until = ctx.deadline.map_or(patience, |deadline| deadline.min(patience));
        request.headers.insert(PREFER, waits(until));
        match tokio::time::timeout_at(until.into(), self.attempt(&request)).await {
            Ok(response) => Ok(response?),
            Err(late) => Err(Error::TimedOut(late.into())),
        }
    }

    async fn attempt(&self, request: &ApiRequest) -> std::result::Result<ApiResponse, Failure> {
        self.0.budget.earn();
        let mut retries = 0;
        loop {
            let outcome = self.0.exchange.send(request).await;
            if !is_retryable(&outcome) || retries == RETRIES || !self.0.budget.spend() {
                return outcome.map(|response| ApiResponse { retried: retries > 0, ..response });
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(retries)).await;
            retries += 1;
            tracing::debug!(?outcome, retries, "a request is retried");
        }
    }
}

/// How long the caller waits, as RFC 7240 §4.3 says it: in whole seconds, which are rounded up. A request that the upstream
/// gives up too early is lost; one that it gives up too late has only cost a moment.
fn waits(until: Instant) -> HeaderValue {
    let left = until.saturating_duration_since(Instant::now());
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    HeaderValue::try_from(format!("wait={seconds}")).unwrap_or(HeaderValue::from_static("wait=1"))
}

/// Whether another attempt within moments may have a better end. A response that says when to come again is given to the
/// caller; a service that was too slow does not get more to do.
fn is_retryable(outcome: &std::result::Result<ApiResponse, Failure>) -> bool {
    match outcome {
        Err(Failure::Broken(_)) => true,
        Err(Failure::TooLong) => false,
        Ok(response) => {
            let passing = [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE];
            passing.contains(&response.status) && !response.headers.contains_key(http::header::RETRY_AFTER)
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?})", self.0.upstream)
    }
}
