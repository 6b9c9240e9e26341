//! A simulated connection: supplies the same request again and again, and keeps the last response.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use hyper::rt::{Read, ReadBufCursor, Write};

/// A client that sends its next request after the response to the previous one, and closes the connection at the end.
pub(crate) struct Memory {
    request: Vec<u8>,
    left: usize,
    answered: bool,
    waits: Option<Waker>,
    answer: Vec<u8>,
}

// === impl Memory ===

impl Memory {
    /// A client that sends so many requests.
    pub(crate) fn new(request: Vec<u8>, times: usize) -> Self {
        Self { request, left: times, answered: true, waits: None, answer: Vec::with_capacity(16 * 1024) }
    }

    /// The last response as it came over the wire.
    pub(crate) fn into_answer(self) -> Vec<u8> {
        self.answer
    }
}

impl Read for Memory {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.answered {
            self.waits = Some(cx.waker().clone());
            return Poll::Pending;
        }
        if self.left > 0 {
            self.left -= 1;
            self.answered = false;
            self.answer.clear();
            // Every request is far smaller than the buffer that hyper begins with.
            buffer.put_slice(&self.request);
        }
        Poll::Ready(Ok(()))
    }
}

impl Write for Memory {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, part: &[u8]) -> Poll<io::Result<usize>> {
        self.answered = true;
        self.answer.extend_from_slice(part);
        self.waits.take().into_iter().for_each(Waker::wake);
        Poll::Ready(Ok(part.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut written = 0;
        for part in parts {
            if let Poll::Ready(count) = self.as_mut().poll_write(cx, part) {
                written += count?;
            }
        }
        Poll::Ready(Ok(written))
    }

    /// As of a TCP connection.
    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
