//! Instants on the wire.

use ogrom_protocols_model::Timestamp;

/// Writes an instant by RFC 3339, in UTC: `2026-03-01T09:30:00Z`, with milliseconds where there are any. An instant outside of
/// the calendar (years -9999 to 9999) is written as the epoch.
pub fn rfc3339(instant: Timestamp) -> String {
    // A source may hold instants that no calendar has; those show as the epoch rather than as a failure.
    jiff::Timestamp::from_millisecond(instant.as_millis()).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc() {
        assert_eq!(rfc3339(Timestamp::from_millis(784_887_151_000)), "1994-11-15T08:12:31Z");
        assert_eq!(rfc3339(Timestamp::from_millis(784_887_151_250)), "1994-11-15T08:12:31.25Z");
        assert_eq!(rfc3339(Timestamp::from_millis(i64::MAX)), "1970-01-01T00:00:00Z");
    }
}
