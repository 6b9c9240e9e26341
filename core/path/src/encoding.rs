//! Percent-encoding of one path segment, and of a path as received.

use std::{borrow::Cow, fmt};

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode_byte, utf8_percent_encode,
};

/// Everything but the unreserved characters of RFC 3986 §2.3, so that any text survives as one segment.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes through to a text, encoding on the way.
struct Encoder<'a>(&'a mut String);

/// The value as one segment of a path. Some make one that [`is_lost`].
pub fn encode(value: &dyn fmt::Display) -> String {
    let mut segment = String::new();
    encode_into(&mut segment, value);
    segment
}

/// Appends the value as one segment to a path.
pub fn encode_into(path: &mut String, value: &dyn fmt::Display) {
    // Writing to a text fails only if the value itself fails, and then it has no text.
    let _ = fmt::Write::write_fmt(&mut Encoder(path), format_args!("{value}"));
}

/// Whether a client cannot request this segment. `.` and `..`, percent-encoded or not, are steps that clients take
/// before the request (RFC 3986 §5.2.4, §6.2.2), and an empty segment holds nothing.
#[inline]
pub fn is_lost(segment: &str) -> bool {
    matches!(segment.as_bytes().first(), None | Some(b'.' | b'%'))
        && without_dot(without_dot(segment)).is_empty()
}

/// A path, or a path with its query, as a client sent it. Characters that a URI cannot hold are percent-encoded (RFC
/// 3986 §2.1), so that it can be sent back. Escapes stay as they are, and a `%` that begins none becomes one.
pub fn escape(target: &str) -> Cow<'_, str> {
    let bytes = target.as_bytes();
    let stands = |at: usize, byte: u8| is_in_target(byte) || is_escape(bytes, at);
    let rest = || bytes.iter().enumerate();
    let Some(first) = rest().position(|(at, byte)| !stands(at, *byte)) else { return Cow::Borrowed(target) };
    let mut escaped = target[..first].to_owned();
    for (at, byte) in rest().skip(first) {
        if stands(at, *byte) {
            escaped.push(char::from(*byte));
        } else {
            escaped.push_str(percent_encode_byte(*byte));
        }
    }
    Cow::Owned(escaped)
}

/// Whether a byte stands for itself in a path with its query (RFC 3986 §3.3, §3.4).
fn is_in_target(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte)
}

/// Whether an escape begins here: `%` and two digits.
fn is_escape(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'%'
        && bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn without_dot(segment: &str) -> &str {
    [".", "%2e", "%2E"].iter().find_map(|dot| segment.strip_prefix(dot)).unwrap_or(segment)
}

/// The text of a segment. Absent if it is not UTF-8, if a `%` is not followed by two digits, and if the segment
/// [`is_lost`].
pub fn decode(segment: &str) -> Option<Cow<'_, str>> {
    if is_lost(segment) {
        return None;
    }
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    if !segment.match_indices('%').all(|(at, _)| is_escape(segment.as_bytes(), at)) {
        return None;
    }
    percent_decode_str(segment).decode_utf8().ok()
}

/// The same path in its normal spelling (RFC 3986 §6.2.2): unreserved characters stand for themselves, hexadecimal
/// digits are capitals, and other characters than ASCII are encoded. Absent if it is spelled so already, and if a `%`
/// is not followed by two digits, so that it has no meaning. Data stay data: an encoded slash separates nothing.
#[inline]
pub fn normalize(path: &str) -> Option<String> {
    if path.is_ascii() && !path.contains('%') { None } else { respell(path) }
}

#[cold]
fn respell(path: &str) -> Option<String> {
    let mut normal = String::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let octet = if *first == b'%' { octet(after)? } else { *first };
        rest = if *first == b'%' { &after[2..] } else { after };
        if is_unreserved(octet) || (octet == *first && octet.is_ascii() && octet != b'%') {
            normal.push(octet.into());
        } else {
            normal.push_str(percent_encode_byte(octet));
        }
    }
    (normal != path).then_some(normal)
}

/// The octet that a text begins with, in two hexadecimal digits.
fn octet(text: &[u8]) -> Option<u8> {
    let digits = str::from_utf8(text.get(..2)?).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok())?
}

/// RFC 3986 §2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
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
    fn what_a_client_sent_can_be_sent_back() {
        for plain in ["/", "/a-b.c_d~e/%C3%a9", "/a:b@c!$&'()*+,;=?x=1&y=/?%20"] {
            assert!(matches!(escape(plain), Cow::Borrowed(same) if same == plain), "{plain}");
        }
        assert_eq!(escape("/é/😀?q=é"), "/%C3%A9/%F0%9F%98%80?q=%C3%A9");
        assert_eq!(escape("/a\\b\"<c>[d]{e}|f^g`h"), "/a%5Cb%22%3Cc%3E%5Bd%5D%7Be%7D%7Cf%5Eg%60h");
        assert_eq!(escape("/100%/%4/%zz/%2"), "/100%25/%254/%25zz/%252");
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

    #[test]
    fn equal_paths_have_one_normal_spelling() {
        for (path, normal) in [
            ("/v1/en-GB/%70roducts", "/v1/en-GB/products"),
            ("/v1/en%2DGB/%7euser", "/v1/en-GB/~user"),
            ("/a%2fb", "/a%2Fb"),
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/caf\u{e9}", "/caf%C3%A9"),
            ("/%2e%2e", "/.."),
            ("/%25%37%30", "/%2570"),
        ] {
            assert_eq!(normalize(path).as_deref(), Some(normal), "{path}");
            assert_eq!(normalize(normal), None, "{normal}");
        }
    }

    #[test]
    fn what_is_normal_or_encodes_nothing_stays_as_it_is() {
        for path in
            ["/", "/v1/products", "/a%2Fb", "/%00", "/%zz", "/%", "/%4", "/a%20b+c|d", "/%7%61", "/%61%zz"]
        {
            assert_eq!(normalize(path), None, "{path}");
        }
    }

    #[test]
    fn a_normal_spelling_stands_for_the_same_text() {
        for byte in 0..=u8::MAX {
            for segment in [format!("a%{byte:02x}"), format!("a%{byte:02X}")] {
                let normal = normalize(&segment).unwrap_or_else(|| segment.clone());
                assert_eq!(decode(&normal), decode(&segment), "{segment}");
            }
        }
    }
}
