//! Parts of a representation (RFC 9110 §14).

use std::time::SystemTime;

use http::{HeaderMap, header};

use crate::validators::EntityTag;

/// The range of the content that a request selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// The bytes from the first to the last, both included.
    Bytes(usize, usize),
    /// None of the requested bytes exist.
    Unsatisfiable,
}

/// The part that these headers ask for, of content of this length. One range of bytes is honoured; anything else is not
/// understood and so ignored (RFC 9110 §14.2).
pub(crate) fn wanted(
    headers: &HeaderMap,
    length: usize,
    tag: Option<&str>,
    modified: Option<SystemTime>,
) -> Part {
    let mut lines = headers.get_all(header::RANGE).iter();
    let (Some(only), None) = (lines.next(), lines.next()) else { return Part::Whole };
    let Some(range) = only.to_str().ok().and_then(single) else { return Part::Whole };
    if !same_representation(headers, tag, modified) {
        return Part::Whole;
    }
    range.split_once('-').and_then(|(first, last)| part(first, last, length)).unwrap_or(Part::Whole)
}

/// The only range of a list of bytes. Its empty members do not count (RFC 9110 §5.6.1.2).
fn single(text: &str) -> Option<&str> {
    let (unit, ranges) = text.split_once('=')?;
    let mut ranges = ranges.split(',').map(str::trim).filter(|range| !range.is_empty());
    let only = ranges.next()?;
    (unit.eq_ignore_ascii_case("bytes") && ranges.next().is_none()).then_some(only)
}

/// Absent for what is no single range.
fn part(first: &str, last: &str, length: usize) -> Option<Part> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number that no machine can count to is beyond every end.
        digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    if first.is_empty() {
        let suffix = number(last)?;
        let satisfiable = suffix > 0 && length > 0;
        return Some(if satisfiable {
            Part::Bytes(length.saturating_sub(suffix), length - 1)
        } else {
            Part::Unsatisfiable
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    Some(if first < length { Part::Bytes(first, last.min(length - 1)) } else { Part::Unsatisfiable })
}

/// RFC 9110 §13.1.5: whether the client's other parts are of this very representation. Strong comparison only.
fn same_representation(headers: &HeaderMap, tag: Option<&str>, modified: Option<SystemTime>) -> bool {
    let mut lines = headers.get_all(header::IF_RANGE).iter();
    let Some(condition) = lines.next() else { return true };
    let (Ok(condition), None) = (str::from_utf8(condition.as_bytes()), lines.next()) else { return false };
    match httpdate::parse_http_date(condition) {
        Ok(date) => modified == Some(date),
        Err(_) => tag.is_some_and(|tag| EntityTag::Whole(tag).is_strongly(condition)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Validators;

    #[track_caller]
    fn check(range: &str, condition: Option<&str>, expected: Part) {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        headers.extend(condition.map(|condition| (header::IF_RANGE, condition.parse().unwrap())));
        let validators = Validators::entity_tag("\"v1\"").modified(784_887_151_500);
        let tag = validators.entity_tag_of("json", None, || None);
        assert_eq!(
            wanted(&headers, 10, tag.as_deref(), validators.modified),
            expected,
            "{range} {condition:?}"
        );
    }

    #[test]
    fn one_range_of_bytes_is_honoured() {
        check("bytes=0-3", None, Part::Bytes(0, 3));
        check("bytes=4-", None, Part::Bytes(4, 9));
        check("bytes=-3", None, Part::Bytes(7, 9));
        check("bytes=-30", None, Part::Bytes(0, 9));
        check("bytes=2-99999999999999999999999", None, Part::Bytes(2, 9));
        check("Bytes=, 0-3 ,", None, Part::Bytes(0, 3));
    }

    #[test]
    fn what_lies_beyond_is_unsatisfiable() {
        check("bytes=10-", None, Part::Unsatisfiable);
        check("bytes=-0", None, Part::Unsatisfiable);
        check("bytes=99999999999999999999999-", None, Part::Unsatisfiable);
    }

    #[test]
    fn anything_else_is_ignored() {
        for range in [
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=3-2",
            "bytes=a-b",
            "bytes=-",
            "bytes",
            "bytes=--1",
            "bytes=+1-2",
            "bytes=0 - 3",
            "bytes=,",
        ] {
            check(range, None, Part::Whole);
        }
    }

    #[test]
    fn a_condition_must_name_this_very_representation() {
        check("bytes=0-3", Some("\"v1\""), Part::Bytes(0, 3));
        check("bytes=0-3", Some("\"v2\""), Part::Whole);
        check("bytes=0-3", Some("W/\"v1\""), Part::Whole);
        check("bytes=0-3", Some("Tue, 15 Nov 1994 08:12:31 GMT"), Part::Bytes(0, 3));
        check("bytes=0-3", Some("Tue, 15 Nov 1994 08:12:30 GMT"), Part::Whole);
    }
}
