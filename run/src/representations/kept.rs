//! One representation that is kept, and the answers that are made of it.

use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use ogrom_core::Body;
use ogrom_core_resource::{DateReplaced, is_unmodified};
use ogrom_protocols::Holds;

use super::wanted::{FIELDS, Key};
use crate::{front::REQUEST_ID, observed::Asked, web};

/// What a header field takes, its text aside, in bytes, more or less.
const FIELD: usize = 96;

/// What an entry takes in the tables, which are never full, in bytes.
const SLOT: usize = 2 * (size_of::<Key>() + size_of::<usize>()) + size_of::<Kept>();

/// The fields of a 200 that a 304 has, too (RFC 9110 §15.4.5), where they are there; those of every answer aside.
const ALWAYS_TOLD: [HeaderName; 6] = [
    header::ETAG,
    header::LAST_MODIFIED,
    header::VARY,
    header::CACHE_CONTROL,
    header::EXPIRES,
    header::CONTENT_LOCATION,
];

/// A representation that holds for a while.
#[derive(Debug)]
pub(super) struct Kept {
    headers: HeaderMap,
    content: Bytes,
    /// Whether its date does not tell its content from others.
    date_replaced: bool,
    holds: Holds,
    asked: Asked,
}

// === impl Kept ===

impl Kept {
    /// What there is to keep of an answer to this, that holds as long; absent where it may not be kept.
    pub(super) fn of(response: &Response<Body>, holds: Holds, asked: Asked) -> Option<Self> {
        let headers = response.headers();
        if response.status() != StatusCode::OK || is_for_nobody(headers) || varies_otherwise(headers) {
            return None;
        }
        let content = response.body().whole()?.clone();
        let date_replaced = response.extensions().get::<DateReplaced>().is_some();
        let mut headers = headers.clone();
        // Room for what each answer is given by the front: a map that grows moves all that is in it.
        headers.insert(REQUEST_ID, HeaderValue::from_static(""));
        Some(Self { headers, content, date_replaced, holds, asked })
    }

    /// What it was the answer to.
    pub(super) fn asked(&self) -> Asked {
        self.asked
    }

    pub(super) fn holds_at(&self, now: Instant) -> bool {
        self.holds.at(now)
    }

    /// The answer to whoever asks with these fields.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        if is_known(asked, &self.headers, self.date_replaced) {
            return unmodified(&self.headers);
        }
        let mut response = Response::new(self.content.clone().into());
        *response.headers_mut() = self.headers.clone();
        response
    }

    /// How much memory it takes, in bytes, more or less.
    pub(super) fn size(&self) -> usize {
        let fields: usize = self.headers.values().map(|value| FIELD + value.len()).sum();
        SLOT + fields + self.content.len() + self.holds.heap()
    }
}

/// Whether who asks with these fields has the response already whose fields the others are.
pub(super) fn is_known(asked: &HeaderMap, headers: &HeaderMap, date_replaced: bool) -> bool {
    (!date_replaced || asked.contains_key(header::IF_NONE_MATCH)) && is_unmodified(asked, headers)
}

/// The 304 in place of a 200 with these fields.
pub(super) fn unmodified(headers: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in ALWAYS_TOLD.iter().chain(&web::ALWAYS) {
        for value in headers.get_all(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

/// What is for one client alone may be kept here, where nothing of it depends on who asks: `private` is said of other caches.
fn is_for_nobody(headers: &HeaderMap) -> bool {
    web::caching_says(headers, "no-store")
}

/// Whether it was selected by fields that are not looked at here.
fn varies_otherwise(headers: &HeaderMap) -> bool {
    let known = |line: &str| {
        line.split(',').all(|name| FIELDS.iter().any(|field| name.trim().eq_ignore_ascii_case(field)))
    };
    headers.get_all(header::VARY).iter().any(|line| !line.to_str().is_ok_and(known))
}
