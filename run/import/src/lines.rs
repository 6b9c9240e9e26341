//! Takes a file apart into numbered lines, none of which can fill the memory.

use std::io::{self, BufRead, Read};

use super::{fields::Reason, limits};

/// How much of an over-long line is shown.
const SHOWN: usize = 1_000;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1, blank lines included.
    pub(super) number: u64,
    /// The line without its end.
    pub(super) text: String,
    /// Why the text is not the whole line.
    pub(super) flaw: Option<Reason>,
}

/// The lines of a file, one at a time.
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
}

// === impl Lines ===

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0 }
    }

    /// The next line that is not blank; absent at the end of the file.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let most = limits::LINE as u64 + 1;
            if self.reader.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            } else if bytes.len() > limits::LINE {
                let length = bytes.len() + self.reader.skip_until(b'\n')?;
                return Ok(Some(Line::too_long(self.number, &bytes, length)));
            }
            if self.number == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
                bytes.drain(..BYTE_ORDER_MARK.len());
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(Line::new(self.number, bytes)));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<io::Result<Line>> {
        self.next_line().transpose()
    }
}

// === impl Line ===

impl Line {
    fn new(number: u64, mut bytes: Vec<u8>) -> Self {
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        let (text, flaw) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(Reason::new("not UTF-8")))
            }
        };
        Self { number, text, flaw }
    }

    fn too_long(number: u64, bytes: &[u8], length: usize) -> Self {
        let most = limits::LINE;
        let flaw =
            format!("the line has {length} bytes, at most {most} are accepted; 'row' is its beginning");
        let text = String::from_utf8_lossy(&bytes[..SHOWN]).into_owned();
        Self { number, text, flaw: Some(Reason::new(flaw)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &[u8]) -> Vec<(u64, String)> {
        Lines::new(file).map(|line| line.map(|line| (line.number, line.text)).unwrap()).collect()
    }

    #[test]
    fn ends_of_lines_and_blank_lines_are_no_content() {
        let expected = [(1, "a".into()), (3, "b".into()), (5, "c".into())];
        assert_eq!(lines(b"\xef\xbb\xbfa\r\n\r\nb\n \t\nc"), expected);
        for blank in [&b""[..], b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xef\xbb\xbf \r\n\n"] {
            assert_eq!(lines(blank), [], "{blank:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_text_says_so() {
        let line = Lines::new(&b"\xff\n"[..]).next().unwrap().unwrap();
        assert_eq!(line, Line { number: 1, text: "\u{fffd}".into(), flaw: Some(Reason::new("not UTF-8")) });
    }

    #[test]
    fn an_over_long_line_is_cut_and_the_next_is_whole() {
        let longest = "x".repeat(limits::LINE);
        let file = format!("{longest}\n{longest}xyz\nnext\n{longest}");
        let lines: Vec<_> = Lines::new(file.as_bytes()).map(Result::unwrap).collect();
        let seen: Vec<_> = lines.iter().map(|l| (l.number, l.text.len(), l.flaw.is_some())).collect();
        assert_eq!(
            seen,
            [(1, limits::LINE, false), (2, SHOWN, true), (3, 4, false), (4, limits::LINE, false)]
        );
        let flaw = lines[1].flaw.as_ref().unwrap().to_string();
        assert!(flaw.starts_with("the line has 1048580 bytes"), "{flaw}");
    }
}
