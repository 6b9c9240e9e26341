//! A response as it came over the wire.

use std::fmt;

/// The response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// The status; 0 if nothing readable came.
    pub status: u16,
    /// The status line and the lines of the header.
    pub head: String,
    /// All that followed.
    pub content: Vec<u8>,
    /// Whether the resource's action ran.
    pub acted: bool,
}

/// How much of the content is shown to people, in characters.
const SHOWN: usize = 300;

// === impl Answered ===

impl Answered {
    /// Parses all bytes up to the end of the connection. Interim responses (RFC 9110 §15.2) are skipped.
    pub fn read(mut bytes: &[u8], acted: bool) -> Self {
        loop {
            let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
            let Some(end) = end else { return Self { acted, content: bytes.to_vec(), ..Self::default() } };
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
            bytes = &bytes[end + 4..];
            if !(100..200).contains(&status) {
                return Self { status, head, content: bytes.to_vec(), acted };
            }
        }
    }

    /// The value of a header field, all of its lines as one.
    pub fn header(&self, name: &str) -> Option<String> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let named = fields.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let values: Vec<_> = named.map(|(_, value)| value.trim()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.head.lines() {
            writeln!(f, "    {line}")?;
        }
        let content = String::from_utf8_lossy(&self.content);
        let shown: String = content.chars().take(SHOWN).collect();
        let rest = if shown.len() < content.len() { "…" } else { "" };
        write!(f, "    {}{rest}\n    acted: {}", shown.escape_debug(), self.acted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interim_answer_is_passed_over() {
        let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\na: c\r\n\r\nhi";
        let answer = Answered::read(bytes, false);
        assert_eq!((answer.status, &answer.content[..]), (200, &b"hi"[..]));
        assert_eq!(answer.header("A").as_deref(), Some("b, c"));
        assert_eq!(answer.header("b"), None);
    }

    #[test]
    fn what_is_no_answer_has_no_status() {
        assert_eq!(Answered::read(b"", false).status, 0);
        assert_eq!(Answered::read(b"nonsense\r\n\r\n", false).status, 0);
    }
}
