//! An entry of the response cache: the key that selects a representation, and the cached response.

use std::{
    hash::{Hash, Hasher},
    time::Instant,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use ogrom_core::{Body, mount::PathPrefix};
use ogrom_core_path::normalize;
use ogrom_core_resource::{Codings, DateReplaced, is_unmodified};
use ogrom_protocols::Validity;
use ogrom_server_telemetry::{OperationId, REQUEST_ID};
use quick_cache::Equivalent;

use crate::web;

/// Fields with which a request wants something else than a whole representation, or which are not judged here.
const OTHERWISE: [HeaderName; 6] = [
    header::RANGE,
    header::IF_RANGE,
    header::IF_MATCH,
    header::IF_UNMODIFIED_SINCE,
    HeaderName::from_static("prefer"),
    HeaderName::from_static("ogrom-trace"),
];

/// All by which a representation is selected: the target, the prefix of its links, and the fields of [`FIELDS`]. Borrowed from a
/// request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KeyRef<'a> {
    target: &'a str,
    /// The prefix that the client sees before the target.
    prefix: Option<&'a PathPrefix>,
    accept: &'a [u8],
    codings: Codings,
    /// Whether the request has credentials, which change `Cache-Control`.
    credentials: bool,
}

/// The fields that may select a cached representation.
const FIELDS: [&str; 3] = ["accept", "accept-encoding", "authorization"];

/// The same, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    target: Box<str>,
    prefix: Option<PathPrefix>,
    accept: Box<[u8]>,
    codings: Codings,
    credentials: bool,
}

/// About how much memory a header field takes beside its text, in bytes.
const FIELD: usize = 96;

/// About how much memory an entry takes in the tables, which are never full, in bytes.
const SLOT: usize = 2 * (size_of::<Key>() + size_of::<usize>()) + size_of::<CachedResponse>();

/// The fields of a 200 that a 304 has, too (RFC 9110 §15.4.5), beside those of every response.
const OF_UNMODIFIED: [HeaderName; 6] = [
    header::ETAG,
    header::LAST_MODIFIED,
    header::VARY,
    header::CACHE_CONTROL,
    header::EXPIRES,
    header::CONTENT_LOCATION,
];

/// A response that holds for a while.
#[derive(Debug)]
pub(super) struct CachedResponse {
    headers: HeaderMap,
    content: Bytes,
    /// Whether its date does not tell its content from others.
    date_replaced: bool,
    validity: Validity,
    operation: OperationId,
}

// === impl KeyRef ===

impl<'a> KeyRef<'a> {
    /// The key of what this request wants, in one of these codings; absent where that is never cached.
    pub(super) fn by<B: http_body::Body>(request: &'a Request<B>, codings: Codings) -> Option<Self> {
        let headers = request.headers();
        if !matches!(*request.method(), Method::GET | Method::HEAD)
            || !request.body().is_end_stream()
            || OTHERWISE.iter().any(|name| headers.contains_key(name))
        {
            return None;
        }
        let mut accept = headers.get_all(header::ACCEPT).iter();
        let accept = match (accept.next(), accept.next()) {
            (None, _) => &[][..],
            (Some(only), None) => only.as_bytes(),
            // Few write it so.
            (Some(_), Some(_)) => return None,
        };
        let credentials = headers.contains_key(header::AUTHORIZATION);
        let target = request.uri().path_and_query()?.as_str();
        Some(Self { target, prefix: request.extensions().get(), accept, codings, credentials })
    }

    /// The key of an entry. Another spelling of a path is rare, and has the same response: only the normal one is cached.
    pub(super) fn to_key(self) -> Option<Key> {
        let Self { target, prefix, accept, codings, credentials } = self;
        let path = target.split('?').next().unwrap_or(target);
        normalize(path).is_none().then(|| Key {
            target: target.into(),
            prefix: prefix.cloned(),
            accept: accept.into(),
            codings,
            credentials,
        })
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self == key.as_ref()
    }
}

// === impl Key ===

impl Key {
    fn as_ref(&self) -> KeyRef<'_> {
        let Self { target, prefix, accept, codings, credentials } = self;
        KeyRef { target, prefix: prefix.as_ref(), accept, codings: *codings, credentials: *credentials }
    }

    /// How much memory it takes beyond itself, in bytes.
    pub(super) fn heap(&self) -> usize {
        self.target.len() + self.accept.len()
    }
}

/// As [`KeyRef`] does, by which it is found.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ref().hash(state);
    }
}

// === impl CachedResponse ===

impl CachedResponse {
    /// The cached form of a response of this operation, which holds for so long; absent where it may not be cached.
    pub(super) fn of(response: &Response<Body>, validity: Validity, operation: OperationId) -> Option<Self> {
        let headers = response.headers();
        if response.status() != StatusCode::OK || is_never_stored(headers) || varies_otherwise(headers) {
            return None;
        }
        let content = response.body().whole()?.clone();
        let date_replaced = response.extensions().get::<DateReplaced>().is_some();
        let mut headers = headers.clone();
        // Room for the common headers: a map that grows moves all that is in it.
        headers.insert(REQUEST_ID, HeaderValue::from_static(""));
        Some(Self { headers, content, date_replaced, validity, operation })
    }

    /// The operation that it is a response of.
    pub(super) fn operation(&self) -> OperationId {
        self.operation
    }

    pub(super) fn is_valid_at(&self, now: Instant) -> bool {
        self.validity.at(now)
    }

    /// The response to a request with these fields.
    pub(super) fn respond(&self, request: &HeaderMap) -> Response<Body> {
        if is_known(request, &self.headers, self.date_replaced) {
            return unmodified(&self.headers);
        }
        let mut response = Response::new(self.content.clone().into());
        *response.headers_mut() = self.headers.clone();
        response
    }

    /// How much memory it takes, in bytes, more or less.
    pub(super) fn size(&self) -> usize {
        let fields: usize = self.headers.values().map(|value| FIELD + value.len()).sum();
        SLOT + fields + self.content.len() + self.validity.heap()
    }
}

/// Whether the client of a request with these fields has the response with those headers already.
pub(super) fn is_known(request: &HeaderMap, headers: &HeaderMap, date_replaced: bool) -> bool {
    (!date_replaced || request.contains_key(header::IF_NONE_MATCH)) && is_unmodified(request, headers)
}

/// The 304 in place of a 200 with these fields.
pub(super) fn unmodified(headers: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in OF_UNMODIFIED.iter().chain(&web::ALWAYS) {
        for value in headers.get_all(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

/// Whether no cache may store it. `private` is about shared caches elsewhere: what depends on the user is not stored here.
fn is_never_stored(headers: &HeaderMap) -> bool {
    web::cache_control_has(headers, "no-store")
}

/// Whether it was selected by fields that are no part of the key.
fn varies_otherwise(headers: &HeaderMap) -> bool {
    let known = |line: &str| {
        line.split(',').all(|name| FIELDS.iter().any(|field| name.trim().eq_ignore_ascii_case(field)))
    };
    headers.get_all(header::VARY).iter().any(|line| !line.to_str().is_ok_and(known))
}
