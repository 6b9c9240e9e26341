//! A request as bytes: exactly the case's own, and the parts that every message needs.

use super::Request;

// === impl Request ===

impl Request {
    /// The bytes on the wire. `Host` and `Connection: close` come first if the case has none of its own, and a
    /// `Content-Length` if its content has no other framing. Chunks are made of content that claims to be in chunks
    /// and is not.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        let mut line = |name: &str, value: &str| head.extend([name, ": ", value, "\r\n"]);
        for (name, value) in [("Host", "127.0.0.1"), ("Connection", "close")] {
            if !self.has(name) {
                line(name, value);
            }
        }
        for (name, value) in &self.headers {
            line(name, value);
        }
        let content = self.content();
        if let Some(body) = &content
            && !self.has("Content-Length")
            && !self.has("Transfer-Encoding")
        {
            line("Content-Length", &body.len().to_string());
        }
        head.push_str("\r\n");
        head.push_str(&content.unwrap_or_default());
        head.into_bytes()
    }

    /// The lines of a header field.
    pub(super) fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| &**value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    pub(super) fn is_chunked(&self) -> bool {
        self.lines("Transfer-Encoding").any(|coding| coding.eq_ignore_ascii_case("chunked"))
    }

    fn content(&self) -> Option<String> {
        let body = self.body.as_ref()?;
        let framed = !self.is_chunked() || body.ends_with("0\r\n\r\n");
        Some(if framed { body.clone() } else { chunks(body) })
    }
}

fn chunks(body: &str) -> String {
    let chunk = if body.is_empty() { String::new() } else { format!("{:x}\r\n{body}\r\n", body.len()) };
    format!("{chunk}0\r\n\r\n")
}
