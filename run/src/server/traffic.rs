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
use http_body::{Body as HttpBody, Frame, SizeHint};
use ogrom_core::Body;

/// What goes on over a connection.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    /// How many requests have begun so far; it wraps.
    begun: AtomicU32,
    /// How many contents and answers are on their way.
    open: AtomicU32,
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
    passage: Passage,
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

    /// Whether anything is on its way.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Relaxed) > 0
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
    pub(super) fn new(content: Body, passage: Passage) -> Self {
        Self { content, passage }
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.content).poll_frame(cx));
        self.passage.moves();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
