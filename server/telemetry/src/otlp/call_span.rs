//! The call of a source as a span: a child of the span of its request.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use ogrom_protocols::{Context, TraceContext};
use ogrom_sources_decorate::Call;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::span::{nanos, status_of, text};
use crate::system;

/// `SPAN_KIND_CLIENT`.
const CLIENT: u8 = 3;

/// A call until its span is sent.
#[derive(Debug)]
pub(super) struct CallSpan {
    trace: TraceContext,
    id: u64,
    call: Call,
    request_id: Arc<str>,
    begun: SystemTime,
    pub(super) since: Instant,
    pub(super) took: Duration,
    pub(super) outcome: &'static str,
}

// === impl CallSpan ===

impl CallSpan {
    pub(super) fn begin(call: Call, ctx: &Context, trace: &TraceContext) -> Self {
        Self {
            trace: trace.clone(),
            id: system::span(),
            call,
            request_id: Arc::clone(&ctx.request_id),
            begun: system::now(),
            since: Instant::now(),
            took: Duration::ZERO,
            outcome: "abandoned",
        }
    }

    /// As the JSON of OTLP has it. Its name is that of a method, of which there are as many as the traits have.
    pub(super) fn to_json(&self) -> Value {
        let Call { noun, method, .. } = self.call;
        let wrong = !matches!(self.outcome, "answered" | "refused");
        let mut attributes = vec![
            text("ogrom.noun", noun),
            text("ogrom.outcome", self.outcome),
            text("ogrom.request_id", &self.request_id),
        ];
        attributes.extend(wrong.then(|| text("error.type", self.outcome)));
        json!({
            "traceId": self.trace.id().as_str(),
            "spanId": format!("{:016x}", self.id),
            "parentSpanId": format!("{:016x}", self.trace.span),
            "traceState": self.trace.state.as_deref().unwrap_or_default(),
            "name": method,
            "kind": CLIENT,
            "startTimeUnixNano": nanos(self.begun),
            "endTimeUnixNano": nanos(self.begun + self.took),
            "attributes": attributes,
            "status": status_of(wrong),
        })
    }
}
