//! A deprecated endpoint, as a client sees it.

use super::*;
use crate::{problem, tests::send};

fn at(text: &str) -> Timestamp {
    let instant: jiff::Timestamp = text.parse().unwrap();
    Timestamp::from_millis(instant.as_millisecond())
}

fn going() -> Endpoint {
    deprecated(problem::problems(&[]), at("2026-11-21T10:00:00Z"), at("2027-06-01T00:00:00.5Z"))
}

#[test]
fn every_answer_says_since_when_and_until_when() {
    for (method, status) in [("GET", 200), ("OPTIONS", 204), ("POST", 405)] {
        let answer = send(going(), method, "/").is(status);
        assert_eq!(answer.header("deprecation"), Some("@1795255200"), "{method}");
        assert_eq!(answer.header("sunset"), Some("Tue, 01 Jun 2027 00:00:00 GMT"), "{method}");
    }
}

#[test]
fn no_instant_is_beyond_the_calendar() {
    let endpoint =
        deprecated(problem::problems(&[]), Timestamp::from_millis(-1), Timestamp::from_millis(i64::MAX));
    let answer = send(endpoint, "GET", "/").is(200);
    assert_eq!(answer.header("deprecation"), Some("@0"));
    assert_eq!(answer.header("sunset"), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
}

#[test]
fn it_describes_itself_so() {
    let (before, after) = (problem::problems(&[]).describe(), going().describe());
    let names = |description: &Description| -> Vec<String> {
        let done = description.operations[0].response(200).unwrap();
        done.headers.iter().map(|field| field.name.to_string()).collect()
    };
    assert!(!before.operations[0].deprecated && after.operations[0].deprecated);
    let new: Vec<_> = names(&after).into_iter().filter(|name| !names(&before).contains(name)).collect();
    assert_eq!(new, ["deprecation", "sunset"]);
}
