//! Bytes that are no request, or a head that is too large: hyper responds to them with a bare status, which a whole problem
//! replaces.

use std::{
    future::poll_fn,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http::{HeaderValue, Response, StatusCode, header};
use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use ogrom_core::Body;
use ogrom_server::lifecycle::Stage;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::{activity::ConnectionActivity, rules::date, shared::Shared, stream::Stream};

/// How much of what comes after that is read and forgotten at most, in bytes.
const MOST: usize = 1 << 20;

/// The bytes of a connection of HTTP/1, on which no response is hyper's own.
pub(super) struct Misread<S> {
    inner: Stream<S>,
    activity: Arc<ConnectionActivity>,
    shared: Arc<Shared>,
    /// How many requests had been answered, to the last byte, when all was written. While no other has begun, hyper writes a
    /// response of its own.
    answered: u32,
    /// The rest of the response that replaces it.
    instead: Option<Bytes>,
    /// Whether nothing more is going to be written.
    shut: bool,
    /// How much has been read and forgotten since.
    forgotten: usize,
}

// === impl Misread ===

impl<S: AsyncRead + AsyncWrite + Unpin> Misread<S> {
    pub(super) fn new(inner: Stream<S>, activity: Arc<ConnectionActivity>, shared: Arc<Shared>) -> Self {
        Self { inner, activity, shared, answered: 0, instead: None, shut: false, forgotten: 0 }
    }

    /// Whether hyper writes a response of its own.
    fn is_own(&self) -> bool {
        self.answered == self.activity.begun()
    }

    /// Responds with this status to any request, and ends.
    pub(super) async fn refuse(mut self, status: StatusCode) -> io::Result<()> {
        poll_fn(|cx| self.poll_instead(cx, status)).await?;
        poll_fn(|cx| Pin::new(&mut self).poll_shutdown(cx)).await
    }

    /// Writes a problem in the place of hyper's own response.
    #[cold]
    fn poll_instead(&mut self, cx: &mut Context<'_>, status: StatusCode) -> Poll<io::Result<()>> {
        let Self { inner, activity, shared, instead, .. } = self;
        let instead = instead.get_or_insert_with(|| {
            // The response to a HEAD has no content. Later on a connection, the method is not known.
            let is_head = activity.begun() == 0 && inner.opens_with(b"HEAD ");
            written(shared.pipeline.misread(status), is_head)
        });
        while instead.has_remaining() {
            match ready!(Pin::new(&mut *inner).poll_write(cx, instead))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                taken => instead.advance(taken),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Reads what is on its way yet, for as long as a head may take. A connection that is closed before is reset, and a reset
    /// may overtake what was said (RFC 9112 §9.6).
    fn poll_forget(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut room = [0; 4096];
        while self.forgotten < MOST {
            let mut some = ReadBuf::new(&mut room);
            match ready!(Pin::new(&mut self.inner).poll_read(cx, some.unfilled())) {
                Ok(()) if !some.filled().is_empty() => self.forgotten += some.filled().len(),
                _ => break,
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Read for Misread<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Write for Misread<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_own() {
            return self.poll_instead(cx, status(buf)).map_ok(|()| buf.len());
        }
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.is_own() {
            let status = bufs.first().map_or(StatusCode::BAD_REQUEST, |head| status(head));
            return self.poll_instead(cx, status).map_ok(|()| bufs.iter().map(|buf| buf.len()).sum());
        }
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    /// Is asked for when all that hyper had was written.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.inner).poll_flush(cx))?;
        self.answered = self.activity.ended();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.shut {
            ready!(Pin::new(&mut self.inner).poll_shutdown(cx))?;
            self.shut = true;
        }
        // A service that stops does not wait for clients without requests.
        if self.instead.is_some() && self.shared.lifecycle.stage() < Stage::Stopping {
            ready!(self.poll_forget(cx));
        }
        Poll::Ready(Ok(()))
    }
}

/// The status of a response that begins so.
fn status(head: &[u8]) -> StatusCode {
    let code = head.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
    code.and_then(|code| StatusCode::from_bytes(code).ok()).unwrap_or(StatusCode::BAD_REQUEST)
}

/// The last response on a connection, as HTTP/1.1 has it; without its content as the answer to a HEAD.
fn written(response: Response<Body>, to_head: bool) -> Bytes {
    let (mut head, content) = response.into_parts();
    let content = content.whole().cloned().unwrap_or_default();
    head.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    head.headers.insert(header::CONTENT_LENGTH, content.len().into());
    if let Some(date) = date() {
        head.headers.insert(header::DATE, date);
    }
    let mut bytes = format!("HTTP/1.1 {}\r\n", head.status).into_bytes();
    for (name, value) in &head.headers {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(b"\r\n");
    if !to_head {
        bytes.extend(content);
    }
    bytes.into()
}
