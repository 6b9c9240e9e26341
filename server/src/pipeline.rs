//! The pipeline: what every request passes on its way to the routes, and every response on its way back.
//!
//! The order matters. Before anything is awaited, [`Pipeline::try_cached`] does on the borrowed request:
//!
//! 1. The base path is removed from its target, if the service has one. Then the rate limit of its client counts it, so that a
//!    flood costs nothing else.
//! 2. Its credentials are verified, unless it is refused by now. Then the rate limit of its user counts it.
//! 3. Its trace is taken from its header, or begun.
//! 4. Its content coding is negotiated, and its origin is looked at.
//! 5. The response cache is looked up, except for a request that is refused or whose response may not be shared. A hit is
//!    counted, logged and sent with the common headers (12), and nothing else is done.
//!
//! For a miss, [`Pipeline::handle`] goes on:
//!
//! 6. Its route is found, and a guard begins to observe it: from here on, it is counted and logged however it ends.
//! 7. The concurrency limit lets it run. A refused request goes on with 11.
//! 8. Its extensions are set: identity, deadline, request id, trace, peer.
//! 9. The response cache runs the rest once for all who want the same, and stores the response if it may.
//! 10. The routes respond. A panic becomes a 500, and a response that takes too long a 504.
//! 11. The response is compressed, and the security headers are set. Both happen before the response is stored.
//! 12. The common headers are set, which differ from request to request: CORS, rate limits, request id, trace.

mod assembly;
mod content;
mod dispatch;
mod misread;

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
    time::Instant,
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body::Body as _;
use ogrom_core::{
    Body, ProblemTypes,
    facts::{Authentication, Defaults},
    mount::{Mounted, PathPrefix},
    problem::titles,
};
use ogrom_core_resource::{Codings, Problem};
use ogrom_protocols::{IdGenerator, TraceContext, TraceId};
use ogrom_server_identity::Authenticator;
#[cfg(feature = "otlp")]
use ogrom_server_telemetry::otlp::Spans;
use ogrom_server_telemetry::{
    OperationId, Peer, REQUEST_ID, RequestMetrics, TRACE_RESPONSE, field,
    log::{AccessEntry, Completion},
    request_id, trace_of,
};
use tower_service::Service;

pub use self::content::ContentState;
use crate::{
    Paths,
    limits::{Admission, Limits, Quotas, Refusal},
    response_cache::ResponseCache,
    trace::Traces,
    web::{Web, cors::CorsRequest},
};

/// The routes with all that stands before them. Its clones share everything.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a source of identities has none")]
pub struct Pipeline {
    routes: Mounted,
    paths: Paths,
    limits: Arc<Limits>,
    authenticator: Authenticator,
    identities: Arc<dyn IdGenerator>,
    traces: Option<Arc<Traces>>,
    cache: Option<Arc<ResponseCache>>,
    metrics: Arc<RequestMetrics>,
    logs: bool,
    trace_sample: f64,
    web: Arc<Web>,
    /// Whether a path with the base path is one from which no proxy has removed it.
    removes_prefix: bool,
    defaults: Option<Arc<Defaults>>,
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
}

/// The result of the synchronous part of the pipeline.
#[expect(missing_debug_implementations, reason = "a body has none")]
pub enum Lookup {
    /// The response was cached.
    Hit(Response<Body>),
    /// The request is to be handled, with what is known of it by now.
    Miss(Box<RequestState>),
}

/// The facts that are known of a request before anything is awaited.
#[derive(Debug)]
pub struct RequestState {
    begun: Instant,
    peer: Option<Peer>,
    /// Why it is refused, if it is.
    refusal: Option<Refusal>,
    trace: TraceContext,
    trace_id: TraceId,
    /// The span of its caller in that trace.
    #[cfg(feature = "otlp")]
    parent: Option<u64>,
    identity: Authentication,
    /// Whether its response may come from the response cache, and go into it.
    shares: bool,
    /// The content codings that its client takes.
    codings: Codings,
    common: CommonHeaders,
}

/// The headers that every response to a request has, whatever it is.
#[derive(Debug)]
struct CommonHeaders {
    cors: CorsRequest,
    id: HeaderValue,
    /// This service's part of the trace, for a request that came with one.
    trace: Option<HeaderValue>,
    /// The rate limits that counted the request.
    quotas: Quotas,
    /// Whether the response says how it was decided, so that it is for this client alone.
    asks_for_trace: bool,
}

// === impl Pipeline ===

