//! The state of a request on its way through the pipeline.

use std::time::Instant;

use http::{HeaderValue, Response, header};
use ogrom_core::{Body, facts::Authentication};
use ogrom_protocols::{TraceContext, TraceId};
use ogrom_server_telemetry::{Peer, TRACE_RESPONSE};

use crate::{
    headers::REQUEST_ID,
    limits::Refusal,
    web::{Web, compression::Encoding, cors::CorsRequest},
};

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
    pub(super) begun: Instant,
    pub(super) peer: Option<Peer>,
    /// Why it is refused, if it is.
    pub(super) refusal: Option<Refusal>,
    pub(super) trace: TraceContext,
    pub(super) trace_id: TraceId,
    /// The span of its caller in that trace.
    #[cfg(feature = "otlp")]
    pub(super) parent: Option<u64>,
    pub(super) identity: Authentication,
    /// Whether its response may come from the response cache, and go into it.
    pub(super) shares: bool,
    /// The negotiated content coding of its response.
    pub(super) encoding: Encoding,
    pub(super) common: CommonHeaders,
}

/// The headers that every response to a request has, whatever it is.
#[derive(Debug)]
pub(super) struct CommonHeaders {
    pub(super) cors: CorsRequest,
    pub(super) id: HeaderValue,
    /// This service's part of the trace, for a request that came with one.
    pub(super) trace: Option<HeaderValue>,
    /// Whether the response says how it was decided, so that it is for this client alone.
    pub(super) asks_for_trace: bool,
}

// === impl CommonHeaders ===

impl CommonHeaders {
    /// Sets them on a response.
    pub(super) fn apply(self, web: &Web, response: &mut Response<Body>) {
        let headers = response.headers_mut();
        web.after(self.cors, headers);
        headers.insert(REQUEST_ID, self.id);
        if let Some(trace) = self.trace {
            headers.insert(TRACE_RESPONSE, trace);
        }
        if self.asks_for_trace {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}
