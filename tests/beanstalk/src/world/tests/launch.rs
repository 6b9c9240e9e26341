//! Environments begin and end.

use super::{Bench, TWO_MINUTES};
use crate::world::{Status, Which, task::Task};

#[test]
fn a_new_environment_launches_and_is_ready_and_green_after_twelve_checks() {
    let mut bench = Bench::new();
    bench.launch("blue", "prod").unwrap();
    assert_eq!((bench.status("blue"), bench.health("blue")), (Status::Launching, ("Grey", "Pending")));
    bench.pass(115);
    assert_eq!(bench.status("blue"), Status::Launching);
    bench.pass(5);
    assert_eq!((bench.status("blue"), bench.health("blue")), (Status::Ready, ("Green", "Ok")));
    assert_eq!(bench.environment("blue").cname, "prod.eu-central-1.elasticbeanstalk.com");
    assert_eq!(bench.told("launch").last(), Some(&"Successfully launched environment: blue"));
}

#[test]
fn neither_a_name_nor_a_prefix_is_given_twice() {
    let mut bench = Bench::with_both();
    let named = bench.launch("blue", "third").unwrap_err();
    assert_eq!(named.message, "Environment blue already exists.");
    let prefixed = bench.launch("third", "prod").unwrap_err();
    assert_eq!(prefixed.message, "DNS name (prod.eu-central-1.elasticbeanstalk.com) is not available.");
    bench.launch("third", "third").unwrap();
}

#[test]
fn there_is_room_for_so_many_environments_and_again_where_one_is_gone() {
    let mut bench = Bench::with_both();
    bench.launch("third", "third").unwrap();
    let refused = bench.launch("fourth", "fourth").unwrap_err();
    assert_eq!(refused.code, "TooManyEnvironmentsException");
    bench.pass(TWO_MINUTES);
    bench.world.terminate(&Which::named("green"), false, "end").unwrap();
    bench.pass(1);
    bench.launch("fourth", "fourth").unwrap();
}

#[test]
fn what_is_terminated_stops_its_instances_and_frees_its_name() {
    let mut bench = Bench::with_both();
    let cname = bench.environment("green").cname.clone();
    bench.world.terminate(&Which::named("green"), false, "end").unwrap();
    assert_eq!(bench.status("green"), Status::Terminating);
    assert!(!bench.world.is_free(&cname));
    bench.pass(1);
    assert!(matches!(bench.done.last(), Some(Task::Stop { instances, .. }) if instances.len() == 2));
    assert!(bench.world.is_free(&cname) && bench.world.environment(&Which::named("green")).is_err());
    assert_eq!(bench.world.listed(None).count(), 1);
    assert_eq!(bench.world.listed(Some(jiff::Timestamp::UNIX_EPOCH)).count(), 2);
}

#[test]
fn what_is_busy_is_terminated_only_if_that_is_forced() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    let refused = bench.world.terminate(&Which::named("green"), false, "end").unwrap_err();
    assert!(refused.message.ends_with("Must be Ready."), "{}", refused.message);
    bench.world.terminate(&Which::named("green"), true, "end").unwrap();
    bench.pass(TWO_MINUTES);
    assert!(bench.world.environment(&Which::named("green")).is_err());
}
