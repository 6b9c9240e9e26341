//! Reads CBOR (RFC 8949), as far as JSON could say the same.
//!
//! By hand, since the content comes from strangers: the reader that comes with the writer takes chunks within chunks and
//! passes over tags, and an array of it is as long as it says.

use serde_json::{Map, Number, Value, map::Entry};

use super::read::{Twice, Unreadable};

/// How many levels content may have, as many as JSON may.
const MOST_LEVELS: usize = 127;

/// Tags: a number of any length over and under zero (§3.4.3), and what says of itself that it is CBOR (§3.4.6).
const POSITIVE: u64 = 2;
const NEGATIVE: u64 = 3;
const SELF_DESCRIBED: u64 = 55_799;

/// The detail about content that is not the CBOR that it claims to be. As CBOR, a brace begins a text of over 2^56 bytes.
const LOOKS_LIKE_JSON: &str = "the content is no CBOR; it looks like JSON: check Content-Type";

/// The end of an item without a length (§3.2.1).
const BREAK: u8 = 0xff;

/// Reads content as one value.
pub(super) fn read(content: &[u8]) -> Result<Value, Unreadable> {
    let mut reader = CborReader { rest: content, twice: Twice::default() };
    let value = reader.item(MOST_LEVELS).and_then(|value| {
        if reader.rest.is_empty() { Ok(value) } else { Err("it goes on after its value".into()) }
    });
    value.map_err(|why| match reader.twice.into_pointer() {
        Some(pointer) => Unreadable::twice("the content", pointer),
        None if content.trim_ascii_start().starts_with(b"{") => LOOKS_LIKE_JSON.into(),
        None => format!("the content is no CBOR that JSON could say: {why}").into(),
    })
}

/// Why it is none.
type Why = std::borrow::Cow<'static, str>;
type CborResult<T> = Result<T, Why>;

/// Reads from the beginning of what is left.
struct CborReader<'c> {
    rest: &'c [u8],
    twice: Twice,
}

/// The first byte of an item, and what follows of it (§3).
#[derive(Clone, Copy)]
struct Head {
    /// The major type of the item.
    major: u8,
    /// How the argument is written.
    info: u8,
    /// The argument; absent where the item has no length of its own.
    argument: Option<u64>,
}

// === impl CborReader ===

impl<'c> CborReader<'c> {
    /// One item, of at most so many levels.
    fn item(&mut self, levels: usize) -> CborResult<Value> {
        let head = self.head()?;
        match (head.major, head.argument) {
            (0, Some(number)) => Ok(number.into()),
            (1, Some(number)) => negative(number),
            (3, length) => Ok(self.text(length)?.into()),
            (4, length) => self.array(length, below(levels)?),
            (5, length) => self.map(length, below(levels)?),
            (6, Some(SELF_DESCRIBED)) => self.item(below(levels)?),
            (6, Some(POSITIVE)) => Ok(self.bignum()?.into()),
            (6, Some(NEGATIVE)) => negative(self.bignum()?),
            (6, Some(tag)) => Err(format!("what the tag {tag} means is not known").into()),
            (7, Some(argument)) => simple(head.info, argument),
            (2, _) => Err("there are bytes in it".into()),
            _ => Err("something ends that was not begun".into()),
        }
    }

    fn head(&mut self) -> CborResult<Head> {
        let [first] = self.take_array()?;
        let (major, info) = (first >> 5, first & 0x1f);
        let argument = match info {
            0..=23 => Some(info.into()),
            24 => Some(u8::from_be_bytes(self.take_array()?).into()),
            25 => Some(u16::from_be_bytes(self.take_array()?).into()),
            26 => Some(u32::from_be_bytes(self.take_array()?).into()),
            27 => Some(u64::from_be_bytes(self.take_array()?)),
            31 if !matches!(major, 0 | 1 | 6) => None,
            _ => return Err("an item begins with a byte that means nothing".into()),
        };
        Ok(Head { major, info, argument })
    }

