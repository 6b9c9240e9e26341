//! What every request passes before the routes: it gets a name, an identity and a deadline, and is logged once.

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
    facts::{Deadline, RequestId},
    mount::Mounted,
};
use ogrom_core_resource::{
    Fault,
    trace::{TRACE, Tracing},
};
use ogrom_protocols::Identities;
use tower_service::Service;
use tracing::{Instrument, Span};

use crate::{
    limits::{LimitOptions, Limits},
    representations::Representations,
    routes::{PROBLEMS, TRACES},
    server::ContentState,
    tokens::Tokens,
    trace::Traces,
};

/// Names a request, in both directions.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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
    tokens: Arc<Tokens>,
    identities: Arc<dyn Identities>,
    traces: Option<Arc<Traces>>,
    representations: Option<Arc<Representations>>,
    limits: Arc<Limits>,
}

// === impl Front ===

impl Front {
    /// Puts everything before the routes.
    pub fn new(routes: Mounted, tokens: Tokens, identities: Arc<dyn Identities>) -> Self {
        let limits = Arc::new(Limits::new(&LimitOptions::default(), Arc::default()));
        Self { routes, tokens: Arc::new(tokens), identities, traces: None, representations: None, limits }
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

    /// Answers a request. A defect behind it becomes a 500, and what takes too long a 504.
    pub async fn answer<B>(self, mut request: Request<B>) -> Result<Response<Body>, Infallible>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let begun = Instant::now();
        let limits = self.limits;
        let admitted = limits.admit(&request);
        let content = request.extensions().get::<ContentState>().cloned();
        let id = request_id(request.headers()).unwrap_or_else(|| self.identities.fresh().into());
        let span =
            tracing::info_span!("request", %id, method = %request.method(), path = request.uri().path());
        let traces = self.traces.filter(|_| !request.uri().path().starts_with(TRACES));
        let asked = asks_for_trace(request.headers()) && self.tokens.permit_traces(request.headers());
        let tracing = match traces {
            Some(traces) => Some(traces.fact(&id, begun)),
            None => asked.then_some(Tracing { sink: None, header: true }),
        };
        let traced = tracing.is_some();
        let facts = request.extensions_mut();
        if let Some(tracing) = tracing {
            facts.insert(tracing);
        }
        facts.insert(RequestId(Arc::clone(&id)));
        facts.insert(PROBLEM_TYPES);
        let within = waits_for(request.headers())
            .map_or(SOURCES_ANSWER_WITHIN, |wait| wait.min(SOURCES_ANSWER_WITHIN));
        request.extensions_mut().insert(Deadline(begun + within));
        let admitted = admitted.and_then(|admitted| {
            let identity = self.tokens.identify(request.headers());
            let admitted = admitted.of(&identity);
            request.extensions_mut().insert(identity);
            admitted
        });
        let answered = match admitted {
            Ok(_running) => {
                let ask = |request| respond(self.routes, request).instrument(span.clone());
                // Who asks how an answer is decided is not given one that was decided before.
                let response = match self.representations.filter(|_| !traced) {
                    Some(representations) => representations.answer(request, ask).await,
                    None => ask(request).await,
                };
                // Whatever was made of content that did not come, nobody meant.
                content.and_then(|content| content.refusal()).map_or(Ok(response), Err)
            }
            Err(refusal) => Err(refusal),
        };
        let mut response = answered.unwrap_or_else(|refusal| refusal.into_response(&PROBLEM_TYPES));
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        if asked {
            // What was told to one is not to be shown to another.
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        log(&span, &response, begun);
        Ok(response)
    }
}

async fn respond<B>(mut routes: Mounted, request: Request<B>) -> Response<Body>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let answer = AssertUnwindSafe(async { routes.call(request).await }).catch_unwind();
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

fn log(span: &Span, response: &Response<Body>, begun: Instant) {
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), micros, "answered"));
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
