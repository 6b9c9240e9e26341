//! The bytes of a connection, with timeouts: a client that keeps the service waiting for too long is disconnected.

use std::{
    io,
    mem::MaybeUninit,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use ogrom_server::limits::Limit;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, Sleep, sleep},
};

use crate::{
    activity::ConnectionActivity,
    timeouts::{ConnectionTimeouts, WaitingFor},
    trailers::Trailers,
};

/// The first bytes of HTTP/2 by prior knowledge (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How much of a response a client must take within `--answer-stall`, in bytes.
const LEAST_TAKEN: usize = 1024;

/// How much of HTTP/2 is read at once, in bytes.
const FRAMES: usize = 8 << 10;

/// The protocol of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// The bytes of a connection.
#[derive(Debug)]
pub(super) struct Stream<S> {
    inner: TokioIo<S>,
    /// The bytes that were read to find out the protocol, and how many of them have been handed on.
    opening: [u8; PREFACE.len()],
    opened: usize,
    handed_on: usize,
    protocol: Protocol,
    trailers: Trailers,
    activity: Arc<ConnectionActivity>,
    timeouts: Arc<ConnectionTimeouts>,
    /// Whether a head has begun, and what waits is its rest.
    in_head: bool,
    waiting: Waiting,
    timer: Pin<Box<Sleep>>,
    /// There while the client does not take what is sent.
    stall: Option<Stall>,
}

/// The wait of a connection, and its beginning.
#[derive(Debug)]
struct Waiting {
    /// Absent while the client waits for the service.
    what: Option<WaitingFor>,
    /// The counter of activity then: another mark is another wait.
    mark: u32,
    since: Instant,
}

#[derive(Debug)]
struct Stall {
    timer: Pin<Box<Sleep>>,
    /// How much was taken since the timer began.
    taken: usize,
}

// === impl Stream ===

impl<S: AsyncRead + AsyncWrite + Unpin> Stream<S> {
    pub(super) fn new(
        inner: S,
        activity: Arc<ConnectionActivity>,
        timeouts: Arc<ConnectionTimeouts>,
    ) -> Self {
        Self {
            inner: TokioIo::new(inner),
            opening: [0; PREFACE.len()],
            opened: 0,
            handed_on: 0,
            protocol: Protocol::Http1,
            trailers: Trailers::default(),
            // A client connects to send a request.
            in_head: true,
            waiting: Waiting { what: Some(WaitingFor::Head), mark: 0, since: Instant::now() },
            timer: Box::pin(sleep(timeouts.head)),
            stall: None,
            activity,
            timeouts,
        }
    }

    /// Reads until the protocol is known. Its first bytes are part of a head, and have the timeout of one.
    pub(super) async fn protocol(&mut self) -> io::Result<Protocol> {
        while self.opening[..self.opened] == PREFACE[..self.opened] {
            if self.opened == PREFACE.len() {
                self.protocol = Protocol::Http2;
                break;
            }
            if std::future::poll_fn(|cx| self.poll_opening(cx)).await? == 0 {
                break;
            }
        }
        Ok(self.protocol)
    }

    /// Whether the first bytes on the connection are these.
    pub(super) fn opens_with(&self, bytes: &[u8]) -> bool {
        self.opening[..self.opened].starts_with(bytes)
    }

    fn poll_opening(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut room = ReadBuf::new(&mut self.opening[self.opened..]);
        match Pin::new(&mut self.inner).poll_read(cx, room.unfilled()) {
            Poll::Ready(read) => {
                let length = room.filled().len();
                self.opened += length;
                Poll::Ready(read.map(|()| length))
            }
            Poll::Pending => self.poll_timeout(cx).map(Err),
        }
    }

    /// Reads some of what a client of HTTP/2 sends, and looks at it on its way.
    fn poll_frames(&mut self, cx: &mut Context<'_>, mut buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut room = [const { MaybeUninit::uninit() }; FRAMES];
        let length = buf.remaining().min(FRAMES);
        let mut some = tokio::io::ReadBuf::uninit(&mut room[..length]);
        ready!(Pin::new(self.inner.inner_mut()).poll_read(cx, &mut some))?;
        self.trailers.pass(some.filled_mut())?;
        buf.put_slice(some.filled());
        Poll::Ready(Ok(()))
    }

