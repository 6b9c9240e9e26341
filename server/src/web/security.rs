//! The security headers of every response.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::cors::Cors;

/// How many fields this adds at most.
pub(super) const FIELDS: usize = 6;

/// The policy of data that a browser shows as a page: it may do nothing. Pages have a policy of their own.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The `Cache-Control` of responses without one, such as failures and the results of changes. Left to themselves, caches store
/// some of these as long as they like (RFC 9110 §15.1).
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The names of the fields that are the same on every response.
pub(crate) const ALWAYS: [HeaderName; 4] = [
    header::X_CONTENT_TYPE_OPTIONS,
    header::REFERRER_POLICY,
    RESOURCE_POLICY,
    header::STRICT_TRANSPORT_SECURITY,
];

/// The fields that are the same on every response.
#[derive(Debug)]
pub(super) struct Security {
    always: Vec<(HeaderName, HeaderValue)>,
}

// === impl Security ===

impl Security {
    pub(super) fn new(cors: Option<&Cors>, hsts: Option<Duration>) -> Self {
        // A page that may read a response may embed it, too.
        let embedded_by = if cors.is_some_and(Cors::is_for_all) { "cross-origin" } else { "same-origin" };
        let mut always = vec![
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (RESOURCE_POLICY, HeaderValue::from_static(embedded_by)),
        ];
        if let Some(time) = hsts {
            let value = format!("max-age={}", time.as_secs());
            let value = HeaderValue::try_from(value).expect("letters and digits are visible characters");
            always.push((header::STRICT_TRANSPORT_SECURITY, value));
        }
        Self { always }
    }

    pub(super) fn apply(&self, status: StatusCode, headers: &mut HeaderMap) {
        for (name, value) in &self.always {
            headers.insert(name, value.clone());
        }
        // The fields of a 304 replace those of the stored response (RFC 9111 §3.2): a page would lose its own.
        if status != StatusCode::NOT_MODIFIED {
            headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NOTHING);
        }
        headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
    }
}
