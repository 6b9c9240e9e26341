//! Events are returned, the newest first, to matching queries.

use super::{Bench, TWO_MINUTES};
use crate::world::event::{Severity, Wanted};

#[test]
fn events_are_told_the_newest_first() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(TWO_MINUTES);
    let times: Vec<_> = bench.world.events(&Wanted::default()).map(|event| event.at).collect();
    assert!(times.len() > 6 && times.is_sorted_by(|newer, older| newer >= older), "{times:?}");
}

#[test]
fn events_are_those_of_the_call_the_environment_the_time_and_the_severity_that_are_asked_for() {
    let mut bench = Bench::with_both();
    let begun = bench.world.now();
    bench.outcome = Err("no".to_owned());
    bench.deploy("green", "v2").unwrap();
    bench.pass(1);
    let count = |wanted: Wanted| bench.world.events(&wanted).count();
    let of_call = Wanted { request: Some("deploy".to_owned()), ..Wanted::default() };
    assert_eq!(count(of_call.clone()), 6);
    let worse = Wanted { severity: Some(Severity::Error), ..of_call.clone() };
    assert_eq!(count(worse), 4);
    assert_eq!(count(Wanted { environment: Some("blue".to_owned()), ..of_call.clone() }), 0);
    assert_eq!(count(Wanted { start: Some(begun), ..of_call.clone() }), 6);
    assert_eq!(count(Wanted { end: Some(begun), ..of_call }), 0);
    assert_eq!(count(Wanted { application: Some("another".to_owned()), ..Wanted::default() }), 0);
}
