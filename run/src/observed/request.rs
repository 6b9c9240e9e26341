//! A request while it is watched: from its beginning until its answer is sent, or until nobody waits for it any more.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use ogrom_core::Body;
use ogrom_protocols::TraceId;

#[cfg(feature = "otlp")]
use super::otlp::{Span, Spans};
use super::{Asked, Requests, metrics::IN_FLIGHT};
use crate::log::{Answered, Remembered};

/// How requests are watched.
#[derive(Debug)]
pub(crate) struct Observed {
    requests: Requests,
    /// How many are being answered.
    in_flight: AtomicUsize,
}

/// A request that is waited for; told of when this is dropped.
#[derive(Debug)]
pub(crate) struct Watched {
    observed: Arc<Observed>,
    begun: Instant,
    asked: Asked,
    request_id: HeaderValue,
    trace: TraceId,
    access: Option<Remembered>,
    #[cfg(feature = "otlp")]
    span: Option<(Spans, Span)>,
    answer: Option<(StatusCode, Duration)>,
    bytes: u64,
    whole: bool,
}

/// Content that tells how much of it was sent.
struct Counted {
    content: Body,
    watched: Watched,
}

// === impl Observed ===

impl Observed {
    /// Counts these requests, and no more.
    pub(crate) fn of(requests: Requests) -> Self {
        Self { requests, in_flight: AtomicUsize::new(0) }
    }

    /// Its requests in numbers.
    pub(crate) fn requests(&self) -> &Requests {
        &self.requests
    }

    /// Sets how many requests are being answered, and writes the numbers of those that were.
    pub(crate) fn tell(&self, text: &mut String) {
        let in_flight = u32::try_from(self.in_flight.load(Relaxed)).unwrap_or(u32::MAX);
        metrics::gauge!(IN_FLIGHT).set(in_flight);
        self.requests.write(text);
    }
}

// === impl Watched ===

impl Watched {
    /// Begins to watch.
    pub(crate) fn begin(
        observed: Arc<Observed>,
        asked: Asked,
        (request_id, trace): (HeaderValue, TraceId),
        begun: Instant,
    ) -> Self {
        observed.in_flight.fetch_add(1, Relaxed);
        Self {
            asked,
            request_id,
            trace,
            access: None,
            #[cfg(feature = "otlp")]
            span: None,
            answer: None,
            bytes: 0,
            whole: false,
            observed,
            begun,
        }
    }

    /// Has a line written for it in the end.
    pub(crate) fn log(&mut self, access: Remembered) {
        self.access = Some(access);
    }

    /// Has its span sent in the end.
    #[cfg(feature = "otlp")]
    pub(crate) fn export(&mut self, span: Option<(Spans, Span)>) {
        self.span = span;
    }

    /// Its answer begins. Of content whose length nobody knows, what is sent is counted.
    pub(crate) fn answered(mut self, response: Response<Body>) -> Response<Body> {
        let took = self.begun.elapsed();
        self.answer = Some((response.status(), took));
        self.observed.requests.answered(self.asked, response.status(), took);
        if let Some(bytes) = response.body().size_hint().exact() {
            self.bytes = bytes;
            self.whole = true;
            return response;
        }
        response.map(|content| Body::new(Counted { content, watched: self }))
    }

    #[cfg(feature = "otlp")]
    fn end(&mut self) {
        if let Some((spans, span)) = self.span.take() {
            let route = self.observed.requests.template(self.asked);
            let status = self.answer.map(|(status, _)| status);
            spans.take(span.ended(&self.request_id, route, status, self.begun.elapsed()));
        }
    }

    fn write(&self, access: &Remembered) {
        access.access().write(&Answered {
            request_id: &self.request_id,
            trace: &self.trace,
            names: self.observed.requests.names(self.asked),
            status: self.answer.map(|(status, _)| status),
            took: self.answer.map_or_else(|| self.begun.elapsed(), |(_, took)| took),
            bytes: self.bytes,
            whole: self.whole || self.answer.is_none(),
        });
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.observed.in_flight.fetch_sub(1, Relaxed);
        if self.answer.is_none() {
            self.observed.requests.abandoned(self.asked);
        }
        if let Some(access) = &self.access {
            self.write(access);
        }
        #[cfg(feature = "otlp")]
        self.end();
    }
}

// === impl Counted ===

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.content).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => self.watched.bytes += frame.data_ref().map_or(0, |data| data.len() as u64),
            Some(Err(_)) => {}
            None => self.watched.whole = true,
        }
        self.watched.whole |= self.content.is_end_stream();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
