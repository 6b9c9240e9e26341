//! A case: the resource, the request, and the expected response.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::Script;

/// One line of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The point of the case, as a sentence.
    pub name: String,
    /// The resource.
    #[serde(default)]
    pub resource: Script,
    /// The request.
    pub request: Request,
    /// The expected response.
    pub expect: Expect,
}

/// The request, byte for byte.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Any token.
    pub method: String,
    /// The target, as in the request line.
    #[serde(default = "subject")]
    pub path: String,
    /// The lines of the header, in this order.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The content.
    #[serde(default)]
    pub body: Option<String>,
}

/// The expected response. Absent parts do not matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// The status.
    pub status: Option<Statuses>,
    /// Header fields that must be there, with these values.
    pub headers: BTreeMap<String, Value>,
    /// Header fields that must not be there.
    pub without: Vec<String>,
    /// Whether the resource's action ran.
    pub acted: Option<bool>,
}

/// One status, or several of which any will do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Statuses {
    /// This one.
    One(u16),
    /// Any of these.
    Any(Vec<u16>),
}

/// The value of a header field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// As it is written.
    Text(String),
    /// Its members, in any order.
    Members(Vec<String>),
}

/// The path of the scripted resource.
pub(super) const SUBJECT: &str = "/subject";

fn subject() -> String {
    SUBJECT.to_owned()
}

// === impl Statuses ===

impl Statuses {
    /// Whether this status will do.
    pub fn allow(&self, status: u16) -> bool {
        match self {
            Self::One(only) => *only == status,
            Self::Any(any) => any.contains(&status),
        }
    }
}

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(only) => write!(f, "{only}"),
            Self::Any(any) => write!(f, "one of {any:?}"),
        }
    }
}
