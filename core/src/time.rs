//! Instants on the wire.

use ogrom_protocols_model::Timestamp;

/// Writes an instant by RFC 3339, in UTC and with milliseconds: `2026-03-01T09:30:00.000Z`. An instant outside of the calendar
/// (years -9999 to 9999) is written as the epoch.
pub fn rfc3339(instant: Timestamp) -> String {
    // A source may hold instants that no calendar has; those show as the epoch rather than as a failure.
    let instant = jiff::Timestamp::from_millisecond(instant.as_millis()).unwrap_or_default();
    // Always three decimals: parsers of many clients are made for one length.
    format!("{instant:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc_with_three_decimals() {
        assert_eq!(rfc3339(Timestamp::from_millis(784_887_151_000)), "1994-11-15T08:12:31.000Z");
        assert_eq!(rfc3339(Timestamp::from_millis(784_887_151_250)), "1994-11-15T08:12:31.250Z");
        assert_eq!(rfc3339(Timestamp::from_millis(-1)), "1969-12-31T23:59:59.999Z");
        assert_eq!(rfc3339(Timestamp::from_millis(i64::MAX)), "1970-01-01T00:00:00.000Z");
    }
}
