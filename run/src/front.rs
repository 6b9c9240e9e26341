//! What every request passes before the routes: it gets a name, an identity and a deadline, is held to the limits, watched
//! and logged once.

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header};
use ogrom_core::{
    Body, ProblemTypes,
    facts::{Deadline, Identity, RequestId, Traced},
    mount::{Mounted, Route},
    scope::Scope,
};
use ogrom_core_resource::{
    Fault,
    trace::{TRACE, Tracing},
};
use ogrom_protocols::{Identities, TraceContext};

#[cfg(feature = "otlp")]
use crate::observed::otlp::Spans;
use crate::{
    identity::Bearers,
    limits::{LimitOptions, Limits, Refusal},
    log::{self, Access},
    observed::{Observed, Requests, TRACE_RESPONSE, Watched, trace_of},
    representations::Representations,
    routes::{PROBLEMS, TRACES},
    server::ContentState,
    trace::Traces,
    web::{Web, compression::Coded},
};

/// Names a request, in both directions.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long sources may take to answer.
const SOURCES_ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How long a request may take until its answer begins, its content included. What is sent as a stream goes on after
/// that, as long as its client reads; its source has a deadline for each question.
const REQUEST_ENDS_WITHIN: Duration = Duration::from_secs(30);

/// The `type` of a problem leads to the page that explains it.
const PROBLEM_TYPES: ProblemTypes = ProblemTypes(PROBLEMS);

/// The routes with all that stands before them.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a source of identities has none")]
pub struct Front {
    routes: Mounted,
    bearers: Bearers,
    identities: Arc<dyn Identities>,
    traces: Option<Arc<Traces>>,
    representations: Option<Arc<Representations>>,
    limits: Arc<Limits>,
    observed: Arc<Observed>,
    logs: bool,
    trace_sample: f64,
    web: Arc<Web>,
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
}

/// What was found out about a request that is let in.
struct Known {
    begun: Instant,
    id: Arc<str>,
    trace: TraceContext,
    route: Route,
    identity: Identity,
    /// How its answer is to be decided in the open, where it is.
    tracing: Option<Tracing>,
    /// How it is to be written.
    coded: Coded,
}

// === impl Front ===

impl Front {
    /// Puts everything before the routes.
    pub fn new(routes: Mounted, bearers: Bearers, identities: Arc<dyn Identities>) -> Self {
        Self {
            observed: Arc::new(Observed::of(Requests::of(&routes))),
            limits: Arc::new(Limits::new(&LimitOptions::default(), Arc::default())),
            routes,
            bearers,
            identities,
            traces: None,
            representations: None,
            logs: false,
            trace_sample: 0.0,
            web: Arc::default(),
            #[cfg(feature = "otlp")]
            spans: None,
        }
    }

    /// The same, with these limits on requests.
    #[must_use]
    pub fn limited(self, limits: Arc<Limits>) -> Self {
        Self { limits, ..self }
    }

    /// The same, tracing every request but those for traces.
    #[must_use]
    pub fn tracing(self, traces: Arc<Traces>) -> Self {
        Self { traces: Some(traces), ..self }
    }

    /// The same, keeping what it sends.
    #[must_use]
    pub fn keeping(self, representations: Arc<Representations>) -> Self {
        Self { representations: Some(representations), ..self }
    }

    /// The same, with a line in the log for each request if `logs`, and this share of the traces that are begun here marked
    /// as recorded.
    #[must_use]
    pub fn logging(self, logs: bool, trace_sample: f64) -> Self {
        Self { logs, trace_sample, ..self }
    }

    /// The same, sending a span of every request whose trace is recorded.
    #[cfg(feature = "otlp")]
    #[must_use]
    pub fn exporting(self, spans: Option<Spans>) -> Self {
        Self { spans, ..self }
    }

    /// What counts its requests.
    pub(crate) fn counts(&self) -> Arc<Observed> {
        Arc::clone(&self.observed)
    }

    /// The same, dressing its answers so.
    #[must_use]
    pub fn with_web(self, web: Web) -> Self {
        Self { web: Arc::new(web), ..self }
    }

    /// Answers a request. A defect behind it becomes a 500, and what takes too long a 504.
    pub async fn answer<B>(&self, request: Request<B>) -> Result<Response<Body>, Infallible>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let begun = Instant::now();
        let admitted = self.limits.admit(&request);
        let headers = request.headers();
        let (trace, parent) = trace_of(headers, &*self.identities, self.trace_sample);
        let id = request_id(headers).unwrap_or_else(|| trace.id().as_str().into());
        let route = self.routes.route(request.uri().path());
        let observed = Arc::clone(&self.observed);
        let mut watched = Watched::begin(observed, (&route, request.method()), (&id, &trace), begun);
        let asking = self.web.ask(&request);
        let trace_response = parent.map(|_| HeaderValue::from_bytes(&trace.traceparent()));
        // Who is refused for asking too much is not worth the search.
        let identity = if admitted.is_ok() { self.bearers.identify(headers) } else { Identity::Stranger };
        let asked = asks_for_trace(headers) && may_trace(&identity);
        let tracing = self.tracing_of(&request, &id, begun, asked);
        if self.logs {
            watched.log(Access::of(&request, &identity));
        }
        #[cfg(feature = "otlp")]
        watched.export(self.spans.as_ref().and_then(|spans| spans.begin(&request, &trace, parent)));
        let admitted = admitted.and_then(|admitted| admitted.of(&identity));
        let answered = match admitted {
            Ok(_running) => {
                let coded = self.web.coded(&request);
                // Who asks how an answer is decided is not given one that was decided before.
                let fits = tracing.is_none() && !matches!(identity, Identity::Refused(_));
                let kept = self.representations.as_ref().filter(|_| fits);
                if let Some(response) = kept.and_then(|kept| kept.look(&request, coded.codings())) {
                    Ok(response)
                } else {
                    let known = Known { begun, id: Arc::clone(&id), trace, route, identity, tracing, coded };
                    // What is kept is sent without moving about the room that all the others need.
                    Box::pin(self.let_in(request, known, kept)).await
                }
            }
            Err(refusal) => Err(refusal),
        };
        let mut response = answered.unwrap_or_else(|refusal| {
            let mut response = refusal.into_response(&PROBLEM_TYPES);
            self.web.secure(&mut response);
            response
        });
        let headers = response.headers_mut();
        self.web.share(asking, headers);
        if let Ok(id) = HeaderValue::from_str(&id) {
            headers.insert(REQUEST_ID, id);
        }
        if let Some(Ok(trace)) = trace_response {
            headers.insert(TRACE_RESPONSE, trace);
        }
        if asked {
            // What was told to one is not to be shown to another.
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        Ok(watched.answered(response))
    }

