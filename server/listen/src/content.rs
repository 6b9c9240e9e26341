//! The content of requests: bounded in time and size. Content that no endpoint reads is read to its end, so that its sender gets
//! to read the response.
//!
//! A connection that is closed while content is on its way is reset, and a reset may overtake the response.

use std::{
    future::{Future, poll_fn},
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use ogrom_server::{
    ContentState,
    limits::{Limit, LimitMetrics},
};
use tokio::{
    runtime::Handle,
    time::{Instant, Sleep, sleep_until},
};

use crate::{ConnectionOptions, activity::InFlight};

/// How much unwanted content is read at most, in bytes. A client that sends more is disconnected.
const MOST: usize = 32 << 20;

/// How long unwanted content is read at most.
const WITHIN: Duration = Duration::from_secs(5);

/// The content of a request. When it is dropped, its unread rest is read and discarded.
#[derive(Debug)]
pub(super) struct Content {
    /// Taken when this is dropped, and not before.
    inner: Option<Incoming>,
    /// Whether it is on its way. It is not where the client waits to be asked for it (RFC 9110 §10.1.1).
    sent: bool,
    /// Absent where there is no content.
    bounds: Option<Box<Bounds>>,
}

/// The limits of content.
#[derive(Debug)]
struct Bounds {
    state: ContentState,
    timeout: Duration,
    stall: Duration,
    /// How many bytes have come.
    came: u64,
    /// When all must be there, from when it was first waited for.
    ends: Option<Instant>,
    /// When something must come.
    timer: Option<Pin<Box<Sleep>>>,
    metrics: Arc<LimitMetrics>,
    /// Keeps the connection from being taken for idle.
    in_flight: InFlight,
}

// === impl Content ===

impl Content {
    /// This content; `held_back` until it is asked for, or not.
    pub(super) fn new(
        inner: Incoming,
        held_back: bool,
        options: &ConnectionOptions,
        metrics: &Arc<LimitMetrics>,
        in_flight: &InFlight,
    ) -> Self {
        let bounds = (!inner.is_end_stream()).then(|| {
            Box::new(Bounds {
                state: ContentState::new(options.content_bytes),
                timeout: options.content_timeout,
                stall: options.content_stall,
                came: 0,
                ends: None,
                timer: None,
                metrics: Arc::clone(metrics),
                in_flight: in_flight.clone(),
            })
        });
        Self { inner: Some(inner), sent: !held_back, bounds }
    }

    /// Its state; absent where there is no content.
    pub(super) fn state(&self) -> Option<ContentState> {
        self.bounds.as_ref().map(|bounds| bounds.state.clone())
    }
}

impl Body for Content {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        this.sent = true;
        let Some(inner) = &mut this.inner else { return Poll::Ready(None) };
        let polled = Pin::new(inner).poll_frame(cx);
        let Some(bounds) = &mut this.bounds else { return polled.map_err(Into::into) };
        match polled {
            Poll::Pending => bounds.poll_late(cx).map(|late| Some(Err(late.into()))),
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(bounds.take(frame).map_err(Into::into))),
            ended @ Poll::Ready(_) => ended.map_err(Into::into),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        let unread = self.inner.take().filter(|inner| self.sent && !inner.is_end_stream());
        // Content that was late already is not waited for any longer.
        let bounds = self.bounds.take().filter(|bounds| !bounds.state.is_late());
        if let (Some(unread), Some(bounds), Ok(runtime)) = (unread, bounds, Handle::try_current()) {
            runtime.spawn(async move {
                let _ = tokio::time::timeout(WITHIN, discard(unread)).await;
                drop(bounds);
            });
        }
    }
}

// === impl Bounds ===

impl Bounds {
    /// Ready with an error once content is late.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let now = Instant::now;
        let ends = *self.ends.get_or_insert_with(|| now() + self.timeout);
        let stall = self.stall;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(ends.min(now() + stall))));
        timer.as_mut().poll(cx).map(|()| {
            self.state.set_late();
            self.metrics.count(Limit::ContentTime);
            io::ErrorKind::TimedOut.into()
        })
    }

    fn take(&mut self, frame: Frame<Bytes>) -> io::Result<Frame<Bytes>> {
        self.in_flight.moves();
        // The next wait is another one.
        self.timer = None;
        self.came += frame.data_ref().map_or(0, |data| data.len() as u64);
        if self.came > self.state.limit() {
            self.state.set_too_large();
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(frame)
    }
}

async fn discard(mut content: Incoming) {
    let mut read = 0;
    while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut content).poll_frame(cx)).await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > MOST {
            return;
        }
    }
}
