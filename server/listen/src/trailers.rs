//! Trailers of HTTP/2 that name a method, a path or the like: malformed (RFC 9113 §8.1), and taken by h2, which leaves such
//! fields out. Without their flag that they end a stream they are malformed to h2 as well, and so they lose it on their way.

use std::io;

/// The head of a frame: the length of its payload, its type, its flags, and its stream (RFC 9113 §4.1).
const HEAD: usize = 9;

/// The type of a frame that begins fields.
const HEADERS: u8 = 1;

const END_STREAM: u8 = 0x1;
const PADDED: u8 = 0x8;
const PRIORITY: u8 = 0x20;

/// How many bytes of a field tell whether its name begins with a colon.
const FIELD: usize = 3;

/// The frames that a client sends, as far as they have come.
#[derive(Debug, Default)]
pub(super) struct Trailers {
    head: [u8; HEAD],
    /// How much of the head of this frame has come.
    headed: usize,
    /// How much of its payload is to come.
    left: usize,
    /// How much of that stands before its fields; absent where it has no trailers, or they are judged.
    before: Option<usize>,
    /// The first bytes of the fields.
    field: [u8; FIELD],
    fielded: usize,
    /// The latest stream that has begun. What further fields come on it, or on an earlier one, are trailers.
    latest: u32,
}

// === impl Trailers ===

impl Trailers {
    /// Looks at what has come, and takes the flag of trailers away that are malformed. Fails where that has been handed on.
    pub(super) fn pass(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        let (mut at, mut flags) = (0, None);
        while at < bytes.len() {
            if self.headed < HEAD {
                let some = (HEAD - self.headed).min(bytes.len() - at);
                self.head[self.headed..self.headed + some].copy_from_slice(&bytes[at..at + some]);
                flags = (at + 4).checked_sub(self.headed).filter(|at| *at < bytes.len());
                self.headed += some;
                at += some;
                if self.headed == HEAD {
                    self.begin();
                }
            } else {
                let some = self.left.min(bytes.len() - at);
                if self.before.is_some() && self.is_malformed(&bytes[at..at + some]) {
                    let flags = flags.ok_or(io::ErrorKind::InvalidData)?;
                    bytes[flags] &= !END_STREAM;
                }
                self.left -= some;
                at += some;
            }
            if self.headed == HEAD && self.left == 0 {
                (self.headed, self.before) = (0, None);
            }
        }
        Ok(())
    }

    /// A frame begins.
    fn begin(&mut self) {
        let [high, middle, low, kind, flags, stream @ ..] = self.head;
        self.left = u32::from_be_bytes([0, high, middle, low]) as usize;
        let stream = u32::from_be_bytes(stream) & (u32::MAX >> 1);
        if kind == HEADERS && stream > self.latest {
            self.latest = stream;
        } else if kind == HEADERS {
            let padding = usize::from(flags & PADDED != 0);
            let priority = if flags & PRIORITY == 0 { 0 } else { 5 };
            (self.before, self.fielded) = (Some(padding + priority), 0);
        }
    }

    /// Whether the first field of trailers, as far as it has come, is none that they may have.
    fn is_malformed(&mut self, payload: &[u8]) -> bool {
        let Some(before) = &mut self.before else { return false };
        let skipped = payload.len().min(*before);
        *before -= skipped;
        for byte in &payload[skipped..] {
            // The table may be given another size before (RFC 7541 §6.3).
            let is_size = self.fielded == 0 && matches!(byte, 0x20..0x3f);
            if !is_size && self.fielded < FIELD {
                self.field[self.fielded] = *byte;
                self.fielded += 1;
            }
        }
        let judged = begins_with_colon(&self.field[..self.fielded]);
        if judged.is_some() {
            self.before = None;
        }
        judged.unwrap_or(false)
    }
}

/// Whether the name of a field that begins so begins with a colon itself; absent where too little has come. Names that stand
/// in the table of the connection are not known here (RFC 7541 §6).
fn begins_with_colon(field: &[u8]) -> Option<bool> {
    let first = *field.first()?;
    // Those of the static table that do are its first fourteen.
    let is_static = |index: u8| (1..=14).contains(&index);
    match first {
        0x80.. => Some(is_static(first & 0x7f)),
        // A name of its own, whose length comes next; coded by Huffman, a colon is 1011100.
        0x40 | 0x00 | 0x10 => match field {
            // The length goes on in the next byte (RFC 7541 §5.1), and no field of the protocol has so long a name.
            [_, length, ..] if length & 0x7f == 0x7f => Some(false),
            [_, length, name, ..] if length & 0x80 == 0 => Some(*name == b':'),
            [_, _, name, ..] => Some(name >> 1 == 0b101_1100),
            _ => None,
        },
        0x40.. => Some(is_static(first & 0x3f)),
        _ => Some(is_static(first & 0x0f)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap();
        [&[0, 0, length, kind, flags, 0, 0, 0, stream][..], payload].concat()
    }

    /// Trailers after a request with content that comes in pieces of this length, as they are passed on.
    fn passed(trailers: &[u8], piece: usize) -> io::Result<Vec<u8>> {
        let (mut watched, mut passed) = (Trailers::default(), Vec::new());
        let settings = frame(4, 0, 0, &[]);
        let request =
            [frame(HEADERS, 4, 1, &[0x83, 0x84, 0x86]), frame(0, 0, 1, b"\x01\x00\x00\x00{}")].concat();
        for bytes in
            [settings, request, trailers.to_vec(), frame(HEADERS, 5, 3, &[0x82])].concat().chunks_mut(piece)
        {
            watched.pass(bytes)?;
            passed.extend_from_slice(bytes);
        }
        Ok(passed)
    }

    #[test]
    fn a_name_with_a_colon_takes_the_end_away() {
        for fields in [
            &b"\x82"[..],
            b"\x8e",
            b"\x44\x01/",
            b"\x04\x01/",
            b"\x14\x01/",
            b"\x40\x05:path\x01/",
            b"\x00\x05:path\x01/",
            b"\x10\x84\xb9\x58\xd3\x3f\x81\x63",
            b"\x20\x84",
        ] {
            for (flags, before) in
                [(0x5, &b""[..]), (0xd, b"\x00"), (0x25, b"\x00\x00\x00\x00\x10"), (0x2d, b"\0\0\0\0\0\x10")]
            {
                let trailers = frame(HEADERS, flags, 1, &[before, fields].concat());
                let expected = frame(HEADERS, flags & !END_STREAM, 1, &[before, fields].concat());
                let whole = passed(&trailers, usize::MAX).unwrap();
                assert!(whole.windows(expected.len()).any(|part| part == expected), "{fields:?} {flags}");
                assert!(passed(&trailers, 1).is_err(), "{fields:?}: the flag has been handed on");
            }
        }
    }

    #[test]
    fn other_trailers_pass_as_they_are() {
        for fields in [
            &b""[..],
            b"\x8f",
            b"\xbe",
            b"\x4f\x01a",
            b"\x40\x01x\x01y",
            b"\x40\x81\xf3\x01y",
            b"\x7f\x01\x01a",
            // A name of 185 bytes, whose length has a colon for its second byte.
            &[&b"\x00\x7f\x3a"[..], &[b'n'; 185], b"\x01v"].concat(),
        ] {
            let trailers = frame(HEADERS, 5, 1, fields);
            for piece in [1, 2, 7, usize::MAX] {
                let passed = passed(&trailers, piece).unwrap();
                assert!(passed.windows(trailers.len()).any(|part| part == trailers), "{fields:?}");
            }
        }
    }
}
