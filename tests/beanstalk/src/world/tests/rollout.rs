//! A version comes to every instance, or the label reverts.

use super::{Bench, TWO_MINUTES, fault};
use crate::world::{Status, fault::What, task::Task};

#[test]
fn while_a_version_is_deployed_the_label_is_new_and_the_health_is_not_watched() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Updating, "v2"));
    assert_eq!(bench.health("green"), ("Grey", "Info"));
    bench.pass(1);
    assert_eq!(bench.deployments("green"), [("v2", "Deployed"); 2]);
    assert_eq!(bench.status("green"), Status::Updating, "it runs, and is not trusted");
}

#[test]
fn a_version_counts_after_twelve_checks_and_not_before() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(109);
    assert_eq!(bench.status("green"), Status::Updating);
    bench.pass(21);
    assert_eq!((bench.status("green"), bench.health("green")), (Status::Ready, ("Green", "Ok")));
    assert_eq!(
        bench.told("deploy"),
        [
            "Environment update is starting.",
            "Deploying new version to instance(s).",
            "Instance deployment completed successfully.",
            "New application version was deployed to running EC2 instances.",
            "Environment update completed successfully.",
        ]
    );
}

#[test]
fn a_check_that_fails_begins_the_twelve_anew() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(100);
    let address = bench.environment("green").instances[0].address;
    bench.world.observed(address, false);
    bench.pass(10);
    bench.world.observed(address, true);
    bench.pass(100);
    assert_eq!(bench.status("green"), Status::Updating);
    bench.pass(30);
    assert_eq!(bench.status("green"), Status::Ready);
}

#[test]
fn the_label_reverts_where_an_instance_ends_at_once_and_the_environment_is_red() {
    let mut bench = Bench::with_both();
    bench.outcome = Err("exit status: 3".to_owned());
    bench.deploy("green", "v2").unwrap();
    bench.pass(1);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Ready, "v1"));
    assert_eq!(bench.health("green"), ("Red", "Severe"));
    assert_eq!(bench.deployments("green"), [("v2", "Failed"); 2]);
    assert_eq!(bench.told("deploy").last(), Some(&"Failed to deploy application."));
    assert!(bench.told("deploy").iter().any(|said| said.ends_with("exit status: 3")));
}

#[test]
fn the_label_reverts_where_an_instance_does_not_answer_in_time() {
    let mut bench = Bench::with_both();
    bench.outcome = Ok(false);
    bench.deploy("green", "v2").unwrap();
    bench.pass(600 + 240 - 1);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Updating, "v2"));
    bench.pass(1);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Ready, "v1"));
    assert_eq!(bench.told("deploy").last(), Some(&"Failed to deploy application."));
}

#[test]
fn after_a_version_that_failed_another_one_can_be_deployed() {
    let mut bench = Bench::with_both();
    bench.deploy_with("green", "v2", fault(What::BrokenImage)).unwrap();
    bench.pass(1);
    bench.deploy("green", "v3").unwrap();
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.label("green"), bench.health("green")), ("v3", ("Green", "Ok")));
}

#[test]
fn every_instance_is_replaced_at_once_with_the_bundle_of_the_version() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(1);
    let Some(Task::Deploy(replacement)) = bench.done.last() else { panic!("{:?}", bench.done) };
    assert_eq!(replacement.instances.len(), 2);
    assert_eq!(replacement.bundle.as_ref().unwrap().key, "v2.zip");
}

#[test]
fn time_stands_still_until_what_is_being_done_is_reported() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    let begun = bench.world.now();
    bench.world.advance(begun + jiff::SignedDuration::from_hours(1));
    assert!(bench.world.waits());
    assert_eq!(bench.world.now(), begun);
}
