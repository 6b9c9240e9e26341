//! One connection: HTTP/1.1 or HTTP/2, whichever the client begins to speak, until either side has enough.

use std::{
    convert::Infallible,
    error::Error as _,
    future::{Future, ready},
    net::SocketAddr,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use futures_util::future::Either;
use http::{HeaderValue, Request, Response, StatusCode, Version, header};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::graceful::GracefulConnection,
};
use ogrom_core::Body;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{
    Shared, Stage,
    content::Content,
    date,
    life::Follower,
    misread::Misread,
    rules,
    stream::{Protocol, Stream},
    traffic::{Answer, Passage, Traffic},
};
use crate::{
    front::{AtOnce, Known},
    limits::{Limit, LimitOptions, Peer},
};

/// How often HTTP/2 asks whether anybody is still there, and how long it waits for a sign.
const ALIVE: Duration = Duration::from_secs(20);

pub(super) fn http1(options: &LimitOptions) -> http1::Builder {
    let mut builder = http1::Builder::new();
    // The stream has deadlines of its own, which do not take an idle connection for a slow head.
    builder.header_read_timeout(None).max_buf_size(options.head_bytes).auto_date_header(false);
    // Who has nothing more to ask may still want to read what was asked for (RFC 9112 §6.3). Who is gone is noticed as soon
    // as something is written, and content that does not come has an end.
    builder.half_close(true);
    builder
}

pub(super) fn http2(options: &LimitOptions) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(ALIVE)
        .max_concurrent_streams(options.http2_streams)
        .auto_date_header(false)
        // Over it, a request gets 431 without content, so that it is more than the engine takes.
        .max_header_list_size(u32::try_from(options.head_bytes).unwrap_or(u32::MAX));
    builder
}

// === impl Shared ===

impl Shared {
    /// Serves the requests that come over one stream. `peer` is at its other end, where that is known.
    pub(super) async fn talk<S>(self: Arc<Self>, stream: S, peer: Option<SocketAddr>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut life = self.life.follow();
        let traffic = Arc::<Traffic>::default();
        let mut stream = Stream::new(stream, Arc::clone(&traffic), Arc::clone(&self.patience));
        let protocol = tokio::select! {
            protocol = stream.protocol() => protocol,
            () = life.reached(Stage::Stopping) => return,
        };
        let service = {
            let (shared, traffic) = (Arc::clone(&self), Arc::clone(&traffic));
            service_fn(move |request| shared.answer(request, peer.map(Peer), traffic.begin()))
        };
        let ended = match protocol {
            Err(_) => return,
            Ok(Protocol::Http1) => {
                let stream = Misread::new(stream, Arc::clone(&traffic), Arc::clone(&self));
                if !date::hyper_bears_it() {
                    tracing::error!("the clock is before 1970 or after 9999");
                    // Nobody can be told better.
                    let _ = stream.refuse(StatusCode::SERVICE_UNAVAILABLE).await;
                    return;
                }
                follow(self.http1.serve_connection(stream, service), self.life.follow(), &traffic).await
            }
            Ok(Protocol::Http2) => {
                follow(self.http2.serve_connection(stream, service), self.life.follow(), &traffic).await
            }
        };
        if let Err(error) = ended {
            self.count(&error);
            tracing::debug!(%error, "connection ended early");
        }
    }

    /// Answers a request; at once, if its answer is kept.
    fn answer(
        self: &Arc<Self>,
        request: Request<Incoming>,
        peer: Option<Peer>,
        passage: Passage,
    ) -> impl Future<Output = Result<Response<Answer>, Infallible>> + use<> {
        let sound = rules::check(&request);
        let broken = sound.is_err();
        match self.front.at_once(&request, peer, sound) {
            AtOnce::Kept(response) => {
                Either::Left(ready(Ok(hand_over(response, passage, request.version(), false))))
            }
            AtOnce::Known(known) => {
                Either::Right(Box::pin(Arc::clone(self).go_on(request, known, passage, broken)))
            }
        }
    }

    /// Answers a request of which this is known. What comes after one that is `broken` is not to be taken for another.
    async fn go_on(
        self: Arc<Self>,
        request: Request<Incoming>,
        known: Box<Known>,
        passage: Passage,
        broken: bool,
    ) -> Result<Response<Answer>, Infallible> {
        let version = request.version();
        let held_back = request.headers().contains_key(header::EXPECT);
        let mut request =
            request.map(|content| Content::new(content, held_back, &self.options, &self.meters, &passage));
        let content = request.body().state();
        if let Some(content) = &content {
            request.extensions_mut().insert(content.clone());
        }
        let response = self.front.go_on(request, *known).await;
        match response.status() {
            StatusCode::URI_TOO_LONG | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
                self.meters.count(Limit::HeadBytes);
            }
            StatusCode::PAYLOAD_TOO_LARGE => self.meters.count(Limit::ContentBytes),
            _ => {}
        }
        // The client may send held back content all the same, or not: nobody can tell what comes next (RFC 9110 §10.1.1).
        // Nor where content has not come.
        let lost = broken
            || (held_back && !response.status().is_success())
            || content.is_some_and(|content| content.is_late());
        Ok(hand_over(response, passage, version, lost))
    }

    /// Counts what ended a connection, where that was a limit of the protocol's own.
    fn count(&self, error: &hyper::Error) {
        let calm = |error: &h2::Error| error.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM);
        if error.is_parse_too_large() {
            self.meters.count(Limit::HeadBytes);
        } else if error.source().and_then(|source| source.downcast_ref()).is_some_and(calm) {
            self.meters.count(Limit::Resets);
        }
    }
}

/// Hands an answer to its connection, which ends with it where its place among the requests is `lost`.
fn hand_over(
    mut response: Response<Body>,
    passage: Passage,
    version: Version,
    lost: bool,
) -> Response<Answer> {
    if let Some(date) = date::date() {
        response.headers_mut().insert(header::DATE, date);
    }
    if version != Version::HTTP_2 && (lost || passage.traffic().is_closing()) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response.map(|content| Answer::new(content, passage, version))
}

/// Serves a connection for as long as the service lives.
async fn follow<C: GracefulConnection>(
    connection: C,
    mut life: Follower,
    traffic: &Traffic,
) -> Result<(), C::Error> {
    let mut connection = pin!(connection);
    loop {
        let stage = tokio::select! {
            biased;
            ended = connection.as_mut() => return ended,
            stage = life.next() => stage,
        };
        match stage {
            Stage::Serving | Stage::Closing => {}
            // Between an answer that says so and the end of a connection, no request can get lost.
            Stage::Draining => traffic.close(),
            Stage::Stopping => connection.as_mut().graceful_shutdown(),
            Stage::Ended => return Ok(()),
        }
    }
}
