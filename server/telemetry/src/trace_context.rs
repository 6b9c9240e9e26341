//! The ids by which a request is found in logs: its trace (W3C Trace Context) and its request id, each taken from its header
//! or begun here.

use http::{HeaderMap, HeaderName, HeaderValue};
use ogrom_protocols::{IdGenerator, TraceContext, TraceId};

/// The request id, in requests and responses.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the trace, and the caller's part of it (§3.2).
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// The state that systems of tracing pass on to each other (§3.3).
const TRACE_STATE: HeaderName = HeaderName::from_static("tracestate");

/// Says in a response that the trace of its request was taken, and which part of it this service was. The field is
/// `traceresponse`, since a `traceparent` names the caller.
pub const TRACE_RESPONSE: HeaderName = HeaderName::from_static("traceresponse");

/// The trace of a request with these headers, with this service as the part that asks on its behalf; and the part that it
/// came from, if it came with the request. Of those begun here, this share is marked as recorded.
pub fn trace_of(
    headers: &HeaderMap,
    identities: &dyn IdGenerator,
    share: f64,
) -> (TraceContext, Option<u64>) {
    let random = identities.random();
    match headers.get(TRACE_PARENT).and_then(|_| taken(headers)) {
        Some(trace) => {
            let parent = trace.span;
            (trace.by(low(random)), Some(parent))
        }
        None => (TraceContext::begin(random, low(identities.random()), is_within(share, random)), None),
    }
}

/// The request id that the client gave, if it can stand in a log; else that of its trace.
pub fn request_id(headers: &HeaderMap, trace: &TraceId) -> HeaderValue {
    let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let given = headers
        .get(REQUEST_ID)
        .filter(|id| (1..=64).contains(&id.len()) && id.as_bytes().iter().all(harmless));
    given.cloned().unwrap_or_else(|| field(trace.as_str().as_bytes()))
}

/// The value of a header field, of the hexadecimal digits and dashes that traces are written in.
#[expect(clippy::missing_panics_doc, reason = "digits and dashes are visible characters")]
pub fn field(text: &[u8]) -> HeaderValue {
    HeaderValue::from_bytes(text).expect("digits and dashes are visible characters")
}

fn taken(headers: &HeaderMap) -> Option<TraceContext> {
    let mut lines = headers.get_all(TRACE_PARENT).iter();
    let (only, None) = (lines.next()?, lines.next()) else { return None };
    let trace: TraceContext = only.to_str().ok()?.parse().ok()?;
    let states: Option<Vec<_>> = headers.get_all(TRACE_STATE).iter().map(|line| line.to_str().ok()).collect();
    Some(match states.filter(|states| !states.is_empty()) {
        Some(states) => trace.with_state(&states.join(",")),
        None => trace,
    })
}

/// Whether a random number falls into this share of all.
fn is_within(share: f64, random: u128) -> bool {
    let part = f64::from((random >> 96) as u32) / (f64::from(u32::MAX) + 1.0);
    part < share
}

#[expect(clippy::cast_possible_truncation, reason = "half of it is wanted")]
fn low(random: u128) -> u64 {
    random as u64
}
