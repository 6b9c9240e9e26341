//! A request as a span, by the semantic conventions of OpenTelemetry for servers of HTTP.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::{HeaderValue, Method, Request, StatusCode, Uri};
use ogrom_protocols::TraceContext;
use serde_json::{Value, json};

use crate::system;

/// How much of a path is told, in bytes.
const PATH: usize = 1024;

/// `SPAN_KIND_SERVER`.
const SERVER: u8 = 2;

/// `STATUS_CODE_ERROR`.
const ERROR: u8 = 2;

/// The methods that the conventions name; all others are `_OTHER`.
const METHODS: [Method; 9] = [
    Method::CONNECT,
    Method::DELETE,
    Method::GET,
    Method::HEAD,
    Method::OPTIONS,
    Method::PATCH,
    Method::POST,
    Method::PUT,
    Method::TRACE,
];

/// A request until its span is sent.
#[derive(Debug)]
pub struct Span {
    trace: u128,
    id: u64,
    parent: Option<u64>,
    state: Option<Arc<str>>,
    method: Option<Method>,
    path: String,
    begun: SystemTime,
    ended: Option<Ended>,
}

/// The end of a request.
#[derive(Debug)]
struct Ended {
    request_id: String,
    route: Option<String>,
    status: Option<StatusCode>,
    took: Duration,
}

// === impl Span ===

impl Span {
    /// The span of a request that begins, in this trace, for this part of it.
    pub(super) fn of<B>(request: &Request<B>, trace: &TraceContext, parent: Option<u64>) -> Self {
        Self {
            trace: trace.trace,
            id: trace.span,
            parent,
            state: trace.state.clone(),
            method: METHODS.iter().find(|known| *known == request.method()).cloned(),
            path: path(request.uri()),
            begun: system::now(),
            ended: None,
        }
    }

    /// The same, at its end. Without a route where there is nothing at the path, and without a status where its client
    /// hung up.
    #[must_use]
    pub fn ended(
        self,
        request_id: &HeaderValue,
        route: Option<&str>,
        status: Option<StatusCode>,
        took: Duration,
    ) -> Self {
        let request_id = request_id.to_str().unwrap_or_default().to_owned();
        Self { ended: Some(Ended { request_id, route: route.map(str::to_owned), status, took }), ..self }
    }

    /// As the JSON of OTLP has it: identifiers in hexadecimal digits, and numbers of 64 bits as texts.
    pub(super) fn to_json(&self) -> Value {
        let ended = self.ended.as_ref();
        let route = ended.and_then(|ended| ended.route.as_deref());
        let status = ended.and_then(|ended| ended.status);
        let method = self.method.as_ref().map(Method::as_str);
        let mut attributes = vec![
            text("http.request.method", method.unwrap_or("_OTHER")),
            text("url.path", &self.path),
            text("url.scheme", "http"),
        ];
        attributes.extend(route.map(|route| text("http.route", route)));
        attributes.extend(ended.map(|ended| text("ogrom.request_id", &ended.request_id)));
        attributes.extend(status.map(|status| {
            let number = json!({ "intValue": status.as_u16().to_string() });
            json!({ "key": "http.response.status_code", "value": number })
        }));
        let failed = status.filter(StatusCode::is_server_error);
        attributes.extend(failed.map(|status| text("error.type", status.as_str())));
        let name =
            [Some(method.unwrap_or("HTTP")), route].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let took = ended.map(|ended| ended.took).unwrap_or_default();
        json!({
            "traceId": format!("{:032x}", self.trace),
            "spanId": format!("{:016x}", self.id),
            "parentSpanId": self.parent.map(|parent| format!("{parent:016x}")).unwrap_or_default(),
            "traceState": self.state.as_deref().unwrap_or_default(),
            "name": name,
            "kind": SERVER,
            "startTimeUnixNano": nanos(self.begun),
            "endTimeUnixNano": nanos(self.begun + took),
            "attributes": attributes,
            "status": status_of(failed.is_some()),
        })
    }
}

/// The `Status` of a span, which is only told where something went wrong.
pub(super) fn status_of(failed: bool) -> Value {
    if failed { json!({ "code": ERROR }) } else { json!({}) }
}

/// An attribute that is a text.
pub(super) fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

fn path(uri: &Uri) -> String {
    let path = uri.path();
    path[..path.floor_char_boundary(PATH)].to_owned()
}

pub(super) fn nanos(at: SystemTime) -> String {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}
