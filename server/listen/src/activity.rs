//! The activity of one connection: counters that its stream, its requests and its responses share.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::Version;
use http_body::{Body as HttpBody, Frame, SizeHint};
use ogrom_core::Body;

/// How much of a response is handed over at once on HTTP/2, in bytes: the usual size of its frames (RFC 9113 §4.2). Whether the
/// client takes what is handed over does not show, so that it must not be more.
const PIECE: usize = 16 << 10;

/// The activity of a connection.
#[derive(Debug, Default)]
pub(super) struct ConnectionActivity {
    /// How many requests have begun so far; it wraps.
    begun: AtomicU32,
    /// How many of these have had their whole responses taken by hyper; it wraps.
    ended: AtomicU32,
    /// How many request bodies and responses are on their way.
    open: AtomicU32,
    /// How many of these are responses that wait for the client to take what it was sent.
    offered: AtomicU32,
    /// Goes up with each progress of one of those; it wraps.
    moves: AtomicU32,
    /// Whether the next response is the last.
    closing: AtomicBool,
}

/// Counts one request or body as in flight, until it is dropped.
#[derive(Debug)]
pub(super) struct InFlight(Arc<ConnectionActivity>);

/// The body of a response on its way.
#[derive(Debug)]
pub(super) struct ResponseBody {
    content: Body,
    /// The part of it that is to be handed over next.
    rest: Bytes,
    in_flight: InFlight,
    /// Absent on HTTP/1, where a body that is not taken shows on the connection itself.
    waiting_on: Option<WaitingOn>,
}

/// The peer or source that the body of a response of HTTP/2 waits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WaitingOn {
    /// The client, to take what there is.
    Client,
    /// Its source, for more of it.
    Body,
}

// === impl ConnectionActivity ===

impl ConnectionActivity {
    /// A request begins.
    pub(super) fn begin(self: &Arc<Self>) -> InFlight {
        self.begun.fetch_add(1, Relaxed);
        self.enter()
    }

    fn enter(self: &Arc<Self>) -> InFlight {
        self.open.fetch_add(1, Relaxed);
        InFlight(Arc::clone(self))
    }

    /// How many requests have begun so far.
    pub(super) fn begun(&self) -> u32 {
        self.begun.load(Relaxed)
    }

    /// How many of these have had their whole responses taken by hyper, sent or not.
    pub(super) fn ended(&self) -> u32 {
        self.ended.load(Relaxed)
    }

    /// Whether anything is on its way.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Relaxed) > 0
    }

    /// Whether everything on its way is a response that the client is to take.
    pub(super) fn is_offered(&self) -> bool {
        let open = self.open.load(Relaxed);
        open > 0 && open == self.offered.load(Relaxed)
    }

    /// A counter that changes with every progress.
    pub(super) fn moves(&self) -> u32 {
        self.moves.load(Relaxed)
    }

    /// Makes the next response the last.
    pub(super) fn close(&self) {
        self.closing.store(true, Relaxed);
    }

    /// Whether the next response is the last.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Relaxed)
    }
}

// === impl InFlight ===

impl InFlight {
    /// Counts progress.
    pub(super) fn moves(&self) {
        self.0.moves.fetch_add(1, Relaxed);
    }

    /// The connection.
    pub(super) fn connection(&self) -> &ConnectionActivity {
        &self.0
    }
}

impl Clone for InFlight {
    fn clone(&self) -> Self {
        self.0.enter()
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.moves();
        self.0.open.fetch_sub(1, Relaxed);
    }
}

// === impl ResponseBody ===

impl ResponseBody {
    /// A body whose content the connection asks for once there is room for it.
    pub(super) fn new(content: Body, in_flight: InFlight, version: Version) -> Self {
        let waiting_on = (version == Version::HTTP_2).then_some(WaitingOn::Body);
        let mut body = Self { content, rest: Bytes::new(), in_flight, waiting_on };
        body.waits_on(WaitingOn::Client);
        body
    }

    fn waits_on(&mut self, next: WaitingOn) {
        let Some(before) = self.waiting_on.as_mut().filter(|before| **before != next) else { return };
        *before = next;
        let offered = &self.in_flight.connection().offered;
        match next {
            WaitingOn::Client => offered.fetch_add(1, Relaxed),
            WaitingOn::Body => offered.fetch_sub(1, Relaxed),
        };
    }

    fn poll_content(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, <Body as HttpBody>::Error>>> {
        let frame = ready!(Pin::new(&mut self.content).poll_frame(cx));
        self.in_flight.moves();
        Poll::Ready(frame)
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        self.waits_on(WaitingOn::Body);
        self.in_flight.connection().ended.fetch_add(1, Relaxed);
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if this.waiting_on.is_none() {
            return this.poll_content(cx);
        }
        if this.rest.is_empty() {
            this.waits_on(WaitingOn::Body);
            match ready!(this.poll_content(cx)).map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => this.rest = data,
                Some(Ok(Err(trailers))) => return Poll::Ready(Some(Ok(trailers))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        this.waits_on(WaitingOn::Client);
        this.in_flight.moves();
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, content) = (self.rest.len() as u64, self.content.size_hint());
        let mut both = SizeHint::new();
        both.set_lower(rest + content.lower());
        if let Some(upper) = content.upper() {
            both.set_upper(rest + upper);
        }
        both
    }
}
