//! Percent-encoding of one path segment.

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986 §2.3, so that any text survives as one segment.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes through to a text, encoding as it goes.
struct Encoder<'a>(&'a mut String);

/// The value as one segment of a path. Some make one that [`is_lost`].
pub fn encode(value: &dyn fmt::Display) -> String {
    let mut segment = String::new();
    encode_into(&mut segment, value);
    segment
}

/// Appends the value as one segment to a path.
pub fn encode_into(path: &mut String, value: &dyn fmt::Display) {
    // Writing to a text fails only where the value itself does, and then it has no text.
    let _ = fmt::Write::write_fmt(&mut Encoder(path), format_args!("{value}"));
}

/// Whether a segment is none that a client can ask for: `.` and `..`, percent-encoded or not, are steps that clients take
/// before they ask (RFC 3986 §5.2.4, §6.2.2), and an empty segment holds nothing.
#[inline]
pub fn is_lost(segment: &str) -> bool {
    matches!(segment.as_bytes().first(), None | Some(b'.' | b'%'))
        && without_dot(without_dot(segment)).is_empty()
}

fn without_dot(segment: &str) -> &str {
    [".", "%2e", "%2E"].iter().find_map(|dot| segment.strip_prefix(dot)).unwrap_or(segment)
}

/// The text that a segment stands for. Absent where that is not UTF-8, where a `%` is not followed by two digits, and
/// where the segment [`is_lost`].
pub fn decode(segment: &str) -> Option<Cow<'_, str>> {
    if is_lost(segment) {
        return None;
    }
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    let is_escape = |(at, _): (usize, &str)| {
        segment.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !segment.match_indices('%').all(is_escape) {
        return None;
    }
    percent_decode_str(segment).decode_utf8().ok()
}

// === impl Encoder ===

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives() {
        for text in ["a b/c", "100%", "é😀", "\0", "...", "a+b&c=d", "%2e", " "] {
            assert_eq!(decode(&encode(&text)).unwrap(), text);
        }
        assert_eq!(encode(&"é/1"), "%C3%A9%2F1");
    }

    #[test]
    fn what_encodes_nothing_is_refused() {
        for bad in ["%", "%4", "%zz", "a%", "%ff", "%c3%28"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_clients_remove_is_no_segment_however_it_is_encoded() {
        for lost in ["", ".", "..", "%2e", "%2E", ".%2e", "%2e.", "%2E%2e"] {
            assert_eq!(decode(lost), None, "{lost}");
        }
        assert_eq!(decode("%2e%2e%2e").unwrap(), "...");
    }
}
