//! Which representation a request wants.

use std::hash::{Hash, Hasher};

use http::{HeaderName, Method, Request, header};
use ogrom_core_path::normalize;
use ogrom_core_resource::Codings;
use quick_cache::Equivalent;

/// Fields with which a request wants something else than a representation in full, or which nobody here judges.
const OTHERWISE: [HeaderName; 6] = [
    header::RANGE,
    header::IF_RANGE,
    header::IF_MATCH,
    header::IF_UNMODIFIED_SINCE,
    HeaderName::from_static("prefer"),
    HeaderName::from_static("ogrom-trace"),
];

/// All by which a representation is selected: the target, and the fields of [`FIELDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted<'a> {
    target: &'a str,
    accept: &'a [u8],
    codings: Codings,
    /// Whether credentials are shown, with which caches are told otherwise.
    credentials: bool,
}

/// The fields that select a representation, as far as anything that is kept knows them.
pub(super) const FIELDS: [&str; 3] = ["accept", "accept-encoding", "authorization"];

/// The same, to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    target: Box<str>,
    accept: Box<[u8]>,
    codings: Codings,
    credentials: bool,
}

// === impl Wanted ===

impl<'a> Wanted<'a> {
    /// What this request wants, in one of these codings; absent where that is nothing to keep.
    pub(super) fn by<B: http_body::Body>(request: &'a Request<B>, codings: Codings) -> Option<Self> {
        let headers = request.headers();
        // Who spells the path otherwise is answered as those who do not, and rare: one is kept.
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

impl Equivalent<Key> for Wanted<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self == key.as_wanted()
    }
}

// === impl Key ===

impl Key {
    fn as_wanted(&self) -> Wanted<'_> {
        let Self { target, accept, codings, credentials } = self;
        Wanted { target, accept, codings: *codings, credentials: *credentials }
    }

    /// How much memory it takes beyond itself, in bytes.
    pub(super) fn heap(&self) -> usize {
        self.target.len() + self.accept.len()
    }
}

/// As [`Wanted`] does, which finds it.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_wanted().hash(state);
    }
}
