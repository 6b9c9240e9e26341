//! Why a row is not taken.

use std::fmt;

/// How much of a wrong value a reason shows, in characters.
const SHOWN: usize = 60;

/// Why a row is not taken, in a sentence that names the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Reason(String);

// === impl Reason ===

impl Reason {
    pub(in super::super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Against the field at this path. `expected` describes what it may hold: `a number`.
    pub(super) fn unexpected(path: &str, expected: &str, found: &str) -> Self {
        Self(format!("'{path}': expected {expected}, found {}", shown(found)))
    }

    /// The message of the parser about an object, without the line: a row has just one.
    pub(super) fn unparsed(error: &serde_json::Error) -> Self {
        let kind = if error.is_data() { "" } else { "broken JSON: " };
        Self(format!("{kind}{error}").replace(" at line 1 column ", " at column "))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The beginning of a value.
pub(in super::super) fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
