//! Identifiers: opaque texts, one type per noun, so that a user's id is never taken for a collage's.

use std::{error, fmt};

/// The longest identifier, in bytes.
const MAX_LENGTH: usize = 64;

/// A text that is no identifier: empty, over 64 bytes, `.` or `..`, or with a character other than `A-Z a-z 0-9 - . _ ~`
/// (the characters that RFC 3986 §2.3 never percent-encodes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId(());

/// Defines the identifier of a noun, a type of its own: `id! { /// Names a [`Note`]. NoteId }`.
///
/// An identifier is opaque: 1 to 64 of the characters that a URI never percent-encodes (RFC 3986 §2.3).
/// Two are compared byte by byte. Text that breaks the rule is an [`InvalidId`] when it is parsed.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Opaque: 1 to 64 of the characters that a URI never percent-encodes. Compared byte by byte.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(::std::boxed::Box<str>);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::InvalidId;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::InvalidId> {
                $crate::check_id(text).map(|id| Self(id.into()))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Names a user: the person on whose behalf a request is made.
    UserId
}

/// The text, if it is an identifier. For [`id!`] alone.
#[doc(hidden)]
pub fn check_id(text: &str) -> Result<&str, InvalidId> {
    if is_id(text) { Ok(text) } else { Err(InvalidId(())) }
}

fn is_id(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !matches!(text, "" | "." | "..") && text.len() <= MAX_LENGTH && text.bytes().all(unreserved)
}

// === impl InvalidId ===

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an identifier is 1 to {MAX_LENGTH} letters, digits, '-', '.', '_' or '~'")
    }
}

impl error::Error for InvalidId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_unreserved_characters() {
        for good in ["1", "a-b_c~d.e", &"x".repeat(64)] {
            assert_eq!(good.parse::<UserId>().unwrap().as_str(), good);
        }
        for bad in ["", ".", "..", "a b", "a/b", "é", "\0", &"x".repeat(65)] {
            assert!(bad.parse::<UserId>().is_err(), "{bad:?} is taken");
        }
    }
}
