//! The content of requests and responses.

use std::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};

/// Any cause.
pub(crate) type BoxError = Box<dyn error::Error + Send + Sync>;

/// The content of a message: none, known in full, or streamed.
pub struct Body(BodyKind);

enum BodyKind {
    Empty,
    Full(Bytes),
    Stream(UnsyncBoxBody<Bytes, BoxError>),
}

/// Why content could not be read in full.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It is longer than allowed.
    TooLarge,
    /// The connection broke, or the framing was wrong.
    Broken(BoxError),
}

// === impl Body ===

impl Body {
    /// No content.
    pub const fn empty() -> Self {
        Self(BodyKind::Empty)
    }

    /// The content of another body. One that is known to be empty costs nothing, any other one allocation.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        if body.is_end_stream() { Self::empty() } else { Self::streamed(body) }
    }

    /// The content of another body, whose length nobody knows, even where it is empty.
    pub(crate) fn streamed<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(BodyKind::Stream(body.map_err(Into::into).boxed_unsync()))
    }

    /// The content, where it is known in full.
    pub fn whole(&self) -> Option<&Bytes> {
        static NOTHING: Bytes = Bytes::new();
        match &self.0 {
            BodyKind::Empty => Some(&NOTHING),
            BodyKind::Full(bytes) => Some(bytes),
            BodyKind::Stream(_) => None,
        }
    }

    /// Reads all of it, up to `limit` bytes.
    pub async fn read(mut self, limit: usize) -> Result<Bytes, ReadError> {
        let mut whole: Vec<u8> = Vec::new();
        while let Some(frame) = self.frame().await {
            let Ok(data) = frame.map_err(ReadError::Broken)?.into_data() else { continue };
            if whole.len() + data.len() > limit {
                return Err(ReadError::TooLarge);
            }
            if whole.is_empty() && self.is_end_stream() {
                return Ok(data);
            }
            whole.extend_from_slice(&data);
        }
        Ok(whole.into())
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(if bytes.is_empty() { BodyKind::Empty } else { BodyKind::Full(bytes) })
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = match &mut self.0 {
            BodyKind::Empty => return Poll::Ready(None),
            BodyKind::Full(bytes) => Some(Ok(Frame::data(std::mem::take(bytes)))),
            BodyKind::Stream(stream) => return Poll::Ready(ready!(Pin::new(stream).poll_frame(cx))),
        };
        self.0 = BodyKind::Empty;
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            BodyKind::Empty => true,
            BodyKind::Full(_) => false,
            BodyKind::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            BodyKind::Empty => SizeHint::with_exact(0),
            BodyKind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            BodyKind::Stream(stream) => stream.size_hint(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            BodyKind::Empty => f.write_str("Body(empty)"),
            BodyKind::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            BodyKind::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}
