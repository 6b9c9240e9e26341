//! Lists in header fields (RFC 9110 §5.6.1), as deployed clients write them: what cannot be read costs itself alone.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName};

/// The text of each line of a field. Bytes that are no UTF-8 become U+FFFD, which no token has, so that they spoil the
/// member that they stand in and no other.
pub(crate) fn lines<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = Cow<'h, str>> + use<'h> {
    headers.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes()))
}

/// The parts between separators that stand outside of quotes. A quote that nothing closes is a character like any other.
pub(crate) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped, mut closed) = (false, false, true);
    let mut at = 0;
    text.split(move |c: char| {
        let inside = quoted;
        at += c.len_utf8();
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' if inside => quoted = false,
            '"' if closed => {
                // Text after the first unclosed quote is scanned only once.
                closed = text.get(at..).is_some_and(closes);
                quoted = closed;
            }
            _ => {}
        }
        c == separator && !inside
    })
}

/// Whether the text behind a quote has another one that closes it.
fn closes(text: &str) -> bool {
    let mut escaped = false;
    text.bytes().any(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, parts: &[&str]) {
        assert_eq!(split(text, ',').collect::<Vec<_>>(), parts, "{text}");
    }

    #[test]
    fn quotes_hide_separators() {
        check("a,\"b,c\",d", &["a", "\"b,c\"", "d"]);
        check("\"a\\\",b\",c", &["\"a\\\",b\"", "c"]);
        check("\"a\\\\\",b", &["\"a\\\\\"", "b"]);
    }

    #[test]
    fn a_quote_that_stays_open_hides_nothing() {
        check("a\",b,c", &["a\"", "b", "c"]);
        check("\"a\",b\",c", &["\"a\"", "b\"", "c"]);
        check("\"\\\",\"\\\",a", &["\"\\\",\"\\\"", "a"]);
    }

    #[test]
    fn many_open_quotes_take_no_longer_than_one() {
        let text = "\\\"".repeat(200_000);
        assert_eq!(split(&text, ',').count(), 1);
    }

    #[test]
    fn a_line_that_is_no_text_loses_only_what_is_none() {
        let headers = [(http::header::ACCEPT, http::HeaderValue::from_bytes(b"a\xff,b").unwrap())];
        let headers = headers.into_iter().collect();
        assert_eq!(lines(&headers, &http::header::ACCEPT).collect::<Vec<_>>(), ["a\u{fffd},b"]);
    }
}
