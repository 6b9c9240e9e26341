//! What every request passes before the routes: it gets a name, an identity and a deadline, is held to the limits, watched
//! and logged once.

mod fields;
mod known;
mod misread;
mod respond;

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body::Body as _;
use ogrom_core::{
    Body, ProblemTypes,
    facts::{Deadline, Defaults, Identity, RequestId, Traced},
    mount::Mounted,
    scope::TRACE,
};
use ogrom_core_resource::{Problem, trace::Tracing};
use ogrom_protocols::Identities;

pub(crate) use self::{
    fields::REQUEST_ID,
    known::{AtOnce, Known},
};
use self::{
    fields::{asks_for_trace, field, request_id, waits_for},
    known::{Dress, LetIn},
    respond::respond,
};
#[cfg(feature = "otlp")]
use crate::observed::otlp::Spans;
use crate::{
    identity::Bearers,
    limits::{LimitOptions, Limits, Peer, Refusal},
    log::{self, Access, Answered, Remembered},
    observed::{Asked, Observed, Requests, TRACE_RESPONSE, Watched, trace_of},
    representations::Representations,
    routes::{PROBLEMS, TRACES},
    server::ContentState,
    trace::Traces,
    web::Web,
};

/// How long sources may take to answer.
const SOURCES_ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The `type` of a problem leads to the page that explains it.
const PROBLEM_TYPES: ProblemTypes = ProblemTypes(PROBLEMS);

