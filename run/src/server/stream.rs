//! The bytes of a connection, whose ends both have to keep moving: whoever keeps the other one waiting is cut off.

use std::{
    io,
    mem::MaybeUninit,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, Sleep, sleep},
};

use super::{slots::Slots, traffic::Traffic, trailers::Trailers};
use crate::limits::{Limit, LimitOptions, Meters};

/// What HTTP/2 by prior knowledge begins with (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What a client that reads an answer takes at least in the time of a stall, in bytes.
const LEAST_TAKEN: usize = 1024;

/// How much of HTTP/2 is read at once, in bytes.
const FRAMES: usize = 8 << 10;

/// How long nothing of HTTP/2's requests and answers may move: longer than any of them takes to begin.
const MOTIONLESS: Duration = Duration::from_mins(1);

/// What is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// How long a client may keep the service waiting.
#[derive(Debug)]
pub(super) struct Patience {
    /// For a head.
    head: Duration,
    /// For the next request.
    idle: Duration,
    /// For taking some of an answer.
    stall: Duration,
    slots: Arc<Slots>,
    meters: Arc<Meters>,
}

/// The bytes of a connection.
#[derive(Debug)]
pub(super) struct Stream<S> {
    inner: TokioIo<S>,
    /// What was read to find out what is spoken, and how much of it has been handed on.
    opening: [u8; PREFACE.len()],
    opened: usize,
    handed_on: usize,
    protocol: Protocol,
    trailers: Trailers,
    traffic: Arc<Traffic>,
    patience: Arc<Patience>,
    /// Whether a head has begun, and what waits is its rest.
    in_head: bool,
    waiting: Waiting,
    timer: Pin<Box<Sleep>>,
    /// There while the client does not take what is sent.
    stall: Option<Stall>,
}

/// What is waited for, since when.
#[derive(Debug)]
struct Waiting {
    /// Absent while it is the client that waits.
    cause: Option<Cause>,
    /// What was going on then: another mark is another wait.
    mark: u32,
    since: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The client says a head.
    Head,
    /// The client is to ask something.
    Idle,
    /// The client is to take some of the answers of HTTP/2.
    Taking,
    /// Something of HTTP/2 is to move.
    Motion,
}

#[derive(Debug)]
struct Stall {
    timer: Pin<Box<Sleep>>,
    /// How much was taken since the timer began.
    taken: usize,
}

// === impl Cause ===

impl Cause {
    /// What ends a connection where it is waited for in vain.
    fn limit(self) -> Limit {
        match self {
            Self::Head => Limit::HeadTime,
            Self::Taking => Limit::AnswerTime,
            Self::Idle | Self::Motion => Limit::IdleTime,
        }
    }
}

// === impl Patience ===

impl Patience {
    pub(super) fn new(options: &LimitOptions, slots: Arc<Slots>, meters: Arc<Meters>) -> Self {
        Self {
            head: options.header_timeout,
            idle: options.idle_timeout,
            stall: options.answer_stall,
            slots,
            meters,
        }
    }

    /// How long this may be waited for. Where connections get scarce, nobody keeps one for nothing.
    fn allows(&self, cause: Cause) -> Duration {
        match cause {
            Cause::Head => self.head,
            Cause::Idle if self.slots.are_scarce() => self.head.min(self.idle),
            Cause::Idle => self.idle,
            Cause::Taking => self.stall,
            Cause::Motion => MOTIONLESS,
        }
    }

    fn ended(&self, limit: Limit) -> io::Error {
        self.meters.count(limit);
        io::ErrorKind::TimedOut.into()
    }
}

// === impl Stream ===

impl<S: AsyncRead + AsyncWrite + Unpin> Stream<S> {
    pub(super) fn new(inner: S, traffic: Arc<Traffic>, patience: Arc<Patience>) -> Self {
        Self {
            inner: TokioIo::new(inner),
            opening: [0; PREFACE.len()],
            opened: 0,
            handed_on: 0,
            protocol: Protocol::Http1,
            trailers: Trailers::default(),
            // Who connects has something to say.
            in_head: true,
            waiting: Waiting { cause: Some(Cause::Head), mark: 0, since: Instant::now() },
            timer: Box::pin(sleep(patience.head)),
            stall: None,
            traffic,
            patience,
        }
    }

    /// Reads until it is known what is spoken. Within the time of a head, as its first bytes are part of it.
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
            Poll::Pending => self.poll_patience(cx).map(Err),
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

    /// What the stream waits for the client to do; absent while it is the client that waits.
    fn cause(&mut self) -> Option<Cause> {
        let open = self.traffic.is_open();
        let cause = match self.protocol {
            Protocol::Http1 if open => None,
            Protocol::Http1 if self.in_head && self.traffic.begun() == self.waiting.mark => Some(Cause::Head),
            // Its windows may be closed while the connection is open.
            Protocol::Http2 if self.traffic.is_offered() => Some(Cause::Taking),
            Protocol::Http2 if open => Some(Cause::Motion),
            Protocol::Http1 | Protocol::Http2 => Some(Cause::Idle),
        };
        self.in_head = cause == Some(Cause::Head);
        cause
    }

    /// Comes with an error when the client has kept the stream waiting for too long.
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let cause = self.cause();
        let mark = match cause {
            Some(Cause::Taking | Cause::Motion) => self.traffic.moves(),
            _ => self.traffic.begun(),
        };
        let Some(awaited) = cause else {
            (self.waiting.cause, self.waiting.mark) = (None, mark);
            return Poll::Pending;
        };
        if (cause, mark) != (self.waiting.cause, self.waiting.mark) {
            self.waiting = Waiting { cause, mark, since: Instant::now() };
        }
        loop {
            let deadline = self.waiting.since + self.patience.allows(awaited);
            if self.timer.deadline() > deadline {
                self.timer.as_mut().reset(deadline);
            }
            ready!(self.timer.as_mut().poll(cx));
            let now = Instant::now();
            if now >= deadline {
                return Poll::Ready(self.patience.ended(awaited.limit()));
            }
            // A timer that is early costs less than one that is moved with each request. And it looks up now and then
            // whether connections have become scarce.
            self.timer.as_mut().reset(deadline.min(now + self.patience.head));
        }
    }

    /// Comes with an error when the client takes nothing for too long.
    fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let allowed = self.patience.stall;
        let stall = self.stall.get_or_insert_with(|| Stall { timer: Box::pin(sleep(allowed)), taken: 0 });
        loop {
            ready!(stall.timer.as_mut().poll(cx));
            if stall.taken < LEAST_TAKEN {
                return Poll::Ready(self.patience.ended(Limit::AnswerTime));
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
            Poll::Pending => this.poll_patience(cx).map(Err),
            read @ Poll::Ready(_) => {
                this.in_head |= !this.traffic.is_open();
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
        // After an answer it is the client's turn, and nobody may read again before the client has done something.
        if !self.traffic.is_open()
            && let Poll::Ready(error) = self.poll_patience(cx)
        {
            return Poll::Ready(Err(error));
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
