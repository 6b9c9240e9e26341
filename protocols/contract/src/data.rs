//! Items to test with. Each starts out as plain as possible: a test sets only the parts that matter to it.

use std::{fmt::Debug, str::FromStr};

use ogrom_protocols::Context;
use ogrom_protocols_model::{Revision, Timestamp, Version};

/// The value of this text: an identifier, a language, a country.
#[track_caller]
pub fn parse<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text:?} is refused: {error:?}"))
}

/// So many milliseconds after the default creation time of all items here, which is a bit after a full second in the
/// year 2023.
pub const fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_123 + millis)
}

/// An anonymous call in `de-DE`.
pub fn context() -> Context {
    Context::new("contract", parse::<ogrom_protocols_model::Locale>("de-DE; EUR; en-GB").into())
}

/// This version of a collage or a comment that was created when things here are.
pub fn version(number: u64) -> Revision {
    Revision { created: at(0), version: Version::new(number) }
}

/// Texts that careless stores spoil: writing systems, directions, marks, four-byte characters, quotes, blanks.
pub const TRICKY_TEXTS: [&str; 9] = [
    "",
    " blank at both ends ",
    "quotes ' \" ` and \\ back\\slashes; -- %s %d {} _ \r\n\ttabs",
    "Gro\u{308}ße, nai\u{308}ve and naïve: decomposed stays decomposed",
    "فستان أحمر \u{200f}(RTL)\u{200e} שמלה",
    "👗👩🏽\u{200d}🎤 🇩🇪 four bytes each: 𝒜 𐐀 𠜎",
    "赤いワンピース 빨간 원피스 Красное платье",
    "\u{feff}byte order mark, \u{fffd} and \u{1} control",
    "null, NULL, undefined, true, 1e3, 2023-11-14",
];
