//! A client of services that are not behind a server.

use std::convert::Infallible;

use http::{HeaderMap, Request, Response};
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::runtime::Builder;
use tower_service::Service;

use crate::Body;

/// A whole response.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The body, if it is JSON; null otherwise.
    pub(crate) json: Value,
}

/// Sends a request without a body, and waits for the response.
pub(crate) fn send<S>(mut service: S, method: &str, target: &str) -> Received
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    let request = Request::builder().method(method).uri(target).body(Body::empty()).unwrap();
    let runtime = Builder::new_current_thread().build().unwrap();
    let (head, content) = runtime.block_on(async {
        let (head, body) = service.call(request).await.unwrap().into_parts();
        (head, body.collect().await.unwrap().to_bytes())
    });
    let json = serde_json::from_slice(&content).unwrap_or_default();
    Received { status: head.status.as_u16(), headers: head.headers, json }
}

// === impl Received ===

impl Received {
    /// The response, if it has this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
