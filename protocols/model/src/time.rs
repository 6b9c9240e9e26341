//! Instants, at the precision that every back end keeps.

use std::time::Duration;

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Negative before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

// === impl Timestamp ===

impl Timestamp {
    /// The instant so many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The instant that is this much later, in whole milliseconds; the last one of all where there is none so late.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_is_counted_in_whole_milliseconds_up_to_the_end_of_time() {
        let instant = Timestamp::from_millis(-1);
        assert_eq!(instant.after(Duration::from_micros(2_999)), Timestamp::from_millis(1));
        assert_eq!(instant.after(Duration::MAX), Timestamp::from_millis(i64::MAX - 1));
        assert_eq!(Timestamp::from_millis(1).after(Duration::MAX), Timestamp::from_millis(i64::MAX));
    }
}
