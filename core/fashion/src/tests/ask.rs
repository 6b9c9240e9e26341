//! Asking as a client does, and the answers, each held against what all answers keep to.

use std::{convert::Infallible, future::IntoFuture, io::BufRead, pin::Pin, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, request::Builder};
use http_body_util::BodyExt;
use ogrom_core::{
    Body,
    facts::{Authentication, Defaults},
    scope::{Scopes, WRITE},
};
use ogrom_core_resource::EndpointFuture;
use ogrom_protocols::Principal;
use ogrom_protocols_fashion_contract::data::parse;
use serde_json::Value;
use tower_service::Service;

/// A request on its way to a service: await it.
pub(crate) struct Ask<S> {
    service: S,
    request: Builder,
    content: Body,
    /// Whether to read first, and to change only what was read.
    current: bool,
    label: String,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The method and the target that it answers.
    label: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Bytes,
    /// The content as JSON says it, whatever it is written in; null where there is none, or only a part.
    pub(crate) json: Value,
}

// === impl Ask ===

impl<S> Ask<S> {
    pub(crate) fn new(service: S, method: &str, target: &str) -> Self {
        let request = Request::builder().method(method).uri(target).extension(defaults());
        let label = format!("{method} {target}");
        Self { service, request, content: Body::empty(), current: false, label }
    }

    /// With these bytes, as a server hands them on: their length is known.
    pub(crate) fn bytes(self, media_type: &str, content: impl Into<Bytes>) -> Self {
        let content: Bytes = content.into();
        let asked =
            self.header("content-type", media_type).header("content-length", &content.len().to_string());
        Self { content: content.into(), ..asked }
    }

    pub(crate) fn json(self, media_type: &str, content: &Value) -> Self {
        self.bytes(media_type, content.to_string())
    }

    pub(crate) fn cbor(self, content: &Value) -> Self {
        let mut bytes = Vec::new();
        ciborium::into_writer(content, &mut bytes).unwrap();
        self.bytes("application/cbor", bytes)
    }

    /// With content whose length nobody says.
    pub(crate) fn streamed(self, media_type: &str, content: Body) -> Self {
        Self { content, ..self.header("content-type", media_type) }
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// With something that a layer in front has found out.
    pub(crate) fn fact<T: Clone + Send + Sync + 'static>(self, fact: T) -> Self {
        Self { request: self.request.extension(fact), ..self }
    }

    pub(crate) fn by(self, user: &str) -> Self {
        self.within(user, WRITE.into())
    }

    /// By a user whose token has these scopes.
    pub(crate) fn within(self, user: &str, scopes: Scopes) -> Self {
        self.fact(Authentication::Authenticated(Principal::new(parse(user)), scopes.into()))
    }

    pub(crate) fn accept(self, media_type: &str) -> Self {
        self.header("accept", media_type)
    }

    /// On top of what is there now: reads its tag first, as a client does, and sends it as `If-Match`. Without a tag
    /// there is no condition.
    pub(crate) fn current(self) -> Self {
        Self { current: true, ..self }
    }

    pub(crate) fn if_match(self, tag: &str) -> Self {
        self.header("if-match", tag)
    }

    pub(crate) fn if_none_match(self, tag: &str) -> Self {
        self.header("if-none-match", tag)
    }
}

impl<S> Ask<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future = EndpointFuture>,
{
    /// The tag of what is at the target now, as its user reads it.
    async fn current_tag(&mut self) -> Option<HeaderValue> {
        let mut read = Request::get(self.request.uri_ref().unwrap().clone()).body(Body::empty()).unwrap();
        if let Some(user) = self.request.extensions_ref().unwrap().get::<Authentication>() {
            read.extensions_mut().insert(user.clone());
        }
        self.service.call(read).await.unwrap().headers_mut().remove("etag")
    }
}

impl<S> IntoFuture for Ask<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future = EndpointFuture>
        + 'static,
{
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer>>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            if self.current
                && let Some(tag) = self.current_tag().await
            {
                self.request = self.request.header("if-match", tag);
            }
            let response = self.service.call(self.request.body(self.content).unwrap());
            let (head, body) = response.await.unwrap().into_parts();
            let content = body.collect().await.unwrap().to_bytes();
            let (status, headers) = (head.status.as_u16(), head.headers);
            let json = if status == 206 { Value::Null } else { read(&headers, &content) };
            let answer = Answer { label: self.label, status, headers, content, json };
            answer.keep_to_the_rules();
            answer
        })
    }
}

// === impl Answer ===

impl Answer {
    /// The answer, if it has this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("no location: {self:#?}"))
    }

    #[track_caller]
    pub(crate) fn tag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no tag: {self:#?}"))
    }

    /// Where the `Link` to the next page leads.
    pub(crate) fn next(&self) -> Option<String> {
        self.link("next")
    }

    /// Where the `Link` of this relation leads.
    pub(crate) fn link(&self, relation: &str) -> Option<String> {
        let end = format!(">; rel=\"{relation}\"");
        let target = |link: &str| Some(link.strip_prefix('<')?.strip_suffix(&end)?.to_owned());
        self.header("link")?.split(", ").find_map(target)
    }

    /// The places of all errors that a problem lists, each with the rule that is broken.
    pub(crate) fn errors(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let errors = self.json["errors"].as_array().into_iter().flatten();
        let place = |error: &Value| text(&error["pointer"]).or_else(|| text(&error["parameter"]));
        let mut errors: Vec<_> = errors
            .map(|error| format!("{}: {}", place(error).unwrap(), error["code"].as_str().unwrap()))
            .collect();
        errors.sort();
        errors
    }

    /// The properties of every response, for any request.
    fn keep_to_the_rules(&self) {
        let head = self.label.starts_with("HEAD ");
        let there = |name: &str| assert!(self.headers.contains_key(name), "no {name}: {self:#?}");
        if self.status >= 400 {
            assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:#?}");
            if !head {
                assert!(self.json["type"].as_str().unwrap().starts_with("urn:ogrom:problem:"), "{self:#?}");
                assert!(self.json["title"].is_string(), "{self:#?}");
                assert_eq!(self.json["status"], self.status, "{self:#?}");
            }
        }
        if head || matches!(self.status, 204 | 304) {
            assert!(self.content.is_empty(), "{self:#?}");
        }
        match self.status {
            200 | 304 => there("vary"),
            201 | 307 | 308 => there("location"),
            206 => {
                there("vary");
                there("content-range");
            }
            401 => there("www-authenticate"),
            405 => there("allow"),
            503 => there("retry-after"),
            _ => {}
        }
        let whole = !self.content.is_empty() && self.status != 206;
        assert!(!whole || !has_null(&self.json), "null instead of absent: {self:#?}");
    }
}

/// Reads content by its type.
fn read(headers: &HeaderMap, content: &[u8]) -> Value {
    match headers.get("content-type").map(HeaderValue::as_bytes) {
        _ if content.is_empty() => Value::Null,
        Some(b"application/jsonl") => {
            content.lines().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap()).collect()
        }
        Some(media_type) if media_type.starts_with(b"text/csv") => str::from_utf8(content).unwrap().into(),
        Some(b"application/cbor") => ciborium::from_reader(content).unwrap(),
        _ => serde_json::from_slice(content).unwrap(),
    }
}

/// The facts that the layer in front of every service adds.
fn defaults() -> Arc<Defaults> {
    Arc::new(Defaults { realm: "ogrom", locale: None })
}

fn has_null(json: &Value) -> bool {
    match json {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}
