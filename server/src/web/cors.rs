//! Cross-origin resource sharing: which pages of other origins may read responses (the Fetch standard, §3.3).
//!
//! It protects the users of browsers, not the service: who may do what, tokens decide. A preflight is an OPTIONS like any
//! other, and what may be done at its target is what the target itself allows.

mod fields;
mod origins;

use http::{HeaderMap, HeaderValue, Method, Request, header};

pub use self::{
    fields::{FieldNames, InvalidFieldName},
    origins::{AllowedOrigin, InvalidOrigin, Origins},
};
use super::WebOptions;

/// How many fields this adds at most.
pub(super) const FIELDS: usize = 7;

/// The fields of requests that a page may send only if it is allowed to: those that have a meaning here, and those that libraries
/// add to every request of a page.
const TAKEN: &str = "authorization, baggage, cache-control, content-type, idempotency-key, if-match, if-modified-since, \
                     if-none-match, if-range, if-unmodified-since, ogrom-trace, prefer, range, sentry-trace, traceparent, \
                     tracestate, x-request-id, x-requested-with";

/// The fields of responses that a page may read, beside those that it may read anyway.
const SHOWN: HeaderValue = HeaderValue::from_static(
    "accept-patch, accept-ranges, allow, content-range, deprecation, etag, idempotency-replayed, link, location, \
     ogrom-trace, preference-applied, ratelimit, ratelimit-policy, retry-after, sunset, traceresponse, vary, \
     www-authenticate, x-request-id",
);

/// How many seconds a browser may remember the response to a preflight. Chromium remembers none for longer than two hours.
const REMEMBERED: HeaderValue = HeaderValue::from_static("3600");

/// The other origins, and what they may do.
#[derive(Debug)]
pub struct Cors {
    origins: Origins,
    credentials: bool,
    /// The fields of requests that pages may send.
    taken: HeaderValue,
}

/// The part of a request that CORS needs.
#[derive(Debug, Default)]
pub struct CorsRequest {
    /// The origin of its page, where that may read the response.
    origin: Option<HeaderValue>,
    /// Whether it is a preflight.
    preflight: bool,
}

/// Why an option cannot be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "--cors-credentials lets pages act for their users, so that --cors-origins must name whose: '*' is not enough"
)]
pub struct CorsError;

// === impl Cors ===

impl Cors {
    /// As configured; absent where no other origin is.
    pub(super) fn new(options: &WebOptions) -> Result<Option<Self>, CorsError> {
        let Some(origins) = options.cors_origins.clone() else { return Ok(None) };
        if options.cors_credentials && origins == Origins::All {
            return Err(CorsError);
        }
        let taken = options.cors_headers.clone().unwrap_or_default().after(TAKEN);
        Ok(Some(Self { origins, credentials: options.cors_credentials, taken }))
    }

    /// Whether every page may read.
    pub(super) fn is_for_all(&self) -> bool {
        self.origins == Origins::All
    }

    pub(super) fn request<B>(&self, request: &Request<B>) -> CorsRequest {
        let headers = request.headers();
        CorsRequest {
            origin: self.origins.admitted(headers.get(header::ORIGIN)),
            preflight: request.method() == Method::OPTIONS
                && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD),
        }
    }

    /// Sets the headers that let the page read this response, be it a failure.
    pub(super) fn apply(&self, request: CorsRequest, headers: &mut HeaderMap) {
        if !self.is_for_all() {
            // A cache may serve it to a page of another origin next.
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        }
        let Some(origin) = request.origin else { return };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if self.credentials {
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        if !request.preflight {
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
            return;
        }
        if let Some(allowed) = headers.get(header::ALLOW).cloned() {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allowed);
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, self.taken.clone());
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED);
    }
}
