//! The records that become spans: of requests, and of calls.

use serde_json::Value;

use super::{call_span::CallSpan, span::Span};

/// A record that becomes a span.
#[derive(Debug)]
pub(super) enum Record {
    Request(Span),
    Call(CallSpan),
}

// === impl Record ===

impl Record {
    /// As the JSON of OTLP has it.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Request(span) => span.to_json(),
            Self::Call(call) => call.to_json(),
        }
    }
}
