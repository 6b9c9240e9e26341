//! Lines out of content that comes in pieces.

use bytes::{Bytes, BytesMut};

/// Content taken apart into lines. Holds one line at most, and what came with its end.
#[derive(Debug, Default)]
pub(super) struct Lines {
    buffer: BytesMut,
    /// How much of the buffer is known to have no line break.
    seen: usize,
    /// How many lines were taken out.
    taken: usize,
}

// === impl Lines ===

impl Lines {
    /// The next piece of the content.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// The next line that has ended, without its line feed.
    pub(super) fn next_line(&mut self) -> Option<Bytes> {
        let Some(length) = self.buffer[self.seen..].iter().position(|byte| *byte == b'\n') else {
            self.seen = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.seen + length + 1).freeze();
        self.seen = 0;
        self.taken += 1;
        Some(line.slice(..line.len() - 1))
    }

    /// The last line, which need not end in a line feed; once the content has ended.
    pub(super) fn last_line(&mut self) -> Option<Bytes> {
        let line = std::mem::take(&mut self.buffer).freeze();
        (self.seen, self.taken) = (0, self.taken + 1);
        (!line.is_empty()).then_some(line)
    }

    /// How long the line is so far that has not ended, in bytes.
    pub(super) fn pending(&self) -> usize {
        self.buffer.len()
    }

    /// The number of the line that was taken out last, counted from 1.
    pub(super) fn number(&self) -> usize {
        self.taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&str]) -> Vec<String> {
        let mut lines = Lines::default();
        let mut found = Vec::new();
        for piece in pieces {
            lines.push(piece.as_bytes());
            found.extend(std::iter::from_fn(|| lines.next_line()));
        }
        found.extend(lines.last_line());
        found.into_iter().map(|line| String::from_utf8(line.into()).unwrap()).collect()
    }

    #[test]
    fn lines_are_the_same_however_they_come_in_pieces() {
        let text = "one\n\ntwo\r\nthrée\nlast";
        let whole = lines(&[text]);
        assert_eq!(whole, ["one", "", "two\r", "thrée", "last"]);
        for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            assert_eq!(lines(&[&text[..cut], &text[cut..]]), whole, "cut at {cut}");
        }
        assert_eq!(lines(&["one\n"]), ["one"]);
        assert_eq!(lines(&[""]), [""; 0]);
    }
}