    fn take(&mut self, length: u64) -> CborResult<&'c [u8]> {
        let taken = usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        let (taken, rest) = taken.ok_or("it breaks off")?;
        self.rest = rest;
        Ok(taken)
    }

    fn take_array<const N: usize>(&mut self) -> CborResult<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or("it breaks off")?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Whether what has no length ends here.
    fn ends(&mut self) -> bool {
        let rest = self.rest.strip_prefix(&[BREAK]);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads the rest of a string of this kind: as long as it says, or in chunks of the same kind that say so (§3.2.3), each
    /// handed on.
    fn chunks(
        &mut self,
        major: u8,
        length: Option<u64>,
        mut each: impl FnMut(&'c [u8]) -> CborResult<()>,
    ) -> CborResult<()> {
        if let Some(length) = length {
            return each(self.take(length)?);
        }
        while !self.ends() {
            let Head { major: kind, argument: Some(length), .. } = self.head()? else {
                return Err("there is a chunk within a chunk".into());
            };
            if kind != major {
                return Err("a chunk is of another kind".into());
            }
            each(self.take(length)?)?;
        }
        Ok(())
    }

    fn text(&mut self, length: Option<u64>) -> CborResult<String> {
        let mut text = String::new();
        self.chunks(3, length, |chunk| {
            text.push_str(std::str::from_utf8(chunk).map_err(|_| "a text is no UTF-8")?);
            Ok(())
        })?;
        Ok(text)
    }

    /// Reads the byte string of a bignum, of 64 bits at most. Leading zeros do not count (§3.4.3).
    fn bignum(&mut self) -> CborResult<u64> {
        let head = self.head()?;
        if head.major != 2 {
            return Err("a bignum is not a byte string".into());
        }
        let mut number = 0_u64;
        self.chunks(2, head.argument, |chunk| {
            for byte in chunk {
                let shifted = number.checked_mul(256).ok_or("a number has more than 64 bits")?;
                number = shifted | u64::from(*byte);
            }
            Ok(())
        })?;
        Ok(number)
    }

    /// Room is made for what is there, and not for what is said to come.
    fn array(&mut self, length: Option<u64>, levels: usize) -> CborResult<Value> {
        let mut items = Vec::new();
        while self.goes_on(length, items.len()) {
            let item = self.item(levels).inspect_err(|_| self.twice.within_item(items.len()))?;
            items.push(item);
        }
        Ok(items.into())
    }

    fn map(&mut self, length: Option<u64>, levels: usize) -> CborResult<Value> {
        let mut members = Map::new();
        while self.goes_on(length, members.len()) {
            let head = self.head()?;
            if head.major != 3 {
                return Err("the name of a member is no text".into());
            }
            match members.entry(self.text(head.argument)?) {
                Entry::Vacant(place) => {
                    let value = self.item(levels).inspect_err(|_| self.twice.within(place.key()))?;
                    place.insert(value);
                }
                Entry::Occupied(place) => {
                    self.twice.found(place.key());
                    return Err("a member is there more than once".into());
                }
            }
        }
        Ok(members.into())
    }

    /// Whether there is another one after so many.
    fn goes_on(&mut self, length: Option<u64>, so_far: usize) -> bool {
        match length {
            Some(length) => (so_far as u64) < length,
            None => !self.ends(),
        }
    }
}

fn below(levels: usize) -> CborResult<usize> {
    levels.checked_sub(1).ok_or(Why::Borrowed("it has too many levels"))
}

/// The number that is so far below -1.
fn negative(number: u64) -> CborResult<Value> {
    let number = i64::try_from(number).map_err(|_| "a number has more than 64 bits")?;
    Ok((!number).into())
}

/// Numbers with fractions, and what has no content (§3.3).
fn simple(info: u8, argument: u64) -> CborResult<Value> {
    #[expect(clippy::cast_possible_truncation, reason = "the argument was read from as many bits")]
    let number = match (info, argument) {
        (20, _) => return Ok(false.into()),
        (21, _) => return Ok(true.into()),
        (22, _) => return Ok(Value::Null),
        (25, bits) => half(bits as u16),
        (26, bits) => f32::from_bits(bits as u32).into(),
        (27, bits) => f64::from_bits(bits),
        _ => return Err("there is a simple value in it that is not true, false or null".into()),
    };
    let number = Number::from_f64(number).ok_or("a number is infinite, or none")?;
    Ok(number.into())
}

/// A number of 16 bits (IEEE 754).
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from((bits >> 10) & 0x1f), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (fraction + 1024.0) * 2_f64.powi(exponent - 25),
    };
    if bits >> 15 == 0 { size } else { -size }
}

#[cfg(test)]
mod tests;
