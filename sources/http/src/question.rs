//! Questions to a service: each such that asking it twice does no harm.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use ogrom_protocols::Context;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Names a request that is to happen once.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// One request, without what is the same for all. There is no way to make one that may not be repeated: a change is made
/// to what is named and as it was read, or has a key.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) method: Method,
    /// The path and the query, below the address of the service.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Bytes,
}

// === impl Question ===

impl Question {
    fn new(method: Method, target: String) -> Self {
        let headers = HeaderMap::from_iter([(header::ACCEPT, JSON)]);
        Self { method, target, headers, content: Bytes::new() }
    }

    /// What is there, unless it is what has this tag.
    pub(crate) fn get(target: &str, known: Option<HeaderValue>) -> Self {
        let mut question = Self::new(Method::GET, target.to_owned());
        question.headers.extend(known.map(|tag| (header::IF_NONE_MATCH, tag)));
        question
    }

    /// Makes something be there.
    pub(crate) fn put(target: String, token: HeaderValue) -> Self {
        Self::new(Method::PUT, target).by(token)
    }

    /// Makes something new, once: the key is derived from what is to be made, its name included, and from the name of the
    /// request that wants it. Another request for the same need not wait until the service takes this one for dead; it
    /// finds it made, by its name.
    pub(crate) fn post(ctx: &Context, target: String, token: HeaderValue, content: &impl Serialize) -> Self {
        let mut question = Self::new(Method::POST, target).by(token).with(content);
        let key = digest(&[ctx.request_id.as_bytes(), question.target.as_bytes(), &question.content]);
        question.headers.extend(HeaderValue::try_from(key).ok().map(|key| (KEY, key)));
        question
    }

    /// Removes what is there.
    pub(crate) fn delete(target: String, token: HeaderValue) -> Self {
        Self::new(Method::DELETE, target).by(token)
    }

    /// The same, if what is there still has this tag.
    pub(crate) fn if_still(mut self, tag: HeaderValue) -> Self {
        self.headers.insert(header::IF_MATCH, tag);
        self
    }

    /// The same, with content.
    pub(crate) fn with(mut self, content: &impl Serialize) -> Self {
        // Texts and finite numbers: nothing of it can fail to be written, and what did would be refused as malformed.
        self.content = serde_json::to_vec(content).unwrap_or_default().into();
        self.headers.insert(header::CONTENT_TYPE, JSON);
        self
    }

    fn by(mut self, token: HeaderValue) -> Self {
        self.headers.insert(header::AUTHORIZATION, token);
        self
    }
}

/// 128 bits of SHA-256 over parts that cannot run into each other, in hexadecimal digits.
fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let bits = hasher.finalize().iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    format!("{bits:032x}")
}

#[cfg(test)]
mod tests {
    use ogrom_protocols_fashion_contract::data::context;

    use super::*;

    fn key(request: &str, target: &str, content: &str) -> HeaderValue {
        let ctx = Context::new(request, context().locale);
        let token = HeaderValue::from_static("Bearer x");
        Question::post(&ctx, target.to_owned(), token, &content).headers[KEY].clone()
    }

    #[test]
    fn the_same_change_has_the_same_key_and_no_other_has_it() {
        assert_eq!(key("1", "/a", "b"), key("1", "/a", "b"));
        assert_ne!(key("1", "/a", "b"), key("1", "/a", "c"));
        assert_ne!(key("1", "/a", "b"), key("1", "/b", "b"));
        assert_ne!(key("1", "/a", "b"), key("2", "/a", "b"), "who asks anew does not wait for the first");
    }
}
