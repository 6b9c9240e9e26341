//! The call of a source as a span: a child of the span of its request.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use ogrom_protocols::{Context, Result, TraceContext};
use ogrom_sources_decorate::{Call, Policy, outcome};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    Spans,
    span::{Record, nanos, status_of, text},
};
use crate::clock;

/// `SPAN_KIND_CLIENT`.
const CLIENT: u8 = 3;

/// A policy that sends a span of each call whose trace is recorded. It measures the source itself: the time that a call waits
/// in the bulkhead is not included.
#[derive(Debug, Clone)]
pub struct SourceSpans(Option<Spans>);

/// A call until its span is sent.
#[derive(Debug)]
pub(super) struct CallSpan {
    trace: TraceContext,
    id: u64,
    call: Call,
    request_id: Arc<str>,
    begun: SystemTime,
    since: Instant,
    took: Duration,
    outcome: &'static str,
}

/// A call on its way. Its span is sent when it is dropped, however it ends.
struct Running<'s> {
    spans: &'s Spans,
    call: Option<CallSpan>,
}

// === impl SourceSpans ===

impl SourceSpans {
    /// The policy that sends its spans here, if anywhere.
    pub(crate) fn to(spans: Option<Spans>) -> Self {
        Self(spans)
    }
}

impl Policy for SourceSpans {
    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let recorded = ctx.trace.as_ref().filter(|trace| trace.sampled);
        let (Some(spans), Some(trace)) = (&self.0, recorded) else { return inner.await };
        let mut running = Running { spans, call: Some(CallSpan::begin(call, ctx, trace)) };
        let result = inner.await;
        running.call.iter_mut().for_each(|span| span.outcome = outcome(&result));
        result
    }
}

// === impl Running ===

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.call.take() {
            let took = call.since.elapsed();
            self.spans.put(Record::Call(CallSpan { took, ..call }));
        }
    }
}

// === impl CallSpan ===

impl CallSpan {
    fn begin(call: Call, ctx: &Context, trace: &TraceContext) -> Self {
        Self {
            trace: trace.clone(),
            id: clock::span(),
            call,
            request_id: Arc::clone(&ctx.request_id),
            begun: clock::now(),
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
