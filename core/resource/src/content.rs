//! The content of a request before it becomes input.

use serde_json::Value;

use crate::{fault::Result, faults::Faults, format::Codec};

/// Content, taken as JSON, and how it was written.
#[derive(Debug)]
pub(crate) struct ParsedContent {
    pub(crate) value: Value,
    pub(crate) codec: Codec,
}

/// Input, or why there is none; or a fault of ours.
pub(crate) type Read<T> = Result<std::result::Result<T, Unfit>>;

/// Why content makes no input.
#[derive(Debug)]
pub(crate) enum Unfit {
    /// It is a patch that nobody can read.
    Malformed(String),
    /// It breaks these rules.
    Invalid(Faults),
    /// It is a patch of another state than the present one.
    Conflict(String),
}