    /// The reason why the connection waits; absent while the client waits for the service.
    fn waits_for(&mut self) -> Option<WaitingFor> {
        let open = self.activity.is_open();
        let what = match self.protocol {
            Protocol::Http1 if open => None,
            Protocol::Http1 if self.in_head && self.activity.begun() == self.waiting.mark => {
                Some(WaitingFor::Head)
            }
            // Its windows may be closed while the connection is open.
            Protocol::Http2 if self.activity.is_offered() => Some(WaitingFor::ResponseRead),
            Protocol::Http2 if open => Some(WaitingFor::Progress),
            Protocol::Http1 | Protocol::Http2 => Some(WaitingFor::NextRequest),
        };
        self.in_head = what == Some(WaitingFor::Head);
        what
    }

    /// Ready with an error once the client has kept the connection waiting for too long.
    fn poll_timeout(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let what = self.waits_for();
        let mark = match what {
            Some(WaitingFor::ResponseRead | WaitingFor::Progress) => self.activity.moves(),
            _ => self.activity.begun(),
        };
        let Some(awaited) = what else {
            (self.waiting.what, self.waiting.mark) = (None, mark);
            return Poll::Pending;
        };
        if (what, mark) != (self.waiting.what, self.waiting.mark) {
            self.waiting = Waiting { what, mark, since: Instant::now() };
        }
        loop {
            let deadline = self.waiting.since + self.timeouts.of(awaited);
            if self.timer.deadline() > deadline {
                self.timer.as_mut().reset(deadline);
            }
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            if now >= deadline {
                return Poll::Ready(self.timeouts.ended(awaited.limit()));
            }
            // A timer that is early costs less than one that is moved with each request. And it checks now and then whether
            // connections have become scarce.
            self.timer.as_mut().reset(deadline.min(now + self.timeouts.head));
        }
    }

    /// Ready with an error once the client has taken nothing for too long.
    fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let allowed = self.timeouts.stall;
        let stall = self.stall.get_or_insert_with(|| Stall { timer: Box::pin(sleep(allowed)), taken: 0 });
        loop {
            ready!(stall.timer.as_mut().poll(cx));
            if stall.taken < LEAST_TAKEN {
                return Poll::Ready(self.timeouts.ended(Limit::AnswerTime));
            }
            stall.taken = 0;
            stall.timer.as_mut().reset(Instant::now() + allowed);
        }
    }

    fn poll_written(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
        length: usize,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => return self.poll_stall(cx).map(Err),
            Poll::Ready(Ok(taken)) if taken < length => {
                self.stall.iter_mut().for_each(|stall| stall.taken += taken);
            }
            Poll::Ready(_) => self.stall = None,
        }
        written
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Read for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.handed_on < this.opened {
            let rest = &this.opening[this.handed_on..this.opened];
            let rest = &rest[..rest.len().min(buf.remaining())];
            buf.put_slice(rest);
            this.handed_on += rest.len();
            return Poll::Ready(Ok(()));
        }
        let read = match this.protocol {
            Protocol::Http1 => Pin::new(&mut this.inner).poll_read(cx, buf),
            Protocol::Http2 => this.poll_frames(cx, buf),
        };
        match read {
            Poll::Pending => this.poll_timeout(cx).map(Err),
            read @ Poll::Ready(_) => {
                this.in_head |= !this.activity.is_open();
                read
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Write for Stream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.poll_written(cx, written, buf.len())
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = bufs.iter().map(|buf| buf.len()).sum();
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.poll_written(cx, written, length)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.inner).poll_flush(cx))?;
        // After a response it is the client's turn, and there may be no read before the client has done something.
        if !self.activity.is_open()
            && let Poll::Ready(error) = self.poll_timeout(cx)
        {
            return Poll::Ready(Err(error));
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
