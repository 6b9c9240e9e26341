//! The source: asks with a deadline, and again where that can help.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderName, HeaderValue, StatusCode};
use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_model::UserId;

use crate::{
    Upstream,
    budget::Budget,
    copies::Copies,
    exchange::{Answer, Exchange, Failure},
    locales::Known,
    question::Question,
};

/// Names a request in the logs of both services.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Name the trace that a request is part of (W3C Trace Context §3.2, §3.3).
const TRACE: HeaderName = HeaderName::from_static("traceparent");
const TRACE_STATE: HeaderName = HeaderName::from_static("tracestate");

/// Says how long the answer is waited for.
const PREFER: HeaderName = HeaderName::from_static("prefer");

/// How often a question is asked again at most.
const AGAIN: u32 = 2;

/// How long to wait before the first time; each further time, twice as long as before.
const PAUSE: Duration = Duration::from_millis(20);

/// Another Ogrom as a source. A clone shares connections, copies and budget with its original.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

struct Inner {
    upstream: Upstream,
    exchange: Exchange,
    budget: Budget,
    copies: Copies,
    locales: Known,
}

// === impl Http ===

impl Http {
    /// The source behind which this service stands. Asks it nothing yet.
    pub fn new(upstream: Upstream) -> Self {
        Self(Arc::new(Inner {
            exchange: Exchange::with(upstream.base.clone()),
            budget: Budget::full(),
            copies: Copies::up_to(upstream.copies),
            locales: Known::default(),
            upstream,
        }))
    }

    pub(crate) fn copies(&self) -> &Copies {
        &self.0.copies
    }

    pub(crate) fn known_locales(&self) -> &Known {
        &self.0.locales
    }

    /// What proves that this user acts.
    pub(crate) fn token_of(&self, user: &UserId) -> Result<HeaderValue> {
        let token = self.0.upstream.tokens.get(user).cloned();
        token.ok_or_else(|| Error::refused(format!("no token is known of the user '{user}'")))
    }

    /// Asks, again where that can help and the budget allows, until the deadline of whoever wants to know.
    pub(crate) async fn ask(&self, ctx: &Context, mut question: Question) -> Result<Answer> {
        let name = HeaderValue::from_str(&ctx.request_id).ok().filter(|name| !name.is_empty());
        question.headers.extend(name.map(|name| (REQUEST_ID, name)));
        if let Some(trace) = &ctx.trace {
            let state = trace.state.as_deref().and_then(|state| HeaderValue::from_str(state).ok());
            question
                .headers
                .extend(HeaderValue::from_bytes(&trace.traceparent()).map(|trace| (TRACE, trace)));
            question.headers.extend(state.map(|state| (TRACE_STATE, state)));
        }
        let patience = Instant::now() + self.0.upstream.patience;
        let until = ctx.deadline.map_or(patience, |deadline| deadline.min(patience));
        question.headers.insert(PREFER, waits(until));
        match tokio::time::timeout_at(until.into(), self.attempt(&question)).await {
            Ok(answer) => Ok(answer?),
            Err(late) => Err(Error::TimedOut(late.into())),
        }
    }

    async fn attempt(&self, question: &Question) -> std::result::Result<Answer, Failure> {
        self.0.budget.earn();
        let mut again = 0;
        loop {
            let outcome = self.0.exchange.once(question).await;
            if !can_get_better(&outcome) || again == AGAIN || !self.0.budget.spend() {
                return outcome.map(|answer| Answer { again: again > 0, ..answer });
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(again)).await;
            again += 1;
            tracing::debug!(?outcome, again, "a question is asked again");
        }
    }
}

/// How long the asker waits, as RFC 7240 §4.3 says it: in whole seconds, which are rounded up, since who is given up too
/// early is lost, and who is given up too late has only cost a moment.
fn waits(until: Instant) -> HeaderValue {
    let left = until.saturating_duration_since(Instant::now());
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    HeaderValue::try_from(format!("wait={seconds}")).unwrap_or(HeaderValue::from_static("wait=1"))
}

/// Whether another attempt within moments may have a better end. Who says when to come again is not asked before, and
/// whoever waits is told; a service that was too slow is not given more to do.
fn can_get_better(outcome: &std::result::Result<Answer, Failure>) -> bool {
    match outcome {
        Err(Failure::Broken(_)) => true,
        Err(Failure::TooLong) => false,
        Ok(answer) => {
            let passing = [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE];
            passing.contains(&answer.status) && !answer.headers.contains_key(http::header::RETRY_AFTER)
        }
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Http({:?})", self.0.upstream)
    }
}
