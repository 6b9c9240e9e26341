//! Reading content: the result is a JSON value in which no member is there twice.
//!
//! Of two members of one name, readers take the first, the last or both (RFC 8259 §4, RFC 8949 §5.6). What one of them
//! checks, another one would not carry out, so that neither is guessed.

use std::cell::RefCell;

use crate::{Invalid, Problem, cut::cut, faults::LONGEST_NAME};

/// Why content cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// For people.
    pub(crate) detail: String,
    /// The member that is there twice, as a JSON Pointer (RFC 6901), where that is why.
    twice: Option<String>,
}

/// The way to a member that is there twice. Made from its end, while readers give up level by level: what is well costs
/// nothing.
#[derive(Debug, Default)]
pub(super) struct Twice(RefCell<Option<String>>);

// === impl Unreadable ===

impl Unreadable {
    /// Because the member at this place of `what` is there twice.
    pub(crate) fn twice(what: &str, pointer: String) -> Self {
        Self { detail: format!("{what} has the member '{pointer}' more than once"), twice: Some(pointer) }
    }

    /// The fault that a list of faults tells.
    pub(crate) fn fault(&self) -> Invalid {
        match &self.twice {
            Some(pointer) => Invalid::content(pointer, "repeated", "is there more than once"),
            None => Invalid::content("", "malformed", &*self.detail),
        }
    }

    /// The problem that is the answer.
    pub(crate) fn problem(&self) -> Problem {
        let problem = Problem::malformed(&*self.detail);
        if self.twice.is_some() { problem.errors(vec![self.fault()]) } else { problem }
    }
}

impl From<String> for Unreadable {
    fn from(detail: String) -> Self {
        Self { detail, twice: None }
    }
}

impl From<&str> for Unreadable {
    fn from(detail: &str) -> Self {
        detail.to_owned().into()
    }
}

// === impl Twice ===

impl Twice {
    /// Notes that a member of this name is there again.
    pub(super) fn found(&self, name: &str) {
        self.0.replace(Some(segment(name)));
    }

    /// Notes, if a member is there twice, that it is within this one.
    pub(super) fn within(&self, name: &str) {
        self.prepend(|| segment(name));
    }

    /// The same for an item of an array.
    pub(super) fn within_item(&self, index: usize) {
        self.prepend(|| format!("/{index}"));
    }

    fn prepend(&self, segment: impl FnOnce() -> String) {
        if let Some(way) = &mut *self.0.borrow_mut() {
            way.insert_str(0, &segment());
        }
    }

    /// The whole way, if a member is there twice.
    pub(super) fn into_pointer(self) -> Option<String> {
        self.0.into_inner()
    }
}

/// A name as a part of a JSON Pointer; of one that is far too long, its beginning.
fn segment(name: &str) -> String {
    format!("/{}", cut(name, LONGEST_NAME).replace('~', "~0").replace('/', "~1"))
}
