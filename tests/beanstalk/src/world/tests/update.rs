//! Updates are refused, change options, and are aborted.

use super::{Bench, TWO_MINUTES, fault};
use crate::world::{Change, Status, Which, fault::What, task::Task};

fn options(name: &str, value: &str) -> Change {
    let namespace = "aws:elasticbeanstalk:application:environment".to_owned();
    Change { options: [((namespace, name.to_owned()), value.to_owned())].into(), ..Change::default() }
}

#[test]
fn what_is_busy_takes_no_update() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    let refused = bench.deploy("green", "v3").unwrap_err();
    assert_eq!((refused.status, refused.code), (400, "InvalidParameterValue"));
    let why = "Environment named green is in an invalid state for this operation. Must be Ready.";
    assert_eq!(refused.message, why);
}

#[test]
fn a_version_that_nobody_made_or_that_is_not_processed_is_not_deployed() {
    let mut bench = Bench::with_both();
    let unknown = bench.deploy("green", "v9").unwrap_err();
    assert_eq!(unknown.message, "No Application Version named 'v9' found.");
    bench.version("v4", true).unwrap();
    bench.deploy("green", "v4").unwrap_err();
    bench.pass(1);
    bench.deploy("green", "v4").unwrap();
}

#[test]
fn a_version_and_options_are_not_changed_at_once() {
    let mut bench = Bench::with_both();
    let change = Change { label: Some("v2".to_owned()), ..options("A", "b") };
    let refused = bench.world.update(&Which::named("green"), change, "both", &[]).unwrap_err();
    assert_eq!(refused.code, "InvalidParameterCombination");
    assert_eq!(bench.status("green"), Status::Ready);
}

#[test]
fn options_come_to_every_instance_and_go_where_that_fails() {
    let mut bench = Bench::with_both();
    bench.world.update(&Which::named("green"), options("A", "b"), "set", &[]).unwrap();
    bench.pass(TWO_MINUTES);
    let Some(Task::Deploy(replacement)) = bench.done.last() else { panic!("{:?}", bench.done) };
    assert_eq!(replacement.options.values().collect::<Vec<_>>(), ["b"]);
    bench.outcome = Err("no".to_owned());
    bench.world.update(&Which::named("green"), options("A", "c"), "set", &[]).unwrap();
    bench.pass(1);
    assert_eq!(bench.environment("green").options.values().collect::<Vec<_>>(), ["b"]);
    assert_eq!(bench.told("set").last(), Some(&"Failed to deploy configuration."));
}

#[test]
fn an_update_that_is_aborted_goes_back_to_the_version_of_before() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(30);
    bench.abort("green").unwrap();
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Aborting, "v1"));
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.status("green"), bench.health("green")), (Status::Ready, ("Green", "Ok")));
    assert_eq!(bench.deployments("green"), [("v1", "Deployed"); 2]);
}

#[test]
fn an_update_that_is_aborted_while_it_is_being_started_goes_back_too() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    let now = bench.world.now();
    bench.world.advance(now);
    assert!(bench.world.waits(), "it is being started");
    bench.abort("green").unwrap();
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Ready, "v1"));
    assert_eq!(bench.deployments("green"), [("v1", "Deployed"); 2]);
}

#[test]
fn an_update_that_is_stuck_can_be_aborted() {
    let mut bench = Bench::with_both();
    bench.deploy_with("green", "v2", fault(What::StuckUpdating)).unwrap();
    bench.pass(24 * 3600);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Updating, "v2"));
    bench.abort("green").unwrap();
    assert_eq!(bench.status("green"), Status::Aborting);
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Ready, "v1"));
    assert_eq!(bench.deployments("green"), [("v1", "Deployed"); 2]);
}

#[test]
fn what_is_not_being_updated_cannot_be_aborted() {
    let mut bench = Bench::with_both();
    let refused = bench.abort("green").unwrap_err();
    assert!(refused.message.ends_with("Must be pending deployment."), "{}", refused.message);
    bench.swap().unwrap();
    bench.abort("green").unwrap_err();
}
