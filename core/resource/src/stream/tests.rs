//! Streams, tested with resources that count their calls.

mod receiving;
mod sending;

use std::{pin::Pin, task::Poll};

use bytes::Bytes;
use futures_util::{FutureExt, future::poll_fn};
use http::{Request, Response};
use http_body::Body as _;
use tower_service::Service;

use crate::{Body, Endpoint};

/// Asks without waiting: nothing in these tests is slow.
fn ask(endpoint: &Endpoint, request: Request<Body>) -> Response<Body> {
    endpoint.clone().call(request).now_or_never().expect("an answer at once").unwrap()
}

/// The next piece of a body, as far as there is one.
fn piece(body: &mut Body) -> Poll<Option<Result<Bytes, String>>> {
    let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).now_or_never() else {
        return Poll::Pending;
    };
    let data = |frame: http_body::Frame<Bytes>| frame.into_data().expect("no trailers");
    Poll::Ready(frame.map(|frame| frame.map(data).map_err(|error| error.to_string())))
}
