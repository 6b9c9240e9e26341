//! Versions are made, checked and deleted.

use super::{Bench, TWO_MINUTES};
use crate::world::{event::Wanted, version::VersionStatus};

#[test]
fn a_version_that_is_processed_is_checked_first() {
    let mut bench = Bench::new();
    bench.version("v4", true).unwrap();
    assert_eq!(bench.world.version("app", "v4").unwrap().status, VersionStatus::Processing);
    bench.pass(1);
    assert_eq!(bench.world.version("app", "v4").unwrap().status, VersionStatus::Processed);
    assert_eq!(bench.world.version("app", "v1").unwrap().status, VersionStatus::Unprocessed);
}

#[test]
fn a_version_whose_bundle_is_none_fails_and_an_event_says_why() {
    let mut bench = Bench::new();
    bench.outcome = Err("no zip archive".to_owned());
    bench.version("v4", true).unwrap();
    bench.pass(1);
    assert_eq!(bench.world.version("app", "v4").unwrap().status, VersionStatus::Failed);
    let event = bench.world.events(&Wanted::default()).next().unwrap();
    assert_eq!(event.version.as_deref(), Some("v4"));
    assert!(event.message.ends_with("no zip archive"), "{}", event.message);
}

#[test]
fn a_label_is_given_once() {
    let mut bench = Bench::new();
    let refused = bench.version("v1", false).unwrap_err();
    assert_eq!(refused.message, "Application Version v1 already exists.");
}

#[test]
fn a_version_that_runs_or_would_run_again_is_not_deleted() {
    let mut bench = Bench::with_both();
    bench.world.delete_version("app", "v1").unwrap_err();
    bench.deploy("blue", "v2").unwrap();
    bench.deploy("green", "v2").unwrap();
    bench.world.delete_version("app", "v1").expect_err("an abort would go back to it");
    bench.pass(TWO_MINUTES);
    let bundle = bench.world.delete_version("app", "v1").unwrap();
    assert_eq!(bundle.key, "v1.zip");
    bench.world.version("app", "v1").unwrap_err();
    bench.world.delete_version("app", "v2").unwrap_err();
}
