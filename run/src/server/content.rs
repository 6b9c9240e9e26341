//! The content of requests: read to its end even where nobody wants it, so that its sender gets to read the answer.
//!
//! A connection that is closed while content is on its way is reset, and a reset may overtake the answer.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::runtime::Handle;

/// How much unwanted content is read at most, in bytes. Whoever sends more is cut off.
const MOST: usize = 32 << 20;

/// How long unwanted content is read at most.
const WITHIN: Duration = Duration::from_secs(5);

/// The content of a request. What nobody has read of it is read and forgotten once it is dropped.
#[derive(Debug)]
pub(super) struct Content {
    /// Taken when this is dropped, and not before.
    inner: Option<Incoming>,
    /// Whether it is on its way. It is not where the client waits to be asked for it (RFC 9110 §10.1.1).
    sent: bool,
}

// === impl Content ===

impl Content {
    /// This content; `held_back` until it is asked for, or not.
    pub(super) fn new(inner: Incoming, held_back: bool) -> Self {
        Self { inner: Some(inner), sent: !held_back }
    }
}

impl Body for Content {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.sent = true;
        self.inner.as_mut().map_or(Poll::Ready(None), |inner| Pin::new(inner).poll_frame(cx))
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
        if let (Some(unread), Ok(runtime)) = (unread, Handle::try_current()) {
            runtime.spawn(tokio::time::timeout(WITHIN, forget(unread)));
        }
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
