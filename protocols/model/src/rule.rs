//! Rules for texts, which apply to every source of them, to request bodies as to files.

use std::{error, fmt};

/// A rule for the texts of one kind. At least one character must be visible. The number of characters is limited, and
/// the text is either a single line or any number of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRule {
    most: usize,
    is_line: bool,
}

/// Why a text breaks its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidText {
    /// None of its characters is visible.
    Blank,
    /// It has more characters.
    TooLong {
        /// How many it has.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// It has several lines, or another control character, but must be one line.
    NoLine,
}

// === impl TextRule ===

impl TextRule {
    /// One line without control characters, of at most so many characters.
    pub const fn line(most: usize) -> Self {
        Self { most, is_line: true }
    }

    /// Any number of lines, of at most so many characters together.
    pub const fn lines(most: usize) -> Self {
        Self { most, is_line: false }
    }

    /// How many characters a text may have.
    pub const fn most(self) -> usize {
        self.most
    }

    /// Checks a text against the rule; returns the first violation.
    pub fn check(self, text: &str) -> Result<(), InvalidText> {
        let length = text.chars().count();
        if length > self.most {
            return Err(InvalidText::TooLong { length, most: self.most });
        }
        if self.is_line && text.chars().any(ends_line) {
            return Err(InvalidText::NoLine);
        }
        if text.chars().any(is_seen) { Ok(()) } else { Err(InvalidText::Blank) }
    }
}

/// Whether a line ends with it, or a terminal that shows the line might obey it.
fn ends_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether it is visible: neither space nor one of the characters that Unicode lists as ignorable
/// (`Default_Ignorable_Code_Point`).
fn is_seen(c: char) -> bool {
    let stands_for_nothing = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_whitespace() && !c.is_control() && !stands_for_nothing
}

// === impl InvalidText ===

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("must not be blank"),
            Self::TooLong { length, most } => {
                write!(f, "must have at most {most} characters and has {length}")
            }
            Self::NoLine => f.write_str("must be one line, without control characters"),
        }
    }
}

impl error::Error for InvalidText {}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: TextRule = TextRule::line(3);
    const LINES: TextRule = TextRule::lines(3);

    #[test]
    fn a_text_has_something_to_see() {
        for good in ["a", " é ", "衣", "\u{200d}a", "👗", ".", "0"] {
            assert_eq!((LINE.check(good), LINES.check(good)), (Ok(()), Ok(())), "{good:?}");
        }
        for blank in ["", " ", "\u{a0}\u{3000}", "\u{200b}", "\u{feff}", "\u{ad}", "\u{fe0f}", "\u{e0001}"] {
            let refused = Err(InvalidText::Blank);
            assert_eq!((LINE.check(blank), LINES.check(blank)), (refused, refused), "{blank:?}");
        }
    }

    #[test]
    fn a_line_has_no_control_character() {
        for c in ['\n', '\r', '\t', '\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{2028}', '\u{2029}'] {
            assert_eq!(LINE.check(&format!("a{c}b")), Err(InvalidText::NoLine), "{c:?}");
            assert_eq!(LINES.check(&format!("a{c}b")), Ok(()), "{c:?}");
        }
        assert_eq!(LINES.check("\n\0"), Err(InvalidText::Blank));
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(LINE.check("äöü"), Ok(()));
        let refused = LINE.check("äöüß").unwrap_err();
        assert_eq!(refused, InvalidText::TooLong { length: 4, most: 3 });
        assert_eq!(refused.to_string(), "must have at most 3 characters and has 4");
    }
}
