//! The rules for every response, whatever the request.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::{HeaderMap, Method, header};
use ogrom_core_resource::{
    Endpoint,
    graph::{GRAPH, Next},
};
use serde_json::Value;
use tower_service::Service;

use super::{probe::Probed, request::Asked};

/// How often a response may be pending. Everything is available, so that more means never.
const PATIENCE: usize = 1000;

/// The response.
#[derive(Debug)]
struct Branch {
    status: u16,
    headers: HeaderMap,
    content: Bytes,
}

/// Sends a request to an endpoint, and one for its head alone if it reads. `make` makes the same each time.
pub(super) fn judge(endpoint: &Endpoint, like: Probed, make: &dyn Fn() -> Option<Asked>) {
    let Some(request) = make() else { return };
    let method = request.method().clone();
    let answer = ask(endpoint, like, request);
    answer.is_of_the_graph();
    answer.explains_itself(&method);
    if method == Method::GET
        && let Some(mut request) = make()
    {
        let partial = request.headers().contains_key(header::RANGE);
        *request.method_mut() = Method::HEAD;
        let head = ask(endpoint, like, request);
        assert!(head.content.is_empty(), "HEAD has content: {head:?}");
        assert!(partial || head.is_head_of(&answer), "HEAD is not like GET: {head:?} {answer:?}");
    }
}

fn ask(endpoint: &Endpoint, like: Probed, mut request: Asked) -> Branch {
    request.extensions_mut().insert(like);
    ready(async {
        let (head, body) =
            endpoint.clone().call(request).await.unwrap_or_else(|never| match never {}).into_parts();
        let content = body.collect().await.expect("content is written whole").to_bytes();
        Branch { status: head.status.as_u16(), headers: head.headers, content }
    })
}

/// The result of a future that waits for nothing.
pub(super) fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..PATIENCE {
        if let Poll::Ready(value) = future.as_mut().poll(&mut cx) {
            return value;
        }
    }
    panic!("the response never comes");
}

// === impl Branch ===

impl Branch {
    /// Its status is one that the graph ends in; nothing fails behind the resource, so that no other can be.
    fn is_of_the_graph(&self) {
        let mut ends = GRAPH.iter().flat_map(|node| node.edges).filter_map(|(_, next)| match next {
            Next::Respond(status) => Some(*status),
            Next::Ask(_) => None,
        });
        assert!(self.status != 503 && ends.any(|end| end == self.status), "no such end: {self:?}");
    }

    fn explains_itself(&self, method: &Method) {
        let is_head = *method == Method::HEAD;
        if self.status >= 400 {
            let media_type = self.headers.get(header::CONTENT_TYPE).map(http_text);
            assert_eq!(media_type, Some("application/problem+json"), "no problem: {self:?}");
            let problem: Value = serde_json::from_slice(&self.content).unwrap_or_default();
            assert!(is_head || problem["status"] == self.status, "no problem of this status: {self:?}");
        }
        if is_head || matches!(self.status, 204 | 304) {
            assert!(self.content.is_empty(), "content where none can be: {self:?}");
        }
        let told = match self.status {
            206 | 416 => Some(header::CONTENT_RANGE),
            303 => Some(header::LOCATION),
            405 | 501 => Some(header::ALLOW),
            _ => None,
        };
        assert!(told.is_none_or(|name| self.headers.contains_key(name)), "a field is missing: {self:?}");
    }

    /// RFC 9110 §9.3.2: all is the same but the content, and its length is that of the content or absent.
    fn is_head_of(&self, get: &Self) -> bool {
        let fields = |answer: &Self| {
            let mut headers = answer.headers.clone();
            headers.remove(header::CONTENT_LENGTH);
            headers
        };
        let length = self.headers.get(header::CONTENT_LENGTH).map(http_text);
        let right = length.is_none_or(|length| length == get.content.len().to_string());
        right && self.status == get.status && fields(self) == fields(get)
    }
}

fn http_text(value: &header::HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}
