//! A response body that serialises each item when the connection has room for it.

use std::{
    error, fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame};
use serde::Serialize;
use tracing::Span;

use super::csv::{self, Columns};
use crate::{Fault, body::BoxError, fault::Result, fieldset::Fieldset, format::Codec};

/// The target size of a chunk, in bytes. A single item may be larger.
const CHUNK: usize = 16 * 1024;

/// The written items of a stream.
pub(super) struct Sending<S> {
    /// Absent once it has ended or failed.
    items: Option<Pin<Box<S>>>,
    codec: Codec,
    /// The columns of CSV.
    columns: Columns,
    /// The members of each item that are sent, where not all are.
    fieldset: Option<Fieldset>,
    /// The bytes before the next item.
    before: &'static [u8],
    /// Bytes that are written and not sent.
    chunk: Vec<u8>,
    /// The state of a failure, if there was one.
    failure: Option<Failure>,
    /// The span of the request, which ends before the body is sent.
    span: Span,
}

/// The state of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// The bytes before it are being sent.
    Hidden,
    /// These bytes are sent; the connection is cut off now.
    Due,
}

/// The stream of items failed. The log has the cause.
#[derive(Debug)]
struct CutOff;

// === impl Sending ===

impl<S, I> Sending<S>
where
    S: Stream<Item = Result<I>>,
    I: Serialize,
{
    pub(super) fn new(items: S, codec: Codec, fieldset: Option<Fieldset>) -> Self {
        Self {
            items: Some(Box::pin(items)),
            codec,
            columns: &[],
            fieldset,
            before: b"",
            chunk: opening(codec).to_vec(),
            failure: None,
            span: Span::current(),
        }
    }

    /// The same, with these columns where it is CSV.
    pub(super) fn in_columns(mut self, columns: Columns) -> Self {
        if self.codec == Codec::Csv {
            csv::header(columns, &mut self.chunk);
        }
        Self { columns, ..self }
    }

    /// Waits for the first item, or for the end where there is none.
    pub(super) async fn begin(&mut self) -> Result<()> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Writes one more item, or the end.
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let Some(items) = &mut self.items else { return Poll::Ready(Ok(())) };
        let Some(item) = ready!(items.as_mut().poll_next(cx)) else {
            self.chunk.extend_from_slice(closing(self.codec));
            self.items = None;
            return Poll::Ready(Ok(()));
        };
        Poll::Ready(item.and_then(|item| {
            self.chunk.extend_from_slice(self.before);
            self.before = separator(self.codec);
            match &self.fieldset {
                None => append(self.codec, self.columns, &item, &mut self.chunk),
                Some(fieldset) => {
                    append(self.codec, self.columns, &fieldset.part_of(&item)?, &mut self.chunk)
                }
            }
        }))
    }

    /// Writes items until there is enough to send, or nothing more at hand.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.items.is_some() && self.chunk.len() < CHUNK {
            match self.poll_item(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(fault)) => {
                    fault.into_problem();
                    self.items = None;
                    self.failure = Some(Failure::Hidden);
                }
                Poll::Pending if self.chunk.is_empty() => return Poll::Pending,
                // Written items do not wait for later ones.
                Poll::Pending => break,
            }
        }
        Poll::Ready(())
    }
}

impl<S, I> Body for Sending<S>
where
    S: Stream<Item = Result<I>>,
    I: Serialize,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, BoxError>>> {
        let span = self.span.clone();
        ready!(span.in_scope(|| self.poll_chunk(cx)));
        let chunk = std::mem::take(&mut self.chunk);
        if !chunk.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(chunk.into()))));
        }
        match self.failure {
            None => Poll::Ready(None),
            Some(Failure::Hidden) => {
                // A server drops what it has not sent when it learns of an error, and sends it when it has to wait.
                self.failure = Some(Failure::Due);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Failure::Due) => {
                self.failure = None;
                Poll::Ready(Some(Err(CutOff.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.items.is_none() && self.chunk.is_empty() && self.failure.is_none()
    }
}

/// Writes an item.
fn append(codec: Codec, columns: Columns, item: &impl Serialize, chunk: &mut Vec<u8>) -> Result<()> {
    if codec != Codec::Csv {
        return codec.append(item, chunk);
    }
    csv::record(columns, &serde_json::to_value(item).map_err(Fault::internal)?, chunk);
    Ok(())
}

/// The bytes before all items.
fn opening(codec: Codec) -> &'static [u8] {
    match codec {
        Codec::Json | Codec::MergePatch | Codec::JsonPatch => b"[",
        // RFC 8949 §3.2.2: an array whose length is not known.
        Codec::Cbor => b"\x9f",
        Codec::JsonLines | Codec::Csv | Codec::Text => b"",
    }
}

/// The bytes between two items.
fn separator(codec: Codec) -> &'static [u8] {
    match codec {
        Codec::Json | Codec::MergePatch | Codec::JsonPatch => b",",
        Codec::Cbor | Codec::JsonLines | Codec::Csv | Codec::Text => b"",
    }
}

/// The bytes after all items.
fn closing(codec: Codec) -> &'static [u8] {
    match codec {
        Codec::Json | Codec::MergePatch | Codec::JsonPatch => b"]",
        Codec::Cbor => b"\xff",
        Codec::JsonLines | Codec::Csv | Codec::Text => b"",
    }
}

// === impl CutOff ===

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the items ended in a failure")
    }
}

impl error::Error for CutOff {}