impl Pipeline {
    /// Responds to a request: that of the [`Peer`] among its extensions, if there is one.
    pub async fn respond<B>(&self, mut request: Request<B>) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let peer = request.extensions().get::<Peer>().copied();
        match self.try_cached(&mut request, peer, Ok(())) {
            Lookup::Hit(response) => response,
            Lookup::Miss(state) => self.handle(request, *state).await,
        }
    }

    /// Responds to a request of this peer from the response cache, if that has its response. Nothing is awaited or moved, and
    /// no route is looked for: most requests come this way. A request that is not `sound` is refused with that problem. On a
    /// miss, the request is without the base path of the service.
    pub fn try_cached<B: http_body::Body>(
        &self,
        request: &mut Request<B>,
        peer: Option<Peer>,
        sound: Result<(), Problem>,
    ) -> Lookup {
        let begun = Instant::now();
        self.note_prefix(request);
        let request = &*request;
        let headers = request.headers();
        let Admission { identity, refusal, quotas } =
            self.limits.admit(request, peer, sound, &self.authenticator);
        let (trace, parent) = trace_of(headers, &*self.identities, self.trace_sample);
        let (codings, cors) = self.web.before(request);
        let trace_id = trace.id();
        let state = RequestState {
            begun,
            peer,
            refusal,
            shares: self.traces.is_none() && !matches!(identity, Authentication::Rejected(_)),
            codings,
            common: CommonHeaders {
                cors,
                id: request_id(headers, &trace_id),
                trace: parent.map(|_| field(&trace.traceparent())),
                quotas,
                // A request with this header has no cached response, so that it is read on a miss.
                asks_for_trace: false,
            },
            trace,
            trace_id,
            identity,
            #[cfg(feature = "otlp")]
            parent,
        };
        let cache = self.cache.as_ref().filter(|_| state.shares && state.refusal.is_none());
        match cache.and_then(|cache| cache.get(request, state.codings, begun)) {
            Some((response, operation)) => Lookup::Hit(self.send_cached(request, state, response, operation)),
            None => Lookup::Miss(Box::new(state)),
        }
    }

    /// Counts, logs and completes a cached response to this request.
    fn send_cached<B>(
        &self,
        request: &Request<B>,
        state: RequestState,
        mut response: Response<Body>,
        operation: OperationId,
    ) -> Response<Body> {
        let (status, took) = (response.status(), state.begun.elapsed());
        let requests = self.metrics.requests();
        requests.record(operation, status, took);
        if self.logs {
            AccessEntry::of(request, state.peer, &state.identity).write(&Completion {
                request_id: &state.common.id,
                trace: &state.trace_id,
                names: requests.names(operation),
                status: Some(status),
                took,
                bytes: response.body().size_hint().exact().unwrap_or_default(),
                whole: true,
            });
        }
        #[cfg(feature = "otlp")]
        if let Some((spans, span)) =
            self.spans.as_ref().and_then(|spans| spans.begin(request, &state.trace, state.parent))
        {
            spans.send(span.ended(&state.common.id, requests.template(operation), Some(status), took));
        }
        state.common.apply(&self.web, &mut response);
        response
    }

    /// The `type` of a problem leads to the page that explains it, below the prefix that clients see.
    fn problem_types(&self, prefix: Option<&PathPrefix>) -> ProblemTypes {
        let types = ProblemTypes::new(self.paths.problems).titled(titles);
        types.below(prefix.map_or("", PathPrefix::as_str))
    }

    /// Notes the prefix that clients see before all paths, so that links begin with it, and removes it from the path.
    fn note_prefix<B>(&self, request: &mut Request<B>) {
        let Some(prefix) = self.web.prefix(request.headers(), self.limits.trusted_proxies()) else { return };
        if self.removes_prefix {
            prefix.remove_from(request);
        }
        request.extensions_mut().insert(prefix);
    }
}

impl<B> Service<Request<B>> for Pipeline
where
    B: http_body::Body<Data = Bytes> + Send + Sync + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let pipeline = self.clone();
        Box::pin(async move { Ok(pipeline.respond(request).await) })
    }
}

// === impl CommonHeaders ===

impl CommonHeaders {
    /// Sets them on a response.
    fn apply(self, web: &Web, response: &mut Response<Body>) {
        let headers = response.headers_mut();
        web.after(self.cors, headers);
        self.quotas.apply(headers);
        headers.insert(REQUEST_ID, self.id);
        if let Some(trace) = self.trace {
            headers.insert(TRACE_RESPONSE, trace);
        }
        if self.asks_for_trace {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}

#[cfg(test)]
mod tests;
