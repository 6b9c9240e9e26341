//! What goes on over one connection, as its stream, its requests and its answers know it together.

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

/// How much of an answer is handed over at once on HTTP/2, in bytes: the usual size of its frames (RFC 9113 §4.2). What is
/// handed over is out of sight, so that of more nobody would see whether the client takes it.
const PIECE: usize = 16 << 10;

/// What goes on over a connection.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    /// How many requests have begun so far; it wraps.
    begun: AtomicU32,
    /// How many of these have had their whole answers taken by hyper; it wraps.
    ended: AtomicU32,
    /// How many contents and answers are on their way.
    open: AtomicU32,
    /// How many of these are answers of which there is more, or may be, once the client has taken what it was sent.
    offered: AtomicU32,
    /// Goes up whenever one of those moves; it wraps.
    moves: AtomicU32,
    /// Whether the next answer is to be the last.
    closing: AtomicBool,
}

/// A request or an answer on its way, until it is dropped.
#[derive(Debug)]
pub(super) struct Passage(Arc<Traffic>);

/// An answer on its way.
#[derive(Debug)]
pub(super) struct Answer {
    content: Body,
    /// What of it is to be handed over next.
    rest: Bytes,
    passage: Passage,
    /// Absent on HTTP/1, where whatever is not taken shows on the connection itself.
    offer: Option<Offer>,
}

/// What an answer of HTTP/2 waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// The client, to take what there is.
    Client,
    /// Whatever makes the content.
    Content,
}

// === impl Traffic ===

impl Traffic {
    /// A request begins.
    pub(super) fn begin(self: &Arc<Self>) -> Passage {
        self.begun.fetch_add(1, Relaxed);
        self.enter()
    }

    fn enter(self: &Arc<Self>) -> Passage {
        self.open.fetch_add(1, Relaxed);
        Passage(Arc::clone(self))
    }

    /// How many requests have begun so far.
    pub(super) fn begun(&self) -> u32 {
        self.begun.load(Relaxed)
    }

    /// How many of these have had their whole answers taken by hyper, be it that nobody has seen a byte of them.
    pub(super) fn ended(&self) -> u32 {
        self.ended.load(Relaxed)
    }

    /// Whether anything is on its way.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Relaxed) > 0
    }

    /// Whether all that is on its way are answers that the client is to take.
    pub(super) fn is_offered(&self) -> bool {
        let open = self.open.load(Relaxed);
        open > 0 && open == self.offered.load(Relaxed)
    }

    /// What changes whenever anything moves.
    pub(super) fn moves(&self) -> u32 {
        self.moves.load(Relaxed)
    }

    /// Makes the next answer the last.
    pub(super) fn close(&self) {
        self.closing.store(true, Relaxed);
    }

    /// Whether the next answer is to be the last.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Relaxed)
    }
}

// === impl Passage ===

impl Passage {
    /// Something moves.
    pub(super) fn moves(&self) {
        self.0.moves.fetch_add(1, Relaxed);
    }

    /// The connection.
    pub(super) fn traffic(&self) -> &Traffic {
        &self.0
    }
}

impl Clone for Passage {
    fn clone(&self) -> Self {
        self.0.enter()
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        self.moves();
        self.0.open.fetch_sub(1, Relaxed);
    }
}

// === impl Answer ===

impl Answer {
    /// An answer whose content the connection asks for once there is room for it.
    pub(super) fn new(content: Body, passage: Passage, version: Version) -> Self {
        let offer = (version == Version::HTTP_2).then_some(Offer::Content);
        let mut answer = Self { content, rest: Bytes::new(), passage, offer };
        answer.waits_for(Offer::Client);
        answer
    }

    fn waits_for(&mut self, next: Offer) {
        let Some(before) = self.offer.as_mut().filter(|before| **before != next) else { return };
        *before = next;
        let offered = &self.passage.traffic().offered;
        match next {
            Offer::Client => offered.fetch_add(1, Relaxed),
            Offer::Content => offered.fetch_sub(1, Relaxed),
        };
    }

    fn poll_content(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, <Body as HttpBody>::Error>>> {
        let frame = ready!(Pin::new(&mut self.content).poll_frame(cx));
        self.passage.moves();
        Poll::Ready(frame)
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.waits_for(Offer::Content);
        self.passage.traffic().ended.fetch_add(1, Relaxed);
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if this.offer.is_none() {
            return this.poll_content(cx);
        }
        if this.rest.is_empty() {
            this.waits_for(Offer::Content);
            match ready!(this.poll_content(cx)).map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => this.rest = data,
                Some(Ok(Err(trailers))) => return Poll::Ready(Some(Ok(trailers))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        this.waits_for(Offer::Client);
        this.passage.moves();
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