    fn tracing_of<B>(
        &self,
        request: &Request<B>,
        id: &Arc<str>,
        begun: Instant,
        asked: bool,
    ) -> Option<Tracing> {
        let traces = self.traces.as_ref().filter(|_| !request.uri().path().starts_with(TRACES));
        match traces {
            Some(traces) => Some(traces.fact(id, begun)),
            None => asked.then_some(Tracing { sink: None, header: true }),
        }
    }

    /// Answers a request that nothing stands in the way of; securely. What it makes is kept, if anywhere, there.
    async fn let_in<B>(
        &self,
        mut request: Request<B>,
        known: Known,
        representations: Option<&Arc<Representations>>,
    ) -> Result<Response<Body>, Refusal>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let Known { begun, id, trace, route, identity, tracing, coded } = known;
        let within = waits_for(request.headers())
            .map_or(SOURCES_ANSWER_WITHIN, |wait| wait.min(SOURCES_ANSWER_WITHIN));
        let facts = request.extensions_mut();
        if let Some(tracing) = tracing {
            facts.insert(tracing);
        }
        facts.insert(RequestId(Arc::clone(&id)));
        facts.insert(Traced(trace));
        facts.insert(PROBLEM_TYPES);
        facts.insert(Deadline(begun + within));
        facts.insert(identity);
        coded.tell(facts);
        let codings = coded.codings();
        let content = facts.get::<ContentState>().cloned();
        let ask = |request| async {
            let response = respond(&self.routes, route, request).await;
            let mut response = self.web.compress(coded, response).await;
            self.web.secure(&mut response);
            response
        };
        let answer = async {
            match representations {
                Some(representations) => representations.make(request, codings, ask).await,
                None => ask(request).await,
            }
        };
        let response = log::named(id, answer).await;
        // Whatever was made of content that did not come, nobody meant.
        content.and_then(|content| content.refusal()).map_or(Ok(response), Err)
    }
}

async fn respond<B>(routes: &Mounted, route: Route, request: Request<B>) -> Response<Body>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let answer = AssertUnwindSafe(async { routes.answer(route, request).await }).catch_unwind();
    match tokio::time::timeout(REQUEST_ENDS_WITHIN, answer).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Err(_panic)) => failed(Fault::internal("a defect ended the request")),
        Err(_elapsed) => failed(Fault::timed_out("the request took too long")),
    }
}

fn failed(fault: Fault) -> Response<Body> {
    fault.into_problem().into_response(Some(&PROBLEM_TYPES))
}

/// The name that the client gave, if it is one that can stand in a log.
fn request_id(headers: &HeaderMap) -> Option<Arc<str>> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((1..=64).contains(&id.len()) && id.bytes().all(harmless)).then(|| id.into())
}

/// How long the client is going to wait, in whole seconds (RFC 7240 §4.3): what comes later is for nobody.
fn waits_for(headers: &HeaderMap) -> Option<Duration> {
    let lines = headers.get_all("prefer").iter().filter_map(|line| line.to_str().ok());
    let seconds = lines.flat_map(|line| line.split(',')).find_map(|preference| {
        let (name, value) = preference.split(';').next()?.split_once('=')?;
        let value = value.trim().trim_matches('"').parse().ok();
        value.filter(|seconds| *seconds > 0 && name.trim().eq_ignore_ascii_case("wait"))
    });
    seconds.map(Duration::from_secs)
}

/// Whether the client would like to know how the answer is decided: `Ogrom-Trace: ?1`, as RFC 9651 §3.3.6 writes yes.
fn asks_for_trace(headers: &HeaderMap) -> bool {
    headers.get(TRACE).is_some_and(|asked| asked == "?1")
}

fn may_trace(identity: &Identity) -> bool {
    matches!(identity, Identity::Known(_, scopes) if scopes.has(Scope::Trace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(preferences: &[&str]) -> Option<u64> {
        let headers =
            preferences.iter().map(|line| (http::HeaderName::from_static("prefer"), line.parse().unwrap()));
        waits_for(&headers.collect()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_client_says_how_long_it_waits() {
        for lines in [&["wait=3"][..], &["return=minimal, Wait = \"3\"; x=1"], &["return=minimal", "wait=3"]]
        {
            assert_eq!(within(lines), Some(3), "{lines:?}");
        }
        for lines in [&[][..], &["wait"], &["wait="], &["wait=0"], &["wait=-1"], &["wait=soon"], &["waits=3"]]
        {
            assert_eq!(within(lines), None, "{lines:?}");
        }
    }
}
