//! Problem details (RFC 9457): the content of every failed response.

mod types;

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use self::types::URN;
pub use self::types::{ProblemTypes, Titles};
use crate::{Body, Invalid, cut::cut, faults::Faults};

/// The media type of problems (RFC 9457 §3).
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// A buffer size that most problems fit into, in bytes.
const USUAL_SIZE: usize = 512;

/// The limit of a detail, in bytes, since it may repeat text of the client.
const LONGEST_DETAIL: usize = 1024;

/// A failure, as the client sees it. Never holds an internal cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem(Box<Details>);

/// Boxed, so that a result without a problem stays small.
#[derive(Debug, Clone, PartialEq)]
struct Details {
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: Option<String>,
    faults: Faults,
    members: Map<String, Value>,
    retry_after: Option<Duration>,
}

/// The wire form.
#[derive(Serialize)]
struct Document<'a> {
    r#type: Type<'a>,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Invalid],
    #[serde(skip_serializing_if = "Option::is_none")]
    omitted: Option<usize>,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

/// The prefix and the name of a type.
struct Type<'a>(&'a str, &'a str);

// === impl Type ===

impl Serialize for Type<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.0, self.1))
    }
}

// === impl Problem ===

impl Problem {
    /// A problem with its stable name, which ends its `type` and never changes, and its title, which is the same for all
    /// of its name, but for its language.
    #[cold]
    #[inline(never)]
    pub fn new(status: StatusCode, name: &'static str, title: &'static str) -> Self {
        Self(Box::new(Details {
            status,
            name,
            title,
            detail: None,
            faults: Faults::default(),
            members: Map::new(),
            retry_after: None,
        }))
    }

    /// There is nothing at the target: 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here")
    }

    /// The service cannot answer now: 503.
    pub fn unavailable() -> Self {
        of::unavailable()
    }

    /// The request or its content cannot be read, for the reason in `detail`: 400.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request cannot be read").detail(detail)
    }

    /// The content is larger than so many bytes: 413.
    pub fn content_too_large(limit: usize) -> Self {
        let problem =
            Self::new(StatusCode::PAYLOAD_TOO_LARGE, "content-too-large", "The content is too large");
        problem.detail(format!("at most {limit} bytes are taken"))
    }

    /// The content does not come in time, though it was announced: 408.
    pub fn content_late() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "content-late", "The content did not come in time")
    }

    /// The client asks too often: 429.
    pub fn too_many_requests() -> Self {
        of::too_many_requests()
    }

    /// The target is longer than is read: 414.
    pub fn uri_too_long() -> Self {
        of::uri_too_long()
    }

    /// The header fields are too large, or too many: 431.
    pub fn headers_too_large() -> Self {
        of::headers_too_large()
    }

    /// The method is not known: 501.
    pub fn not_implemented() -> Self {
        of::not_implemented()
    }

    /// The content comes in a transfer coding that is not known (RFC 9112 §6.1): 501.
    pub fn unknown_transfer_coding() -> Self {
        let title = "The transfer coding is not known";
        Self::new(StatusCode::NOT_IMPLEMENTED, "unknown-transfer-coding", title)
            .detail("chunked is the only one that is taken")
    }

    /// The same problem, with an explanation of this occurrence: what is wrong, where, and the remedy. It is cut after
    /// 1024 bytes.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The same problem, with the faults of the request. The first 50 are listed; `omitted` counts the others.
    #[must_use]
    pub fn errors(self, errors: Vec<Invalid>) -> Self {
        self.faults(errors.into())
    }

    /// The same problem, with the faults of the request.
    pub(crate) fn faults(mut self, faults: Faults) -> Self {
        self.0.faults = faults;
        self
    }

    /// The same problem, with more faults.
    pub(crate) fn more_faults(mut self, faults: Faults) -> Self {
        self.0.faults.append(faults);
        self
    }

    /// Whether it lists faults.
    pub(crate) fn lists_faults(&self) -> bool {
        !self.0.faults.is_empty()
    }

    /// Its faults.
    pub(crate) fn into_faults(self) -> Faults {
        self.0.faults
    }

    /// The explanation of this occurrence.
    pub(crate) fn explanation(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The same problem, with an extension member (RFC 9457 §3.2).
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// The same problem, with a `Retry-After` header in whole seconds, rounded up.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Every problem that the engine itself ends in, so that a page can explain each.
    pub fn all_of_the_engine() -> Vec<Self> {
        let mut all = of::all();
        all.extend([Self::not_found(), Self::malformed(""), Self::content_too_large(0)]);
        all
    }

    /// Its stable name.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// Its title.
    pub fn title(&self) -> &'static str {
        self.0.title
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Whether it has a `Retry-After`.
    pub(crate) fn waits(&self) -> bool {
        self.0.retry_after.is_some()
    }

    /// The same problem, with its title in another language, if it is among these.
    #[must_use]
    pub fn titled(mut self, titles: Option<Titles>) -> Self {
        if let Some(title) = titles.and_then(|titles| titles(self.0.name)) {
            self.0.title = title;
        }
        self
    }

    /// The response, its type being named by `types`.
    pub fn into_response(self, types: Option<&ProblemTypes>) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        self.write(types, &mut response);
        response
    }

    /// Writes it into a response that is empty.
    pub(crate) fn write(self, types: Option<&ProblemTypes>, response: &mut Response<Body>) {
        let document = Document {
            r#type: Type(types.map_or(URN, ProblemTypes::start), self.0.name),
            title: self.0.title,
            status: self.0.status.as_u16(),
            detail: self.0.detail.as_deref().map(|detail| cut(detail, LONGEST_DETAIL)),
            errors: self.0.faults.listed(),
            omitted: self.0.faults.omitted(),
            members: &self.0.members,
        };
        // Strings, numbers and JSON values cannot fail to serialise.
        let mut content = Vec::with_capacity(USUAL_SIZE);
        let _ = serde_json::to_writer(&mut content, &document);
        *response.body_mut() = Body::from(Bytes::from(content));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(wait) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
    }
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0))
}