/// What challenges are for.
const REALM: &str = "ogrom";

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
    defaults: Arc<Defaults>,
    #[cfg(feature = "otlp")]
    spans: Option<Spans>,
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
            defaults: Arc::new(Defaults { realm: REALM, locale: None }),
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

    /// The same, with these values where a request names none.
    #[must_use]
    pub fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults: Arc::new(defaults), ..self }
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

    /// Answers a request: that of the [`Peer`] among its extensions, if there is one. A defect behind it becomes a 500, and
    /// what takes too long a 504.
    pub async fn answer<B>(&self, request: Request<B>) -> Result<Response<Body>, Infallible>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let peer = request.extensions().get::<Peer>().copied();
        Ok(match self.at_once(&request, peer, Ok(())) {
            AtOnce::Kept(response) => response,
            AtOnce::Known(known) => self.go_on(request, *known).await,
        })
    }

    /// Answers a request of this peer, if its answer is kept. Nothing is waited for, nothing moved about, and no route is
    /// looked for: most requests come this way. One that is not `sound` is refused with what is wrong with it.
    pub(crate) fn at_once<B: http_body::Body>(
        &self,
        request: &Request<B>,
        peer: Option<Peer>,
        sound: Result<(), Problem>,
    ) -> AtOnce {
        let begun = Instant::now();
        let headers = request.headers();
        let admitted = self.limits.admit(request, peer).and(sound.map_err(Refusal::from));
        let (trace, parent) = trace_of(headers, &*self.identities, self.trace_sample);
        // Who is refused by now is not worth the search.
        let identity = if admitted.is_ok() { self.bearers.identify(headers) } else { Identity::Stranger };
        let admitted = admitted.and_then(|()| self.limits.admit_user(request, &identity));
        let asks_for_trace = asks_for_trace(headers) && may_trace(&identity);
        let trace_id = trace.id();
        let known = Known {
            begun,
            peer,
            admitted,
            // Who asks how an answer is decided is not given one that was decided before.
            shares: self.traces.is_none() && !asks_for_trace && !matches!(identity, Identity::Refused(_)),
            coded: self.web.coded(request),
            dress: Dress {
                asking: self.web.ask(request),
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
        let kept = self.representations.as_ref().filter(|_| known.shares && known.admitted.is_ok());
        match kept.and_then(|kept| kept.look(request, known.coded.codings(), begun)) {
            Some(kept) => AtOnce::Kept(self.hand_out(request, known, kept)),
            None => AtOnce::Known(Box::new(known)),
        }
    }

    /// Sends what is kept, as an answer to this request.
    fn hand_out<B>(
        &self,
        request: &Request<B>,
        known: Known,
        (mut response, asked): (Response<Body>, Asked),
    ) -> Response<Body> {
        let (status, took) = (response.status(), known.begun.elapsed());
        let requests = self.observed.requests();
        requests.answered(asked, status, took);
        if self.logs {
            Access::of(request, known.peer, &known.identity).write(&Answered {
                request_id: &known.dress.id,
                trace: &known.trace_id,
                names: requests.names(asked),
                status: Some(status),
                took,
                bytes: response.body().size_hint().exact().unwrap_or_default(),
                whole: true,
            });
        }
        #[cfg(feature = "otlp")]
        if let Some((spans, span)) =
            self.spans.as_ref().and_then(|spans| spans.begin(request, &known.trace, known.parent))
        {
            spans.take(span.ended(&known.dress.id, requests.template(asked), Some(status), took));
        }
        self.dress(known.dress, &mut response);
        response
    }

    /// Answers a request of which this is known.
    pub(crate) async fn go_on<B>(&self, request: Request<B>, known: Known) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let Known { begun, peer, trace, trace_id, identity, shares, coded, dress, .. } = known;
        let route = self.routes.route(request.uri().path());
        let asked = self.observed.requests().asked(&route, request.method());
        let named = (dress.id.clone(), trace_id);
        let mut watched = Watched::begin(Arc::clone(&self.observed), asked, named, begun);
        if self.logs {
            watched.log(Remembered::of(&request, peer, &identity));
        }
        #[cfg(feature = "otlp")]
        watched.export(self.spans.as_ref().and_then(|spans| spans.begin(&request, &trace, known.parent)));
        let admitted = known.admitted.and_then(|()| self.limits.run(&request));
        let answered = match admitted {
            Ok(_running) => {
                let id: Arc<str> = dress.id.to_str().unwrap_or_default().into();
                let tracing = self.tracing_of(&request, &id, begun, dress.asks_for_trace);
                let let_in = LetIn { begun, id, peer, trace, route, asked, identity, shares, tracing, coded };
                self.let_in(request, let_in).await
            }
            Err(refusal) => Err(refusal),
        };
        let mut response = answered.unwrap_or_else(|refusal| {
            let mut response = refusal.into_response(&PROBLEM_TYPES);
            self.web.secure(&mut response);
            response
        });
        self.dress(dress, &mut response);
        watched.answered(response)
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

    /// Gives an answer what every answer is given.
    fn dress(&self, dress: Dress, response: &mut Response<Body>) {
        let headers = response.headers_mut();
        self.web.share(dress.asking, headers);
        headers.insert(REQUEST_ID, dress.id);
        if let Some(trace) = dress.trace {
            headers.insert(TRACE_RESPONSE, trace);
        }
        if dress.asks_for_trace {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }

    /// Answers a request that nothing stands in the way of; securely. What it makes is kept, where it may be.
    async fn let_in<B>(&self, mut request: Request<B>, known: LetIn) -> Result<Response<Body>, Refusal>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let LetIn { begun, id, peer, trace, route, asked, identity, shares, tracing, coded } = known;
        let kept = self.representations.as_ref().filter(|_| shares);
        let within = waits_for(request.headers())
            .map_or(SOURCES_ANSWER_WITHIN, |wait| wait.min(SOURCES_ANSWER_WITHIN));
        let facts = request.extensions_mut();
        if let Some(tracing) = tracing {
            facts.insert(tracing);
        }
        if let Some(peer) = peer {
            facts.insert(peer);
        }
        facts.insert(RequestId(Arc::clone(&id)));
        facts.insert(Traced(trace));
        facts.insert(PROBLEM_TYPES);
        facts.insert(Arc::clone(&self.defaults));
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
            match kept {
                Some(kept) => kept.make(request, codings, asked, ask).await,
                None => ask(request).await,
            }
        };
        let response = log::named(id, answer).await;
        // Whatever was made of content that did not come, nobody meant.
        content.and_then(|content| content.refusal()).map_or(Ok(response), Err)
    }
}

fn may_trace(identity: &Identity) -> bool {
    matches!(identity, Identity::Known(_, scopes) if scopes.has(TRACE))
}

#[cfg(test)]
mod tests;
