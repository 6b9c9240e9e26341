//! The key of the response cache: what selects a representation.

use std::hash::{Hash, Hasher};

use http::{HeaderName, Method, Request, header};
use ogrom_core_path::normalize;
use ogrom_core_resource::Codings;
use quick_cache::Equivalent;

/// Fields with which a request wants something else than a whole representation, or which are not judged here.
const OTHERWISE: [HeaderName; 6] = [
    header::RANGE,
    header::IF_RANGE,
    header::IF_MATCH,
    header::IF_UNMODIFIED_SINCE,
    HeaderName::from_static("prefer"),
    HeaderName::from_static("ogrom-trace"),
];

/// All by which a representation is selected: the target, and the fields of [`FIELDS`]. Borrowed from a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KeyRef<'a> {
    target: &'a str,
    accept: &'a [u8],
    codings: Codings,
    /// Whether the request has credentials, which change `Cache-Control`.
    credentials: bool,
}

/// The fields that may select a cached representation.
pub(super) const FIELDS: [&str; 3] = ["accept", "accept-encoding", "authorization"];

/// The same, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    target: Box<str>,
    accept: Box<[u8]>,
    codings: Codings,
    credentials: bool,
}

// === impl KeyRef ===

impl<'a> KeyRef<'a> {
    /// The key of what this request wants, in one of these codings; absent where that is never cached.
    pub(super) fn by<B: http_body::Body>(request: &'a Request<B>, codings: Codings) -> Option<Self> {
        let headers = request.headers();
        // Another spelling of a path is rare, and has the same response: only the normal one is cached.
        if !matches!(*request.method(), Method::GET | Method::HEAD)
            || normalize(request.uri().path()).is_some()
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
        Some(Self { target: request.uri().path_and_query()?.as_str(), accept, codings, credentials })
    }

    pub(super) fn to_key(self) -> Key {
        let Self { target, accept, codings, credentials } = self;
        Key { target: target.into(), accept: accept.into(), codings, credentials }
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
        let Self { target, accept, codings, credentials } = self;
        KeyRef { target, accept, codings: *codings, credentials: *credentials }
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