/// The problems that the graph itself ends in.
pub(crate) mod of {
    use super::{Duration, Problem, StatusCode};

    macro_rules! problems {
        ($($(#[$doc:meta])* $constructor:ident = $status:ident, $name:literal, $title:literal;)+) => {
            $($(#[$doc])*
            #[cold]
            pub(crate) fn $constructor() -> Problem {
                Problem::new(StatusCode::$status, $name, $title)
            })+

            /// Each of them.
            pub(crate) fn all() -> Vec<Problem> {
                vec![$($constructor()),+]
            }
        };
    }

    problems! {
        invalid_query = BAD_REQUEST, "invalid-query", "A parameter of the request is wrong";
        partial_content = BAD_REQUEST, "partial-content", "Only whole content can be put";
        unauthenticated = UNAUTHORIZED, "unauthenticated", "Credentials are needed";
        forbidden = FORBIDDEN, "forbidden", "You may not do this";
        method_not_allowed = METHOD_NOT_ALLOWED, "method-not-allowed", "The resource does not support this method";
        not_acceptable = NOT_ACCEPTABLE, "not-acceptable", "There is no representation that you accept";
        conflict = CONFLICT, "conflict", "The change contradicts the present state";
        gone = GONE, "gone", "What was here is gone";
        range_not_satisfiable = RANGE_NOT_SATISFIABLE, "range-not-satisfiable", "There is no such part of the representation";
        precondition_failed = PRECONDITION_FAILED, "precondition-failed", "A condition of the request does not hold";
        uri_too_long = URI_TOO_LONG, "uri-too-long", "The URI is too long";
        unsupported_media_type = UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The content is in a format that is not taken here";
        invalid_content = UNPROCESSABLE_ENTITY, "invalid-content", "The content is understood but not valid";
        precondition_required = PRECONDITION_REQUIRED, "precondition-required", "The request must be conditional";
        too_many_requests = TOO_MANY_REQUESTS, "too-many-requests", "You ask too often";
        headers_too_large = REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", "The header fields are too large";
        internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong here";
        not_implemented = NOT_IMPLEMENTED, "not-implemented", "The method is not known";
        unavailable = SERVICE_UNAVAILABLE, "unavailable", "The service cannot answer now";
        timeout = GATEWAY_TIMEOUT, "timeout", "The answer did not come in time";
    }

    /// The time to wait if the source gives none.
    pub(crate) const DEFAULT_RETRY: Duration = Duration::from_secs(1);
}
