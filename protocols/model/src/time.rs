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

    /// How far apart the two are, whichever is the earlier.
    #[must_use]
    pub fn distance(self, other: Self) -> Duration {
        Duration::from_millis(self.0.abs_diff(other.0))
    }

    /// The date of a change at this instant, to an item whose last change was at `before`. As HTTP writes dates, in
    /// whole seconds, it is later than `before`. So no two states of an item have one date, and no change is dated
    /// before the state that it replaces, even if clocks differ or are set back.
    #[must_use]
    pub fn succeeding(self, before: Self) -> Self {
        let second = before.0.saturating_sub(before.0.rem_euclid(SECOND));
        self.max(Self(second.saturating_add(SECOND)))
    }

    /// The same for a kind of change that happens many times in a second, such as a like: ahead of the clock by a
    /// minute at most. Further ones share a date, which is not returned before it has come.
    #[must_use]
    pub fn succeeding_in_crowd(self, before: Self) -> Self {
        let (next, in_a_minute) = (self.succeeding(before), self.after(Duration::from_mins(1)));
        let is_of_crowd = next > in_a_minute && before <= in_a_minute.after(Duration::from_secs(1));
        if is_of_crowd { before } else { next }
    }
}

/// In milliseconds.
const SECOND: i64 = 1000;

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

    #[track_caller]
    fn changed(before: i64, now: i64) -> i64 {
        Timestamp::from_millis(now).succeeding(Timestamp::from_millis(before)).as_millis()
    }

    #[test]
    fn a_change_is_dated_by_the_clock_where_that_has_gone_on() {
        assert_eq!(changed(1_500, 2_000), 2_000);
        assert_eq!(changed(1_500, 9_999), 9_999);
        assert_eq!(changed(-1_500, -1_000), -1_000);
    }

    #[test]
    fn no_change_has_the_second_of_what_it_replaces() {
        assert_eq!(changed(1_500, 1_500), 2_000);
        assert_eq!(changed(1_000, 1_999), 2_000);
        assert_eq!(changed(30_500, 900), 31_000, "a clock that is 30 s late");
        assert_eq!(changed(3_600_500, 0), 3_601_000, "a clock that was set back by an hour");
        assert_eq!(changed(-1_500, -1_400), -1_000);
        assert_eq!(changed(i64::MAX, 0), i64::MAX);
    }

    #[test]
    fn a_clock_that_is_behind_by_about_a_minute_is_no_crowd() {
        for behind in 55_000..65_000 {
            assert_eq!(changed(100_500, 100_500 - behind), 101_000, "{behind}");
        }
    }

    #[test]
    fn a_thousand_likes_at_once_are_dated_a_minute_ahead_at_most() {
        let liked = |before, now| {
            let now = Timestamp::from_millis(now);
            now.succeeding_in_crowd(Timestamp::from_millis(before)).as_millis()
        };
        assert_eq!((liked(30_500, 900), liked(3_600_500, 0)), (31_000, 3_601_000), "clocks that are late");
        let (mut modified, now) = (1_000_500, 1_000_500);
        for _ in 0..1_000 {
            let next = liked(modified, now);
            assert!(next >= modified && next <= now + 60_000, "{next}");
            modified = next;
        }
        assert!(liked(modified, now + 2_000) > modified, "and go on with the clock");
    }
}
