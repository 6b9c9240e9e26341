//! Instants as RFC 3339 writes them, and nothing that other standards add to that.

use std::fmt;

use jiff::civil::DateTime;
use ogrom_protocols_model::Timestamp;

/// The form of a time, as messages show it.
pub(super) const EXPECTED: &str = "a time such as \"2026-03-01T12:00:00Z\"";

/// The first instant that RFC 3339 can write in UTC, in milliseconds: 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200_000;

/// Why a text is no time that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvalidTime {
    /// It is written otherwise.
    Form,
    /// No calendar or clock has it.
    Nowhere,
    /// It is too early or too late.
    Beyond,
}

/// The instant, in milliseconds.
pub(super) fn read(text: &str) -> Result<Timestamp, InvalidTime> {
    let (date_time, offset) = text.split_at_checked(19).ok_or(InvalidTime::Form)?;
    if !fits(date_time, "0000-00-00T00:00:00") || !is_offset(without_fraction(offset)?) {
        return Err(InvalidTime::Form);
    }
    date_time.parse::<DateTime>().map_err(|_| InvalidTime::Nowhere)?;
    let instant = text.parse::<jiff::Timestamp>().map_err(|_| InvalidTime::Beyond)?.as_millisecond();
    if instant < FIRST { Err(InvalidTime::Beyond) } else { Ok(Timestamp::from_millis(instant)) }
}

/// Whether a text is written like another one, where a zero is any digit. The letter between date and time may be small, or
/// a space (RFC 3339 §5.6).
fn fits(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        other => byte == other,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

fn without_fraction(text: &str) -> Result<&str, InvalidTime> {
    let Some(fraction) = text.strip_prefix('.') else { return Ok(text) };
    let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    if offset.len() == fraction.len() { Err(InvalidTime::Form) } else { Ok(offset) }
}

/// UTC, or hours and minutes of one day before or behind it.
fn is_offset(text: &str) -> bool {
    match text.strip_prefix(['+', '-']) {
        Some(offset) => fits(offset, "00:00") && &offset[..2] < "24" && &offset[3..] < "60",
        None => text.eq_ignore_ascii_case("z"),
    }
}

// === impl InvalidTime ===

impl fmt::Display for InvalidTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => write!(f, "expected {EXPECTED}"),
            Self::Nowhere => f.write_str("there is no such date or time of day"),
            Self::Beyond => {
                write!(f, "times from 0000-01-01T00:00:00Z to {} are kept", jiff::Timestamp::MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_standard_writes_is_read() {
        for (text, millis) in [
            ("1970-01-01T00:00:01Z", 1_000),
            ("1970-01-01t00:00:01z", 1_000),
            ("1970-01-01 00:00:01Z", 1_000),
            ("1970-01-01T00:00:00.0019Z", 1),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1970-01-01T23:59:00+23:59", 0),
            ("1969-12-31T00:01:00-23:59", 0),
            ("1970-01-01T00:00:00-00:00", 0),
            ("1998-12-31T23:59:60Z", 915_148_799_000),
            ("0000-01-01T00:00:00Z", FIRST),
            ("9999-12-30T22:00:00Z", 253_402_207_200_000),
        ] {
            assert_eq!(read(text), Ok(Timestamp::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        use InvalidTime::{Beyond, Form, Nowhere};
        for (text, why) in [
            ("", Form),
            ("yesterday", Form),
            ("2026-03-01", Form),
            ("2026-03-01T12:00:00", Form),
            ("2026-03-01T12:00Z", Form),
            ("20260301T120000Z", Form),
            ("2026-03-01T12:00:00+25:00", Form),
            ("2026-03-01T12:00:00+24:00", Form),
            ("2026-03-01T12:00:00+01:60", Form),
            ("2026-03-01T12:00:00+0100", Form),
            ("2026-03-01T12:00:00+01", Form),
            ("2026-03-01T12:00:00.Z", Form),
            ("2026-03-01T12:00:00,5Z", Form),
            ("2026-03-01T12:00:00Z[UTC]", Form),
            ("2026-03-01T12:00:00Z ", Form),
            ("+002026-03-01T12:00:00Z", Form),
            ("２026-03-01T12:00:00Z", Form),
            ("2026-02-30T12:00:00Z", Nowhere),
            ("2026-13-01T12:00:00Z", Nowhere),
            ("2026-03-01T24:00:00Z", Nowhere),
            ("2026-03-01T12:00:61Z", Nowhere),
            ("9999-12-31T23:59:59Z", Beyond),
            ("0000-01-01T00:00:00+00:01", Beyond),
        ] {
            assert_eq!(read(text), Err(why), "{text:?}");
        }
        assert!(Beyond.to_string().contains("9999-12-30T22:00:00"), "{Beyond}");
    }
}
