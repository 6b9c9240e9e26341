//! Requests to the API: each such that sending it twice does no harm.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use ogrom_protocols::{Context, digest};
use serde::Serialize;

/// The key of a request that is to happen once.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// One request, without the header fields that all have. There is no way to make one that must not be repeated: a change is
/// made to what is named and as it was read, or has an idempotency key.
#[derive(Debug, Clone)]
pub struct ApiRequest {
    pub(crate) method: Method,
    /// The path and the query, below the address of the API.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

// === impl ApiRequest ===

impl ApiRequest {
    fn new(method: Method, target: String) -> Self {
        let headers = HeaderMap::from_iter([(header::ACCEPT, JSON)]);
        Self { method, target, headers, body: Bytes::new() }
    }

    /// Reads what is there, unless it still has this entity tag.
    pub(crate) fn get(target: &str, known: Option<HeaderValue>) -> Self {
        let mut request = Self::new(Method::GET, target.to_owned());
        request.headers.extend(known.map(|tag| (header::IF_NONE_MATCH, tag)));
        request
    }

    /// Asks about what is there, without reading it.
    pub(crate) fn head(target: &str) -> Self {
        Self::new(Method::HEAD, target.to_owned())
    }

    /// Puts something there, on behalf of the user with this token.
    pub fn put(target: String, token: HeaderValue) -> Self {
        Self::new(Method::PUT, target).by(token)
    }

    /// Creates something once: the key is derived from what is to be created, its identifier included, and from the id of the
    /// request that needs it. Another request for the same need not wait until the upstream gives this one up: it
    /// finds the thing by its identifier.
    pub fn post(ctx: &Context, target: String, token: HeaderValue, body: &impl Serialize) -> Self {
        let mut request = Self::new(Method::POST, target).by(token).with_body(body);
        let key = digest(&[ctx.request_id.as_bytes(), request.target.as_bytes(), &request.body]);
        request.headers.extend(HeaderValue::try_from(key).ok().map(|key| (KEY, key)));
        request
    }

    /// Removes what is there, on behalf of the user with this token.
    pub fn delete(target: String, token: HeaderValue) -> Self {
        Self::new(Method::DELETE, target).by(token)
    }

    /// The same, if what is there still has this entity tag.
    #[must_use]
    pub fn if_match(mut self, tag: HeaderValue) -> Self {
        self.headers.insert(header::IF_MATCH, tag);
        self
    }

    /// The same, with a JSON body.
    #[must_use]
    pub fn with_body(mut self, body: &impl Serialize) -> Self {
        // Texts and finite numbers: nothing of it can fail to be written, and what did would be refused as malformed.
        self.body = serde_json::to_vec(body).unwrap_or_default().into();
        self.headers.insert(header::CONTENT_TYPE, JSON);
        self
    }

    fn by(mut self, token: HeaderValue) -> Self {
        self.headers.insert(header::AUTHORIZATION, token);
        self
    }
}

#[cfg(test)]
mod tests {
    use ogrom_protocols_model::Locale;

    use super::*;

    fn key(request: &str, target: &str, content: &str) -> HeaderValue {
        let locale: Locale = "en-GB; GBP".parse().unwrap();
        let ctx = Context::new(request, locale.into());
        let token = HeaderValue::from_static("Bearer x");
        ApiRequest::post(&ctx, target.to_owned(), token, &content).headers[KEY].clone()
    }

    #[test]
    fn the_same_change_has_the_same_key_and_no_other_has_it() {
        assert_eq!(key("1", "/a", "b"), key("1", "/a", "b"));
        assert_ne!(key("1", "/a", "b"), key("1", "/a", "c"));
        assert_ne!(key("1", "/a", "b"), key("1", "/b", "b"));
        assert_ne!(key("1", "/a", "b"), key("2", "/a", "b"), "who asks anew does not wait for the first");
    }
}
