//! Texts in HTML and XML.

use std::fmt::{self, Write};

/// A text as it stands in XML and HTML, between tags and in quoted attributes alike: what could be markup is escaped, and
/// what XML cannot hold (XML 1.0 §2.2) is replaced.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

// === impl Escaped ===

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            '\t' | '\n' | '\r' => f.write_char(char),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}'),
            _ => f.write_char(char),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            Escaped("<script>&'\"\0é").to_string(),
            "&lt;script&gt;&amp;&#39;&quot;\u{fffd}é",
            "each of them"
        );
    }
}
