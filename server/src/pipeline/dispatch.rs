//! The way of a request that was not cached: through the limits, the response cache and the routes.

use std::{mem, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Response};
use ogrom_core::{
    Body,
    facts::{Authentication, Deadline, RequestId, Traced},
    mount::Route,
    scope::TRACE,
};
use ogrom_core_path::normalize;
use ogrom_core_resource::{Fault, trace::Tracing};
use ogrom_protocols::Dependencies;
use ogrom_server_telemetry::{
    OperationId, RequestGuard,
    log::{OwnedEntry, with_request_id},
};

use super::{ContentState, Pipeline, RequestState};
use crate::{
    headers::{asks_for_trace, waits_for},
    limits::Refusal,
    origin::origin,
    web::compression::Encoding,
};

/// How long sources may take for a request.
const SOURCES_RESPOND_WITHIN: Duration = Duration::from_secs(10);

/// How long a request may take until its response begins, its content included. A stream goes on after that for as long as
/// its client reads; its source has a deadline for each call.
const RESPONSE_BEGINS_WITHIN: Duration = Duration::from_secs(30);

// === impl Pipeline ===

impl Pipeline {
    /// Handles a request that the cache had no response to.
    pub async fn handle<B>(&self, request: Request<B>, mut state: RequestState) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        state.common.asks_for_trace = asks_for_trace(request.headers()) && may_trace(&state.identity);
        let route = self.routes.route(request.uri().path());
        let operation = self.metrics.requests().operation(&route, request.method());
        let types = self.problem_types(request.extensions().get());
        let named = (state.common.id.clone(), state.trace_id);
        let mut guard = RequestGuard::begin(self.metrics(), operation, named, state.begun);
        if self.logs {
            guard.log(OwnedEntry::of(&request, state.peer, &state.identity));
        }
        #[cfg(feature = "otlp")]
        guard.export(self.spans.as_ref().and_then(|spans| spans.begin(&request, &state.trace, state.parent)));
        let admitted = match state.refusal.take() {
            Some(refusal) => Err(refusal),
            None => self.limits.run(&request),
        };
        let responded = match admitted {
            Ok(_running) => self.dispatch(request, route, operation, &mut state).await,
            Err(refusal) => Err(refusal),
        };
        let mut response = responded.unwrap_or_else(|refusal| {
            let mut response = refusal.into_response(&types);
            self.web.secure(&mut response);
            response
        });
        state.common.apply(&self.web, &mut response);
        guard.responded(response)
    }

    /// Has the routes respond to an admitted request. Their response is cached where it may be.
    async fn dispatch<B>(
        &self,
        mut request: Request<B>,
        route: Route,
        operation: OperationId,
        state: &mut RequestState,
    ) -> Result<Response<Body>, Refusal>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let id: Arc<str> = state.common.id.to_str().unwrap_or_default().into();
        self.set_extensions(&mut request, &id, state);
        let cache = self.cache.as_ref().filter(|_| state.shares);
        let encoding = Encoding::new(state.codings, &request);
        encoding.announce(request.extensions_mut());
        let codings = encoding.codings();
        let content = request.extensions().get::<ContentState>().cloned();
        let respond = |request: Request<B>| async {
            let shown = request.extensions().get::<Dependencies>().cloned();
            let response = self.route(route, request).await;
            let mut response = self.web.finish(encoding, response).await;
            if let Some(shown) = shown {
                self.web.cache_tags().apply(&shown, &mut response);
            }
            response
        };
        let responding = async {
            match cache {
                Some(cache) => cache.get_or_compute(request, codings, operation, respond).await,
                None => respond(request).await,
            }
        };
        let response = with_request_id(id, responding).await;
        // A response to content that did not come is not what its sender meant.
        content.and_then(|content| content.refusal()).map_or(Ok(response), Err)
    }

    /// Sets what the endpoints are to know of a request.
    fn set_extensions<B>(&self, request: &mut Request<B>, id: &Arc<str>, state: &mut RequestState) {
        let traces = self.traces.as_ref().filter(|_| !request.uri().path().starts_with(self.paths.traces));
        let tracing = match traces {
            Some(traces) => Some(traces.fact(id, state.begun)),
            None => state.common.asks_for_trace.then_some(Tracing { sink: None, header: true }),
        };
        let within = waits_for(request.headers())
            .map_or(SOURCES_RESPOND_WITHIN, |wait| wait.min(SOURCES_RESPOND_WITHIN));
        let path = request.uri().path();
        let tells_origin = self.paths.tells_origin(normalize(path).as_deref().unwrap_or(path));
        let dependencies = if request.method().is_safe() { self.web.cache_tags().record() } else { None };
        let origin = if tells_origin { origin(request, self.limits.trusted_proxies()) } else { None };
        let facts = request.extensions_mut();
        if let Some(dependencies) = dependencies {
            facts.insert(dependencies);
        }
        if let Some(origin) = origin {
            facts.insert(origin);
        }
        if let Some(tracing) = tracing {
            facts.insert(tracing);
        }
        if let Some(peer) = state.peer {
            facts.insert(peer);
        }
        facts.insert(RequestId(Arc::clone(id)));
        facts.insert(Traced(state.trace.clone()));
        let types = self.problem_types(facts.get());
        facts.insert(types);
        if let Some(defaults) = &self.defaults {
            facts.insert(Arc::clone(defaults));
        }
        facts.insert(Deadline(state.begun + within));
        facts.insert(mem::replace(&mut state.identity, Authentication::Anonymous));
    }

    /// The response of the routes, in any case: a panic becomes a 500, and what takes too long a 504.
    async fn route<B>(&self, route: Route, request: Request<B>) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let types = self.problem_types(request.extensions().get());
        let failed = |fault: Fault| fault.into_problem().into_response(Some(&types));
        let responding = AssertUnwindSafe(async { self.routes.answer(route, request).await }).catch_unwind();
        match tokio::time::timeout(RESPONSE_BEGINS_WITHIN, responding).await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(_panic)) => failed(Fault::internal("a defect ended the request")),
            Err(_elapsed) => failed(Fault::timed_out("the request took too long")),
        }
    }
}

fn may_trace(identity: &Authentication) -> bool {
    matches!(identity, Authentication::Authenticated(_, grant) if grant.has(TRACE))
}
