//! A stream in a content coding: what has come is sent on before more is waited for.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::Frame;
use ogrom_core::Body;

use super::Encoder;

/// How much coded content is sent at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// How much content is coded before the connection gets to see any of it, in bytes: what shrinks to next to nothing is
/// still to arrive, and others want to work, too.
const MOST: usize = 64 * 1024;

/// See the module.
pub(super) struct Streamed {
    content: Body,
    /// Absent once all is written.
    encoder: Option<Encoder>,
    /// How much was taken in that the encoder may hold back, in bytes.
    held: usize,
}

// === impl Streamed ===

impl Streamed {
    pub(super) fn new(content: Body, encoder: Encoder) -> Self {
        Self { content, encoder: Some(encoder), held: 0 }
    }
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        loop {
            let Some(encoder) = &mut this.encoder else { return Poll::Ready(None) };
            match Pin::new(&mut this.content).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    // Other frames are trailers, of which there are none.
                    let Ok(data) = frame.into_data() else { continue };
                    encoder.write(&data)?;
                    this.held += data.len();
                    if this.held >= MOST {
                        this.held = 0;
                        encoder.flush()?;
                    } else if encoder.written() < CHUNK {
                        continue;
                    }
                }
                // The connection is to be cut off, and half a stream must not look whole.
                Poll::Ready(Some(Err(error))) => {
                    this.encoder = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => {
                    let rest = this.encoder.take().map(Encoder::finish).transpose()?.unwrap_or_default();
                    return Poll::Ready(Some(Ok(Frame::data(rest.into()))));
                }
                Poll::Pending if this.held == 0 => return Poll::Pending,
                Poll::Pending => {
                    this.held = 0;
                    encoder.flush()?;
                }
            }
            let coded = encoder.take();
            if !coded.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(coded))));
            }
        }
    }
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").field("held", &self.held).finish_non_exhaustive()
    }
}
