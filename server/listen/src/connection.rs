//! One connection: HTTP/1.1 or HTTP/2, whichever the client begins with, until either side closes it.

use std::{
    convert::Infallible,
    error::Error as _,
    future::{Future, ready},
    net::SocketAddr,
    pin::pin,
    sync::Arc,
};

use futures_util::future::Either;
use http::{HeaderValue, Request, Response, StatusCode, Version, header};
use http_body::Body as _;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::server::graceful::GracefulConnection;
use ogrom_core::Body;
use ogrom_server::{
    Lookup, RequestState,
    lifecycle::{Stage, Subscription},
    limits::Limit,
};
use ogrom_server_telemetry::Peer;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::{
    activity::{ConnectionActivity, InFlight, ResponseBody},
    content::Content,
    misread::Misread,
    rules,
    shared::Shared,
    stream::{Protocol, Stream},
};

// === impl Shared ===

impl Shared {
    /// Serves the requests that come over one stream. `peer` is at its other end, where that is known.
    pub(super) async fn serve_connection<S>(self: Arc<Self>, stream: S, peer: Option<SocketAddr>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut stages = self.lifecycle.subscribe();
        let activity = Arc::<ConnectionActivity>::default();
        let mut stream = Stream::new(stream, Arc::clone(&activity), Arc::clone(&self.timeouts));
        let protocol = tokio::select! {
            protocol = stream.protocol() => protocol,
            () = stages.reached(Stage::Stopping) => return,
        };
        let service = {
            let (shared, activity) = (Arc::clone(&self), Arc::clone(&activity));
            service_fn(move |request| shared.respond(request, peer.map(Peer), activity.begin()))
        };
        let ended = match protocol {
            Err(_) => return,
            Ok(Protocol::Http1) => {
                let stream = Misread::new(stream, Arc::clone(&activity), Arc::clone(&self));
                if !rules::hyper_bears_it() {
                    tracing::error!("the clock is before 1970 or after 9999");
                    // The client is refused, whatever it requests.
                    let _ = stream.refuse(StatusCode::SERVICE_UNAVAILABLE).await;
                    return;
                }
                follow(self.http1.serve_connection(stream, service), self.lifecycle.subscribe(), &activity)
                    .await
            }
            Ok(Protocol::Http2) => {
                follow(self.http2.serve_connection(stream, service), self.lifecycle.subscribe(), &activity)
                    .await
            }
        };
        if let Err(error) = ended {
            self.count(&error);
            tracing::debug!(%error, "connection ended early");
        }
    }

    /// Responds to a request; without waiting, if its response is cached.
    fn respond(
        self: &Arc<Self>,
        mut request: Request<Incoming>,
        peer: Option<Peer>,
        in_flight: InFlight,
    ) -> impl Future<Output = Result<Response<ResponseBody>, Infallible>> + use<> {
        let sound = rules::check(&request);
        let broken = sound.is_err();
        match self.pipeline.try_cached(&mut request, peer, sound) {
            Lookup::Hit(response) => {
                Either::Left(ready(Ok(hand_over(response, in_flight, request.version(), false))))
            }
            Lookup::Miss(state) => {
                Either::Right(Box::pin(Arc::clone(self).handle(request, state, in_flight, broken)))
            }
        }
    }

    /// Handles a request that was not cached. What comes after a `broken` one is not to be taken for another.
    async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        state: Box<RequestState>,
        in_flight: InFlight,
        broken: bool,
    ) -> Result<Response<ResponseBody>, Infallible> {
        let version = request.version();
        let held_back = request.headers().contains_key(header::EXPECT);
        let mut request =
            request.map(|content| Content::new(content, held_back, &self.options, &self.metrics, &in_flight));
        let content = request.body().state();
        if let Some(content) = &content {
            request.extensions_mut().insert(content.clone());
        }
        let response = self.pipeline.handle(request, *state).await;
        match response.status() {
            StatusCode::URI_TOO_LONG | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
                self.metrics.count(Limit::HeadBytes);
            }
            StatusCode::PAYLOAD_TOO_LARGE => self.metrics.count(Limit::ContentBytes),
            _ => {}
        }
        // The client may send held back content or not, so that what comes next is not known (RFC 9110 §10.1.1). Nor is it
        // where content has not come.
        let lost = broken
            || (held_back && !response.status().is_success())
            || content.is_some_and(|content| content.is_late());
        Ok(hand_over(response, in_flight, version, lost))
    }

    /// Counts what ended a connection, where that was a limit of the protocol's own.
    fn count(&self, error: &hyper::Error) {
        let calm = |error: &h2::Error| error.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM);
        if error.is_parse_too_large() {
            self.metrics.count(Limit::HeadBytes);
        } else if error.source().and_then(|source| source.downcast_ref()).is_some_and(calm) {
            self.metrics.count(Limit::Resets);
        }
    }
}

/// Hands a response to its connection, which ends with it where the next request is `lost`.
fn hand_over(
    mut response: Response<Body>,
    in_flight: InFlight,
    version: Version,
    lost: bool,
) -> Response<ResponseBody> {
    if let Some(date) = rules::date() {
        response.headers_mut().insert(header::DATE, date);
    }
    // On HTTP/1.0, only the end of the connection tells where such a body ends.
    let endless = version == Version::HTTP_10 && response.body().size_hint().exact().is_none();
    if version != Version::HTTP_2 && (lost || endless || in_flight.connection().is_closing()) {
        // Of a response with a later version, hyper tells clients of HTTP/1.0 that the connection stays.
        *response.version_mut() = version;
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response.map(|content| ResponseBody::new(content, in_flight, version))
}

/// Serves a connection as its lifecycle says.
async fn follow<C: GracefulConnection>(
    connection: C,
    mut stages: Subscription,
    activity: &ConnectionActivity,
) -> Result<(), C::Error> {
    let mut connection = pin!(connection);
    loop {
        let stage = tokio::select! {
            biased;
            ended = connection.as_mut() => return ended,
            stage = stages.next() => stage,
        };
        match stage {
            Stage::Serving | Stage::Closing => {}
            // Between a response that says so and the end of a connection, no request can get lost.
            Stage::Draining => activity.close(),
            Stage::Stopping => connection.as_mut().graceful_shutdown(),
            Stage::Ended => return Ok(()),
        }
    }
}
