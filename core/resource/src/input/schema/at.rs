//! The way from the root of a document to a value in it. Made on the stack, and written out only where there is a fault.

/// A place in a document.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    /// The whole.
    Root,
    /// A member of an object.
    Member(&'a Self, &'a str),
    /// An item of an array.
    Item(&'a Self, usize),
}

// === impl At ===

impl At<'_> {
    /// The place as a JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(parent, name) => {
                let mut pointer = parent.pointer();
                pointer.push('/');
                for character in name.chars() {
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
