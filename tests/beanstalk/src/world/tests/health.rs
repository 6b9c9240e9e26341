//! Health follows from the instances.

use super::Bench;
use crate::world::event::{Severity, Wanted};

#[test]
fn one_sick_instance_of_two_is_degraded_and_both_are_severe() {
    let mut bench = Bench::with_both();
    bench.sicken("blue", 0);
    bench.pass(10);
    assert_eq!(bench.health("blue"), ("Red", "Degraded"));
    bench.sicken("blue", 1);
    bench.pass(10);
    assert_eq!(bench.health("blue"), ("Red", "Severe"));
    assert_eq!(bench.health("green"), ("Green", "Ok"));
}

#[test]
fn a_change_of_health_is_an_event_that_belongs_to_no_call() {
    let mut bench = Bench::with_both();
    bench.sicken("blue", 0);
    bench.pass(10);
    let event = bench.world.events(&Wanted::default()).next().unwrap();
    assert_eq!((event.severity, &event.request), (Severity::Warn, &None));
    let said = "Environment health has transitioned from Ok to Degraded. 1 out of 2 instances do not pass the \
                health check of process default.";
    assert_eq!(event.message, said);
}

#[test]
fn an_instance_is_pending_until_it_has_passed_twelve_checks() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(60);
    let green = bench.environment("green");
    assert_eq!(green.health_of(&green.instances[0]).status.name(), "Pending");
    bench.pass(70);
    let green = bench.environment("green");
    assert_eq!(green.health_of(&green.instances[0]).status.name(), "Ok");
}
