//! The pipeline: what every request passes on its way to the routes, and every response on its way back.
//!
//! The order matters. Before anything is awaited, [`Pipeline::try_cached`] does on the borrowed request:
//!
//! 1. The rate limit of its client counts it. It is first, so that a flood costs nothing else.
//! 2. Its trace is taken from its header, or begun.
//! 3. Its credentials are verified, unless it is refused by now. Then the rate limit of its user counts it.
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
//! 12. The common headers are set, which differ from request to request: CORS, request id, trace.

mod assembly;
mod content;
mod dispatch;
mod misread;
mod state;

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
    time::Instant,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body as _;
use ogrom_core::{
    Body, ProblemTypes,
    facts::{Authentication, Defaults},
    mount::Mounted,
    scope::TRACE,
};
use ogrom_core_resource::Problem;
use ogrom_protocols::IdGenerator;
#[cfg(feature = "otlp")]
use ogrom_server_telemetry::otlp::Spans;
use ogrom_server_telemetry::{
    OperationId, Peer, RequestGuard, RequestMetrics,
    log::{AccessEntry, Completion, OwnedEntry},
    trace_of,
};
use tower_service::Service;

use self::state::CommonHeaders;
pub use self::{
    content::ContentState,
    state::{Lookup, RequestState},
};
use crate::{
    Paths,
    admission::Admission,
    headers::{asks_for_trace, field, request_id},
    response_cache::ResponseCache,
    trace::Traces,
    web::Web,
};

/// The routes with all that stands before them. Its clones share everything.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a source of identities has none")]
pub struct Pipeline {
    routes: Mounted,
    paths: Paths,
    admission: Admission,
    identities: Arc<dyn IdGenerator>,
    traces: Option<Arc<Traces>>,
    cache: Option<Arc<ResponseCache>>,
    metrics: Arc<RequestMetrics>,
    logs: bool,
    trace_sample: f64,
    web: Arc<Web>,
    defaults: Option<Arc<Defaults>>,
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
}

// === impl Pipeline ===

impl Pipeline {
    /// Responds to a request: that of the [`Peer`] among its extensions, if there is one.
    pub async fn respond<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let peer = request.extensions().get::<Peer>().copied();
        match self.try_cached(&request, peer, Ok(())) {
            Lookup::Hit(response) => response,
            Lookup::Miss(state) => self.handle(request, *state).await,
        }
    }

    /// Responds to a request of this peer from the response cache, if that has its response. Nothing is awaited or moved, and
    /// no route is looked for: most requests come this way. A request that is not `sound` is refused with that problem.
    pub fn try_cached<B: http_body::Body>(
        &self,
        request: &Request<B>,
        peer: Option<Peer>,
        sound: Result<(), Problem>,
    ) -> Lookup {
        let begun = Instant::now();
        let headers = request.headers();
        let (trace, parent) = trace_of(headers, &*self.identities, self.trace_sample);
        let (identity, admitted) = self.admission.admit(request, peer, sound);
        let asks_for_trace = asks_for_trace(headers) && may_trace(&identity);
        let (encoding, cors) = self.web.before(request);
        let trace_id = trace.id();
        let state = RequestState {
            begun,
            peer,
            refusal: admitted.err(),
            // A client that wants to see how its response is decided is not given one that was decided before.
            shares: self.traces.is_none()
                && !asks_for_trace
                && !matches!(identity, Authentication::Rejected(_)),
            encoding,
            common: CommonHeaders {
                cors,
                id: request_id(headers).unwrap_or_else(|| field(trace_id.as_str().as_bytes())),
                trace: parent.map(|_| field(&trace.traceparent())),
                asks_for_trace,
            },
            trace,
            trace_id,
            identity,
            #[cfg(feature = "otlp")]
            parent,
        };
        let cache = self.cache.as_ref().filter(|_| state.shares && state.refusal.is_none());
        match cache.and_then(|cache| cache.get(request, state.encoding.codings(), begun)) {
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

    /// Handles a request that the cache had no response to.
    pub async fn handle<B>(&self, request: Request<B>, mut state: RequestState) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let route = self.routes.route(request.uri().path());
        let operation = self.metrics.requests().operation(&route, request.method());
        let named = (state.common.id.clone(), state.trace_id);
        let mut guard = RequestGuard::begin(self.metrics(), operation, named, state.begun);
        if self.logs {
            guard.log(OwnedEntry::of(&request, state.peer, &state.identity));
        }
        #[cfg(feature = "otlp")]
        guard.export(self.spans.as_ref().and_then(|spans| spans.begin(&request, &state.trace, state.parent)));
        let admitted = match state.refusal.take() {
            Some(refusal) => Err(refusal),
            None => self.admission.start(&request),
        };
        let responded = match admitted {
            Ok(_running) => self.dispatch(request, route, operation, &mut state).await,
            Err(refusal) => Err(refusal),
        };
        let mut response = responded.unwrap_or_else(|refusal| {
            let mut response = refusal.into_response(&self.problem_types());
            self.web.secure(&mut response);
            response
        });
        state.common.apply(&self.web, &mut response);
        guard.responded(response)
    }

    /// The `type` of a problem leads to the page that explains it.
    fn problem_types(&self) -> ProblemTypes {
        ProblemTypes(self.paths.problems)
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

fn may_trace(identity: &Authentication) -> bool {
    matches!(identity, Authentication::Authenticated(_, scopes) if scopes.has(TRACE))
}

#[cfg(test)]
mod tests;
