//! A request while it is observed: from its beginning until its response is sent, or until its client hangs up.

use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering::Relaxed},
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use ogrom_core::Body;
use ogrom_protocols::TraceId;

#[cfg(feature = "otlp")]
use crate::otlp::{Span, Spans};
use crate::{
    log::{Completion, OwnedEntry},
    requests::{OperationId, RequestMetrics},
};

/// Observes a request until it is dropped, which records its end.
#[derive(Debug)]
pub struct RequestGuard {
    metrics: Arc<RequestMetrics>,
    begun: Instant,
    operation: OperationId,
    request_id: HeaderValue,
    trace: TraceId,
    entry: Option<OwnedEntry>,
    #[cfg(feature = "otlp")]
    span: Option<(Spans, Span)>,
    response: Option<(StatusCode, Duration)>,
    bytes: u64,
    whole: bool,
}

/// A response body that counts how much of it was sent.
struct CountedBody {
    content: Body,
    guard: RequestGuard,
}

// === impl RequestGuard ===

impl RequestGuard {
    /// Begins to observe a request that began at this time.
    pub fn begin(
        metrics: Arc<RequestMetrics>,
        operation: OperationId,
        (request_id, trace): (HeaderValue, TraceId),
        begun: Instant,
    ) -> Self {
        metrics.in_flight.fetch_add(1, Relaxed);
        Self {
            operation,
            request_id,
            trace,
            entry: None,
            #[cfg(feature = "otlp")]
            span: None,
            response: None,
            bytes: 0,
            whole: false,
            metrics,
            begun,
        }
    }

    /// Writes this access-log entry when the request ends.
    pub fn log(&mut self, entry: OwnedEntry) {
        self.entry = Some(entry);
    }

    /// Sends this span when the request ends.
    #[cfg(feature = "otlp")]
    pub fn export(&mut self, span: Option<(Spans, Span)>) {
        self.span = span;
    }

    /// Records that the response begins. A body of unknown length is counted while it is sent.
    pub fn responded(mut self, response: Response<Body>) -> Response<Body> {
        let took = self.begun.elapsed();
        self.response = Some((response.status(), took));
        self.metrics.requests.record(self.operation, response.status(), took);
        if let Some(bytes) = response.body().size_hint().exact() {
            self.bytes = bytes;
            self.whole = true;
            return response;
        }
        response.map(|content| Body::new(CountedBody { content, guard: self }))
    }

    #[cfg(feature = "otlp")]
    fn end(&mut self) {
        if let Some((spans, span)) = self.span.take() {
            let route = self.metrics.requests.template(self.operation);
            let status = self.response.map(|(status, _)| status);
            spans.send(span.ended(&self.request_id, route, status, self.begun.elapsed()));
        }
    }

    fn write(&self, entry: &OwnedEntry) {
        entry.as_entry().write(&Completion {
            request_id: &self.request_id,
            trace: &self.trace,
            names: self.metrics.requests.names(self.operation),
            status: self.response.map(|(status, _)| status),
            took: self.response.map_or_else(|| self.begun.elapsed(), |(_, took)| took),
            bytes: self.bytes,
            whole: self.whole || self.response.is_none(),
        });
    }
}

impl Drop for RequestGuard {
    fn drop(&mut self) {
        self.metrics.in_flight.fetch_sub(1, Relaxed);
        if self.response.is_none() {
            self.metrics.requests.record_abandoned(self.operation);
        }
        if let Some(entry) = &self.entry {
            self.write(entry);
        }
        #[cfg(feature = "otlp")]
        self.end();
    }
}

// === impl CountedBody ===

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.content).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => self.guard.bytes += frame.data_ref().map_or(0, |data| data.len() as u64),
            Some(Err(_)) => {}
            None => self.guard.whole = true,
        }
        self.guard.whole |= self.content.is_end_stream();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
