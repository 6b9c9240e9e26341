//! A script: the behaviour of the resource of a case.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

/// A resource, described key by key. The default is a found JSON document that can only be read.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained where the format is")]
#[expect(clippy::struct_excessive_bools, reason = "so is the format")]
pub struct Script {
    pub methods: Vec<Verb>,
    pub available: Available,
    pub access: Access,
    pub existence: Existence,
    pub etag: Option<String>,
    pub last_modified: Option<Timestamp>,
    pub produces: Vec<String>,
    pub languages: Vec<String>,
    pub consumes: Vec<String>,
    pub patches: Vec<String>,
    pub max_body: usize,
    pub require_precondition: bool,
    pub invalid: Vec<Fault>,
    pub conflict: bool,
    pub put_creates: bool,
    pub post_creates: bool,
    pub put: Option<Action>,
    pub post: Option<Action>,
    pub patch: Option<Action>,
    pub delete: Option<Action>,
    pub fails: Option<Fails>,
    pub body: Value,
    #[serde(skip)]
    pub beyond: Option<Beyond>,
}

/// A method that a resource may support. HEAD follows GET, OPTIONS is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "each is the method itself")]
pub enum Verb {
    Get,
    Put,
    Post,
    Patch,
    Delete,
}

/// Whether the service is available: `true`, or how long it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Availability")]
pub struct Available(pub Option<Duration>);

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Availability {
    Is(bool),
    Not { retry_after: u64 },
}

/// The permission of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum Access {
    Granted,
    Unauthenticated,
    Forbidden,
    /// Sends too many requests, and may retry after so many seconds.
    Limited(u64),
}

/// The state of the target.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum Existence {
    Found,
    Missing,
    Gone,
    Moved(String),
    MovedTemporarily(String),
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum Action {
    Ok,
    NoContent,
    Accepted,
    Created(String),
    SeeOther(String),
}

/// A mistake in the content, which nevertheless parses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// The mistake.
    pub message: String,
}

/// A failure of the resource's upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fails {
    /// When.
    pub at: FailsAt,
    /// How.
    #[serde(rename = "as")]
    pub kind: FailsAs,
}

/// When a failure comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum FailsAt {
    Exists,
    Act,
}

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word itself")]
pub enum FailsAs {
    Unavailable,
    Timeout,
    Corrupt,
}

/// The properties of a resource that format 1 cannot express.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Its parent is missing, too, so that no method can create it.
    Nowhere,
    /// Its query is wrong in a way that only the search finds.
    Malformed,
    /// The found representation is not for every client.
    Permits(Access),
    /// Only the action can find that the content is not valid.
    Invalid,
    /// It changes between being found and being acted upon.
    Stale,
}

// === impl Script ===

impl Default for Script {
    fn default() -> Self {
        Self {
            methods: vec![Verb::Get],
            available: Available(None),
            access: Access::Granted,
            existence: Existence::Found,
            etag: None,
            last_modified: None,
            produces: vec!["application/json".to_owned()],
            languages: Vec::new(),
            consumes: vec!["application/json".to_owned()],
            patches: vec!["application/merge-patch+json".to_owned()],
            max_body: 65536,
            require_precondition: false,
            invalid: Vec::new(),
            conflict: false,
            put_creates: true,
            post_creates: false,
            put: None,
            post: None,
            patch: None,
            delete: None,
            fails: None,
            body: json!({"hello": "world"}),
            beyond: None,
        }
    }
}

// === impl Available ===

impl TryFrom<Availability> for Available {
    type Error = &'static str;

    fn try_from(told: Availability) -> Result<Self, Self::Error> {
        match told {
            Availability::Is(true) => Ok(Self(None)),
            Availability::Is(false) => Err("a resource that is not available says `retry_after`"),
            Availability::Not { retry_after } => Ok(Self(Some(Duration::from_secs(retry_after)))),
        }
    }
}
