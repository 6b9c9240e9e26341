//! Each rule of RFC 9110 §13, and which conditions guard a change.

use std::time::Duration;

use super::*;
use crate::Validators;

/// The resource changed at this time, 1994-11-15T08:12:31Z, and half a second.
const MODIFIED: i64 = 784_887_151_500;
const THEN: &str = "Tue, 15 Nov 1994 08:12:31 GMT";
const BEFORE: &str = "Tue, 15 Nov 1994 08:12:30 GMT";
const AFTER: &str = "Tue, 15 Nov 1994 08:12:32 GMT";

fn answer(exists: bool, tag: &str, method: Method, headers: &[(&'static str, &str)]) -> Branch {
    let validators = Validators::entity_tag(tag).modified(MODIFIED);
    let tag = validators.entity_tag_of("json", None, || None);
    let headers =
        headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect();
    let selected = if exists {
        Selected { exists, tag: tag.as_deref().map(EntityTag::Whole), modified: validators.modified }
    } else {
        Selected { exists, tag: None, modified: None }
    };
    evaluate(&headers, method, selected)
}

#[track_caller]
fn check(method: Method, headers: &[(&'static str, &str)], expected: Branch) {
    assert_eq!(answer(true, "\"v1\"", method, headers), expected, "{method:?} {headers:?}");
}

#[track_caller]
fn check_missing(method: Method, headers: &[(&'static str, &str)], expected: Branch) {
    assert_eq!(answer(false, "\"v1\"", method, headers), expected, "{method:?} {headers:?}");
}

#[test]
fn if_none_match_takes_lists_and_compares_weakly() {
    check(Method::Get, &[("if-none-match", "\"x\", \"v1\"")], Branch::Unmodified);
    check(Method::Get, &[("if-none-match", "W/\"v1\"")], Branch::Unmodified);
    check(Method::Head, &[("if-none-match", "*")], Branch::Unmodified);
    check(Method::Get, &[("if-none-match", "\"x\""), ("if-none-match", "\"v1\"")], Branch::Unmodified);
    check(Method::Get, &[("if-none-match", "\"a,b\", \"v\"")], Branch::Met);
    check(Method::Put, &[("if-none-match", "*")], Branch::Failed);
    check_missing(Method::Put, &[("if-none-match", "*")], Branch::Met);
}

#[test]
fn a_member_that_is_no_tag_costs_itself_alone() {
    for list in [
        &b"\"\xe9\", \"v1\""[..],
        b"\"v1\", \"\xe9",
        b"\xe9, \"v1\"",
        b"v1, \"v1\"",
        b"w/\"x\", W/\"v1\"",
        b"*, \"v1\"",
    ] {
        let headers = [(header::IF_NONE_MATCH, HeaderValue::from_bytes(list).unwrap())];
        let validators = Validators::entity_tag("\"v1\"");
        let tag = validators.entity_tag_of("json", None, || None);
        let selected = Selected { exists: true, tag: tag.as_deref().map(EntityTag::Whole), modified: None };
        let answer = evaluate(&headers.into_iter().collect(), Method::Get, selected);
        assert_eq!(answer, Branch::Unmodified, "{}", String::from_utf8_lossy(list));
    }
    for none in ["v1", "'v1'", "W/v1", "\"v1", "\"x,\"v1", "\"v\u{e9}1\""] {
        check(Method::Get, &[("if-none-match", none)], Branch::Met);
        check(Method::Put, &[("if-match", none)], Branch::Failed);
    }
}

#[test]
fn a_tag_may_have_bytes_beyond_ascii() {
    let tag = "\"caf\u{e9}\"";
    assert_eq!(answer(true, tag, Method::Get, &[("if-none-match", tag)]), Branch::Unmodified);
    assert_eq!(answer(true, tag, Method::Put, &[("if-match", tag)]), Branch::Met);
    let kept = [(header::ETAG, HeaderValue::from_bytes(tag.as_bytes()).unwrap())].into_iter().collect();
    let asked = [(header::IF_NONE_MATCH, HeaderValue::from_bytes(tag.as_bytes()).unwrap())];
    assert!(is_unmodified(&asked.into_iter().collect(), &kept));
}

#[test]
fn who_sends_no_tag_is_told_so() {
    let told = |value: &str| {
        failure(&[(header::IF_MATCH, value.parse().unwrap())].into_iter().collect(), None)
            .contains("no entity tag")
    };
    assert!(["v1", "", "W/v1", "'v1'"].into_iter().all(told));
    assert!(!["\"v1\"", "*", "W/\"v1\""].into_iter().any(told));
    assert!(!failure(&HeaderMap::new(), None).contains("no entity tag"));
}

#[test]
fn if_match_takes_lists_and_compares_strongly() {
    check(Method::Put, &[("if-match", "\"x\", \"v1\"")], Branch::Met);
    check(Method::Put, &[("if-match", "*")], Branch::Met);
    check(Method::Put, &[("if-match", "W/\"v1\"")], Branch::Failed);
    check(Method::Get, &[("if-match", "\"x\"")], Branch::Failed);
    check(Method::Put, &[("if-match", "v1")], Branch::Failed);
    check(Method::Put, &[("if-match", "")], Branch::Failed);
    check_missing(Method::Put, &[("if-match", "\"zzz\"")], Branch::Failed);
    check_missing(Method::Put, &[("if-match", "*")], Branch::Failed);
}

#[test]
fn if_none_match_hides_if_modified_since() {
    check(Method::Get, &[("if-none-match", "\"x\""), ("if-modified-since", AFTER)], Branch::Met);
    check(Method::Get, &[("if-none-match", "\"v1\""), ("if-modified-since", BEFORE)], Branch::Unmodified);
}

#[test]
fn if_modified_since_is_for_reading() {
    check(Method::Get, &[("if-modified-since", AFTER)], Branch::Unmodified);
    check(Method::Get, &[("if-modified-since", BEFORE)], Branch::Met);
    check(Method::Put, &[("if-modified-since", AFTER)], Branch::Met);
    check(Method::Delete, &[("if-modified-since", AFTER)], Branch::Met);
}

#[test]
fn if_match_hides_if_unmodified_since() {
    check(Method::Put, &[("if-match", "\"v1\""), ("if-unmodified-since", BEFORE)], Branch::Met);
    check(Method::Put, &[("if-unmodified-since", BEFORE)], Branch::Failed);
}

#[test]
fn dates_compare_in_whole_seconds() {
    check(Method::Get, &[("if-modified-since", THEN)], Branch::Unmodified);
    check(Method::Put, &[("if-unmodified-since", THEN)], Branch::Met);
}

#[test]
fn what_is_no_date_is_ignored() {
    check(Method::Get, &[("if-modified-since", "yesterday")], Branch::Met);
    check(Method::Put, &[("if-unmodified-since", "")], Branch::Met);
    check(Method::Get, &[("if-modified-since", AFTER), ("if-modified-since", AFTER)], Branch::Met);
}

#[test]
fn without_a_date_if_modified_since_changes_nothing() {
    let headers = [(header::IF_MODIFIED_SINCE, AFTER.parse().unwrap())].into_iter().collect();
    let selected = Selected { exists: true, tag: None, modified: None };
    assert_eq!(evaluate(&headers, Method::Get, selected), Branch::Met);
    let modified = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    assert_eq!(evaluate(&headers, Method::Get, Selected { modified, ..selected }), Branch::Unmodified);
}

#[test]
fn what_guards_a_change_is_a_tag_or_a_date() {
    for (name, value, guards) in [
        ("if-match", "\"v1\"", true),
        ("if-match", "*", true),
        ("if-unmodified-since", THEN, true),
        ("if-unmodified-since", "yesterday", false),
        ("if-none-match", "*", false),
        ("if-modified-since", THEN, false),
    ] {
        let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())]);
        assert_eq!(given(&headers), guards, "{name}: {value}");
    }
}

#[test]
fn a_date_before_the_epoch_is_a_date() {
    for date in [
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Wed Dec 31 23:59:59 1969",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Thu, 29 Feb 1968 12:00:00 GMT",
    ] {
        check(Method::Put, &[("if-unmodified-since", date)], Branch::Failed);
        check(Method::Get, &[("if-modified-since", date)], Branch::Met);
        let headers = HeaderMap::from_iter([(header::IF_UNMODIFIED_SINCE, date.parse().unwrap())]);
        assert!(given(&headers), "{date}");
    }
    for none in [
        "Tue, 31 Dec 1969 23:59:59 GMT",
        "Wed, 29 Feb 1967 12:00:00 GMT",
        "1969",
        "Wed, 31 Dec 1969 24:59:59 GMT",
    ] {
        check(Method::Put, &[("if-unmodified-since", none)], Branch::Met);
    }
    assert_eq!(
        parse_date("Wed, 31 Dec 1969 23:59:59 GMT"),
        Some(SystemTime::UNIX_EPOCH - Duration::from_secs(1))
    );
}

#[test]
fn a_tag_that_has_become_weak_is_told_from_a_wrong_one() {
    let tag = Some(EntityTag::Whole("\"v1\""));
    for (given, weakened) in
        [("W/\"v1\"", true), ("\"x\", W/\"v1\"", true), ("W/\"x\"", false), ("\"v1\"", false)]
    {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, given.parse().unwrap())]);
        assert_eq!(failure(&headers, tag).contains("is weak"), weakened, "{given}");
    }
}
