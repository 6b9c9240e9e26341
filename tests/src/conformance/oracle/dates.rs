//! The three ways to write a date (RFC 9110 §5.6.7).

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// The seconds since the epoch; absent if it is no date.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let parsed = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
    let instant: Timestamp = parsed.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(instant.as_second())
}
