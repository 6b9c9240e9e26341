//! `Date`, as the system's clock has it at this moment. The date that hyper writes never goes back when the clock does.

use std::{
    cell::{Cell, RefCell},
    time::SystemTime,
};

use http::HeaderValue;
use ogrom_server_telemetry::clock;

/// The first second that is too late for the form that HTTP writes dates in: that of the year 10000.
const TOO_LATE: u64 = 253_402_300_800;

/// A second, written.
#[derive(Debug, Default)]
struct Written(Option<(u64, HeaderValue)>);

/// The value of `Date`. Absent where the clock is before 1970 or after 9999: a server without a clock sends none
/// (RFC 9110 §6.6.1).
pub(super) fn date() -> Option<HeaderValue> {
    thread_local!(static WRITTEN: RefCell<Written> = RefCell::default());
    WRITTEN.with_borrow_mut(|written| written.at(clock::now()))
}

/// Whether hyper can serve HTTP/1 on this thread from now on. It writes no dates, but all the same has the present one ready
/// on each thread, and panics where the first of them is before 1970, or any after 9999.
pub(super) fn hyper_bears_it() -> bool {
    thread_local!(static BEGAN: Cell<bool> = const { Cell::new(false) });
    if date().is_some() {
        BEGAN.set(true);
        return true;
    }
    BEGAN.get() && clock::now() < SystemTime::UNIX_EPOCH
}

// === impl Written ===

impl Written {
    /// The value at this time. Most are asked for in the second of the one before.
    fn at(&mut self, now: SystemTime) -> Option<HeaderValue> {
        let second = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        if second >= TOO_LATE {
            return None;
        }
        match &self.0 {
            Some((same, value)) if *same == second => Some(value.clone()),
            _ => {
                let value = HeaderValue::try_from(httpdate::fmt_http_date(now)).ok()?;
                self.0 = Some((second, value.clone()));
                Some(value)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_what_the_clock_says_also_where_that_steps_back() {
        let mut written = Written::default();
        let mut at = |seconds: u64, nanos: u32| {
            let date = written.at(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos));
            date.map(|date| date.to_str().unwrap().to_owned())
        };
        let say = |text: &str| Some(text.to_owned());
        assert_eq!(at(784_111_777, 0), say("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(at(784_111_777, 999_999_999), say("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(at(784_111_778, 0), say("Sun, 06 Nov 1994 08:49:38 GMT"));
        assert_eq!(at(784_111_776, 5), say("Sun, 06 Nov 1994 08:49:36 GMT"));
        assert_eq!(at(0, 0), say("Thu, 01 Jan 1970 00:00:00 GMT"));
        assert_eq!(at(253_402_300_799, 0), say("Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(at(253_402_300_800, 0), None);
        assert_eq!(written.at(SystemTime::UNIX_EPOCH - Duration::from_nanos(1)), None);
    }
}
