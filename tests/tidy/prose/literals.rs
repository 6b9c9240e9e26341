//! The string literals of Rust code, as they are written.

/// Each string literal with the line that it begins on. Comments hold none.
pub(crate) fn literals(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, literal) = token(rest);
        if let Some(literal) = literal {
            found.push((code[..at].matches('\n').count() + 1, literal));
        }
        at += length;
    }
    found
}

/// The length of the first token, and its text if it is a string literal.
fn token(code: &str) -> (usize, Option<&str>) {
    let first = code.chars().next().map_or(1, char::len_utf8);
    if code.starts_with("//") {
        (code.find('\n').unwrap_or(code.len()), None)
    } else if let Some(hashes) = raw(code) {
        let end = format!("\"{}", "#".repeat(hashes));
        let begins = hashes + 2;
        let length = code[begins..].find(&end).map_or(code.len(), |length| begins + length);
        (code.len().min(length + end.len()), Some(&code[begins..length]))
    } else if let Some(text) = code.strip_prefix('"') {
        let length = quoted(text);
        (code.len().min(length + 2), Some(&text[..length]))
    } else if ["'\"'", "'\\\"'"].iter().any(|quote| code.starts_with(quote)) {
        (code[1..].find("\"'").map_or(first, |length| length + 3), None)
    } else {
        (first, None)
    }
}

/// How many hashes a raw string has that begins here.
fn raw(code: &str) -> Option<usize> {
    let rest = code.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some(hashes)
}

/// How long a text is up to its closing quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let closes = |c: char| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    };
    text.find(closes).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_found_and_comments_and_characters_are_none() {
        let code = "// \"no\"\nlet a = \"one \\\" two\";\nlet b = ('\"', '\\\"', r#\"three \"four\"\"#);\nf(\"\");\n";
        assert_eq!(literals(code), [(2, "one \\\" two"), (3, "three \"four\""), (4, "")]);
    }

    #[test]
    fn a_literal_that_does_not_end_ends_with_the_code() {
        assert_eq!(literals("\"one"), [(1, "one")]);
        assert_eq!(literals("r\"two"), [(1, "two")]);
    }
}
