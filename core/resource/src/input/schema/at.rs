//! The way from the root of a document to a value in it. Made on the stack, and written out only where there is a fault.

use crate::{cut::cut, faults::LONGEST_NAME};

/// A place in a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At<'a> {
    /// The whole.
    Root,
    /// A member of an object.
    Member(&'a Self, &'a str),
    /// An item of an array.
    Item(&'a Self, usize),
}

// === impl At ===

impl At<'_> {
    /// The place as a JSON Pointer (RFC 6901). Of a name that is far too long, its beginning.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(parent, name) => {
                let mut pointer = parent.pointer();
                pointer.push('/');
                for character in cut(name, LONGEST_NAME).chars() {
                    match character {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push(other),
                    }
                }
                pointer
            }
            Self::Item(parent, i) => format!("{}/{i}", parent.pointer()),
        }
    }
}
