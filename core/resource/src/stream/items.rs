//! Items on their way in: content that is read line by line, each when it is asked for.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use http_body::Body as _;

use super::lines::Lines;
use crate::{
    Body, Fault, Input, Location, Problem,
    fault::Result,
    faults::Faults,
    format::{
        Unreadable,
        json::{self, Broken},
    },
    input::{convert, schema::Checker},
    problem::of,
};

/// The items of content, read while it arrives. Ends after the last, or after the first that is wrong: that is an error
/// which becomes the answer where the resource hands it on.
///
/// Items that nobody asks for are neither read nor judged.
pub struct Items<T> {
    /// Never locked: the engine hands its input about by reference, which a body by itself does not let it.
    body: Mutex<Body>,
    lines: Lines,
    checker: Arc<Checker>,
    /// The longest line, in bytes.
    max_item: usize,
    /// The longest content, in bytes.
    max_content: usize,
    /// How many bytes came.
    came: usize,
    /// How many items were read.
    read: usize,
    state: State,
    item: PhantomData<fn() -> T>,
}

/// How far the content has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// More may come.
    Open,
    /// All has come, and the last line may be left.
    Complete,
    /// Nothing is left.
    Over,
}

// === impl Items ===

impl<T: Input> Items<T> {
    pub(super) fn new(body: Body, checker: Arc<Checker>, max_item: usize, max_content: usize) -> Self {
        Self {
            body: Mutex::new(body),
            lines: Lines::default(),
            checker,
            max_item,
            max_content,
            came: 0,
            read: 0,
            state: State::Open,
            item: PhantomData,
        }
    }

    /// The next item; absent at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let item = ready!(self.poll_line(cx)).map(|line| line.and_then(|line| self.item(&line)));
        if !matches!(item, Some(Ok(_))) {
            self.end();
        }
        Poll::Ready(item.map(|item| item.map_err(Fault::refused)))
    }

    /// Nothing of the content is wanted any more.
    fn end(&mut self) {
        self.state = State::Over;
        (self.body, self.lines) = (Mutex::default(), Lines::default());
    }

    /// The next line that is not blank.
    fn poll_line(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<bytes::Bytes, Problem>>> {
        loop {
            while let Some(line) = self.lines.next_line() {
                if line.len() > self.max_item {
                    return Poll::Ready(Some(Err(self.too_long(self.lines.number()))));
                }
                if !line.trim_ascii().is_empty() {
                    return Poll::Ready(Some(Ok(line)));
                }
            }
            if self.lines.pending() > self.max_item {
                return Poll::Ready(Some(Err(self.too_long(self.lines.number() + 1))));
            }
            match self.state {
                State::Open => {
                    if let Err(problem) = ready!(self.poll_content(cx)) {
                        return Poll::Ready(Some(Err(problem)));
                    }
                }
                State::Complete => {
                    self.state = State::Over;
                    let last = self.lines.last_line().filter(|line| !line.trim_ascii().is_empty());
                    return Poll::Ready(last.map(Ok));
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }

    /// Takes in the next piece of the content.
    fn poll_content(&mut self, cx: &mut Context<'_>) -> Poll<std::result::Result<(), Problem>> {
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(frame) = ready!(Pin::new(body).poll_frame(cx)) else {
            self.state = State::Complete;
            return Poll::Ready(Ok(()));
        };
        let piece = match frame.map(http_body::Frame::into_data) {
            Ok(Ok(piece)) => piece,
            Ok(Err(_trailers)) => return Poll::Ready(Ok(())),
            Err(cause) => {
                tracing::debug!(%cause, "content was cut off");
                return Poll::Ready(Err(Problem::malformed("the content was cut off")));
            }
        };
        self.came += piece.len();
        if self.came > self.max_content {
            return Poll::Ready(Err(Problem::content_too_large(self.max_content)));
        }
        self.lines.push(&piece);
        Poll::Ready(Ok(()))
    }

    fn too_long(&self, line: usize) -> Problem {
        let most = self.max_item;
        Problem::content_too_large(most).detail(format!("line {line} is longer than {most} bytes"))
    }

    /// Reads the item of a line.
    fn item(&mut self, line: &[u8]) -> std::result::Result<T, Problem> {
        let value = json::read(line).map_err(|broken| self.malformed(broken))?;
        let item = convert(value, &self.checker)
            .map_err(|faults| of::invalid_content().faults(self.placed(faults)))?;
        self.read += 1;
        Ok(item)
    }

    fn malformed(&self, Broken { error, twice }: Broken) -> Problem {
        let line = self.lines.number();
        if let Some(pointer) = twice {
            let pointer = format!("/{}{pointer}", self.read);
            return Unreadable::twice(&format!("line {line}"), pointer).problem();
        }
        // The error counts lines within the line.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        Problem::malformed(format!("line {line} is no JSON: {words} at column {}", error.column()))
    }

    /// The faults of the present item, as of one in a list.
    fn placed(&self, faults: Faults) -> Faults {
        faults.filter_map(|mut fault| {
            if let Location::Pointer(pointer) = &mut fault.place {
                pointer.insert_str(0, &format!("/{}", self.read));
            }
            Some(fault)
        })
    }
}

impl<T: Input> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.poll_item(cx)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("state", &self.state)
            .field("came", &self.came)
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}
