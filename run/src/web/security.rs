//! What browsers must not do with any answer, whatever it is.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::cors::Cors;

/// How many fields this adds at most.
pub(super) const FIELDS: usize = 6;

/// What data may do where a browser shows it as a page: nothing. Pages have a policy of their own.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What says nothing of it is kept by nobody: failures, what comes of changes, and whatever somebody forgot. Left to
/// themselves, caches keep some of these as long as they like (RFC 9110 §15.1).
const UNKEPT: HeaderValue = HeaderValue::from_static("no-store");

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The fields that are the same on every answer, by name.
pub(crate) const ALWAYS: [HeaderName; 4] = [
    header::X_CONTENT_TYPE_OPTIONS,
    header::REFERRER_POLICY,
    RESOURCE_POLICY,
    header::STRICT_TRANSPORT_SECURITY,
];

/// The fields that are the same on every answer.
#[derive(Debug)]
pub(super) struct Security {
    always: Vec<(HeaderName, HeaderValue)>,
}

// === impl Security ===

impl Security {
    pub(super) fn new(cors: Option<&Cors>, hsts: Option<Duration>) -> Self {
        // Pages that may read an answer by asking for it as such may show it without asking, too.
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

    pub(super) fn tell(&self, status: StatusCode, headers: &mut HeaderMap) {
        for (name, value) in &self.always {
            headers.insert(name, value.clone());
        }
        // What a 304 says takes the place of what was said with the content (RFC 9111 §3.2): a page would lose its own.
        if status != StatusCode::NOT_MODIFIED {
            headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NOTHING);
        }
        headers.entry(header::CACHE_CONTROL).or_insert(UNKEPT);
    }
}
