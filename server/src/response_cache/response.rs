//! A cached response, and the responses that are made of it.

use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use ogrom_core::Body;
use ogrom_core_resource::{DateReplaced, is_unmodified};
use ogrom_protocols::Validity;
use ogrom_server_telemetry::OperationId;

use super::key::{FIELDS, Key};
use crate::{headers::REQUEST_ID, web};

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
