//! One thing that is wrong with a request, and where.

use serde::Serialize;

/// A fault in the content, the query or a header field of a request. A response lists all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Invalid {
    /// Where: in the content, in the query or in a header field.
    #[serde(flatten)]
    pub place: Location,
    /// The broken rule: a keyword of JSON Schema, or a word of the resource's own.
    pub code: &'static str,
    /// An explanation for people: begins in lower case, ends without a full stop.
    pub message: String,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Location {
    /// In the content: a JSON Pointer (RFC 6901), empty for the whole.
    Pointer(String),
    /// In the query: the parameter's name.
    Parameter(String),
    /// In a header field: its name, in lower case.
    Header(String),
}

// === impl Invalid ===

impl Invalid {
    /// A fault in the content.
    pub fn content(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { place: Location::Pointer(pointer.into()), code, message: message.into() }
    }

    /// A fault in the query.
    pub fn query(parameter: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { place: Location::Parameter(parameter.into()), code, message: message.into() }
    }

    /// A fault in a header field.
    pub fn header(name: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { place: Location::Header(name.into()), code, message: message.into() }
    }
}
