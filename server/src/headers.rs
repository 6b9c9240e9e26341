//! Header fields by which every request is treated, whatever its target.

use std::time::Duration;

use http::HeaderMap;
use ogrom_core_resource::trace::TRACE;

/// How long the client is going to wait, in whole seconds (RFC 7240 §4.3).
pub(crate) fn waits_for(headers: &HeaderMap) -> Option<Duration> {
    let mut lines = headers.get_all("prefer").iter().map(|line| String::from_utf8_lossy(line.as_bytes()));
    let seconds = lines.find_map(|line| line.split(',').find_map(waits));
    seconds.map(Duration::from_secs)
}

/// The seconds of this preference, if it is `wait`.
fn waits(preference: &str) -> Option<u64> {
    let (name, value) = preference.split(';').next()?.split_once('=')?;
    let value = value.trim().trim_matches('"').parse().ok();
    value.filter(|seconds| *seconds > 0 && name.trim().eq_ignore_ascii_case("wait"))
}

/// Whether the client wants to see how its response is decided: `Ogrom-Trace: ?1`, as RFC 9651 §3.3.6 writes yes.
pub(crate) fn asks_for_trace(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(TRACE).iter();
    let (Some(only), None) = (lines.next(), lines.next()) else { return false };
    // Parameters of it mean nothing, and are no fault (RFC 9651 §3.1.2).
    only.as_bytes().split(|byte| *byte == b';').next().is_some_and(|asked| asked.trim_ascii() == b"?1")
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn within(preferences: &[&str]) -> Option<u64> {
        let headers =
            preferences.iter().map(|line| (HeaderName::from_static("prefer"), line.parse().unwrap()));
        waits_for(&headers.collect()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_client_asks_for_a_trace_with_yes_and_nothing_else() {
        let asks = |lines: &[&str]| {
            asks_for_trace(&lines.iter().map(|line| (TRACE, line.parse().unwrap())).collect())
        };
        for lines in [&["?1"][..], &["?1;x"], &["?1 ; x=2"]] {
            assert!(asks(lines), "{lines:?}");
        }
        for lines in [&[][..], &["?0"], &["1"], &["?1?1"], &[""], &["?1", "?0"], &["?0", "?1"]] {
            assert!(!asks(lines), "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_text_hides_no_other_preference() {
        let line = HeaderValue::from_bytes(b"\xff=1, wait=3").unwrap();
        let headers = [(HeaderName::from_static("prefer"), line)].into_iter().collect();
        assert_eq!(waits_for(&headers), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_client_says_how_long_it_waits() {
        for lines in [&["wait=3"][..], &["return=minimal, Wait = \"3\"; x=1"], &["return=minimal", "wait=3"]]
        {
            assert_eq!(within(lines), Some(3), "{lines:?}");
        }
        for lines in [&[][..], &["wait"], &["wait="], &["wait=0"], &["wait=-1"], &["wait=soon"], &["waits=3"]]
        {
            assert_eq!(within(lines), None, "{lines:?}");
        }
    }
}
