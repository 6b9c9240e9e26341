//! The policy that sends a span of each call of a source.

use ogrom_protocols::{Context, Result};
use ogrom_sources_decorate::{Call, Policy, outcome};

use super::{Spans, call_span::CallSpan, record::Record};

/// A policy that sends a span of each call whose trace is recorded. It measures the source itself: the time that a call waits
/// in the bulkhead is not included.
#[derive(Debug, Clone)]
pub struct SourceSpans(Option<Spans>);

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
        if let Some(mut call) = self.call.take() {
            call.took = call.since.elapsed();
            self.spans.put(Record::Call(call));
        }
    }
}
