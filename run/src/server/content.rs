//! The content of requests: bounded in time and size, and read to its end even where nobody wants it, so that its sender
//! gets to read the answer.
//!
//! A connection that is closed while content is on its way is reset, and a reset may overtake the answer.

use std::{
    future::{Future, poll_fn},
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::{
    runtime::Handle,
    time::{Instant, Sleep, sleep_until},
};

use super::traffic::Passage;
use crate::limits::{Limit, LimitOptions, Meters, Refusal};

/// How much unwanted content is read at most, in bytes. Whoever sends more is cut off.
const MOST: usize = 32 << 20;

/// How long unwanted content is read at most.
const WITHIN: Duration = Duration::from_secs(5);

/// What became of the content of a request. An extension of each request that has content.
#[derive(Debug, Clone)]
pub struct ContentState(Arc<State>);

#[derive(Debug)]
struct State {
    fault: AtomicU8,
    limit: u64,
}

/// The content did not come in time.
const LATE: u8 = 1;

/// More came than is ever taken.
const TOO_LARGE: u8 = 2;

/// The content of a request. What nobody has read of it is read and forgotten once it is dropped.
#[derive(Debug)]
pub(super) struct Content {
    /// Taken when this is dropped, and not before.
    inner: Option<Incoming>,
    /// Whether it is on its way. It is not where the client waits to be asked for it (RFC 9110 §10.1.1).
    sent: bool,
    /// Absent where there is no content.
    bounds: Option<Box<Bounds>>,
}

/// What content may take.
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
    meters: Arc<Meters>,
    /// Keeps the connection from being taken for idle.
    passage: Passage,
}

// === impl ContentState ===

impl ContentState {
    /// What its sender is told, where it is not as it should be.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self.0.fault.load(Relaxed) {
            LATE => Some(Refusal::late()),
            TOO_LARGE => Some(Refusal::too_large(self.0.limit)),
            _ => None,
        }
    }

    /// Whether it did not come in time.
    pub(super) fn is_late(&self) -> bool {
        self.0.fault.load(Relaxed) == LATE
    }
}

// === impl Content ===

impl Content {
    /// This content; `held_back` until it is asked for, or not.
    pub(super) fn new(
        inner: Incoming,
        held_back: bool,
        options: &LimitOptions,
        meters: &Arc<Meters>,
        passage: &Passage,
    ) -> Self {
        let bounds = (!inner.is_end_stream()).then(|| {
            Box::new(Bounds {
                state: ContentState(Arc::new(State {
                    fault: AtomicU8::new(0),
                    limit: options.content_bytes,
                })),
                timeout: options.content_timeout,
                stall: options.content_stall,
                came: 0,
                ends: None,
                timer: None,
                meters: Arc::clone(meters),
                passage: passage.clone(),
            })
        });
        Self { inner: Some(inner), sent: !held_back, bounds }
    }

    /// What becomes of it; absent where there is none.
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
        // Who has been late for the one who wanted it is not waited for any longer.
        let bounds = self.bounds.take().filter(|bounds| !bounds.state.is_late());
        if let (Some(unread), Some(bounds), Ok(runtime)) = (unread, bounds, Handle::try_current()) {
            runtime.spawn(async move {
                let _ = tokio::time::timeout(WITHIN, forget(unread)).await;
                drop(bounds);
            });
        }
    }
}

// === impl Bounds ===

impl Bounds {
    /// Comes with an error when content does not.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let now = Instant::now;
        let ends = *self.ends.get_or_insert_with(|| now() + self.timeout);
        let stall = self.stall;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(ends.min(now() + stall))));
        timer.as_mut().poll(cx).map(|()| {
            self.state.0.fault.store(LATE, Relaxed);
            self.meters.count(Limit::ContentTime);
            io::ErrorKind::TimedOut.into()
        })
    }

    fn take(&mut self, frame: Frame<Bytes>) -> io::Result<Frame<Bytes>> {
        self.passage.moves();
        // The next wait is another one.
        self.timer = None;
        self.came += frame.data_ref().map_or(0, |data| data.len() as u64);
        if self.came > self.state.0.limit {
            self.state.0.fault.store(TOO_LARGE, Relaxed);
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(frame)
    }
}

async fn forget(mut content: Incoming) {
    let mut read = 0;
    while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut content).poll_frame(cx)).await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > MOST {
            return;
        }
    }
}
