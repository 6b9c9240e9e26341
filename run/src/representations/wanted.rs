//! Which representation a request wants.

use std::hash::{Hash, Hasher};

use http::{HeaderName, Method, Request, header};
use quick_cache::Equivalent;

/// Fields with which a request wants something else than a representation in full, or which nobody here judges.
const OTHERWISE: [HeaderName; 8] = [
    header::RANGE,
    header::IF_RANGE,
    header::IF_MATCH,
    header::IF_UNMODIFIED_SINCE,
    header::TRANSFER_ENCODING,
    header::CONTENT_LENGTH,
    HeaderName::from_static("prefer"),
    HeaderName::from_static("ogrom-trace"),
];

/// All by which a representation is selected: the target, and the fields of [`FIELDS`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    target: &'a str,
    accept: &'a [u8],
}

/// The fields that select a representation, as far as anything that is kept knows them.
pub(super) const FIELDS: [&str; 1] = ["accept"];

/// The same, to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    target: Box<str>,
    accept: Box<[u8]>,
}

// === impl Wanted ===

impl<'a> Wanted<'a> {
    /// What this request wants; absent where that is nothing to keep.
    pub(super) fn by<B>(request: &'a Request<B>) -> Option<Self> {
        let headers = request.headers();
        if !matches!(*request.method(), Method::GET | Method::HEAD)
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
        Some(Self { target: request.uri().path_and_query()?.as_str(), accept })
    }

    pub(super) fn to_key(self) -> Key {
        Key { target: self.target.into(), accept: self.accept.into() }
    }
}

impl Hash for Wanted<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.target.hash(state);
        self.accept.hash(state);
    }
}

impl Equivalent<Key> for Wanted<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self.target == *key.target && *self.accept == *key.accept
    }
}

// === impl Key ===

impl Key {
    /// How much memory it takes beyond itself, in bytes.
    pub(super) fn heap(&self) -> usize {
        self.target.len() + self.accept.len()
    }
}

/// As [`Wanted`] does, which finds it.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Wanted { target: &self.target, accept: &self.accept }.hash(state);
    }
}
