//! The negative controls: if none of this loses a request, the other tests prove nothing.

use ogrom_tests::load::Report;
use ogrom_tests_rehearsal::stage::{ENVIRONMENTS, Stage};

use serde_json::json;

use crate::{PROGRAMS, seen, table};

fn swap(stage: &Stage) {
    let [source, destination] = ENVIRONMENTS;
    let names = [("SourceEnvironmentName", source), ("DestinationEnvironmentName", destination)];
    stage.beanstalk.call("SwapEnvironmentCNAMEs", &names);
}

/// The fate of requests during a forbidden action.
fn report(name: &str, stage: &Stage, act: impl FnOnce()) -> Report {
    let (seen, ()) = seen(stage, act);
    table::add(name, &seen.report, None);
    seen.report
}

#[test]
fn an_old_side_that_is_gone_right_after_the_swap_loses_requests() {
    let stage = Stage::new(PROGRAMS);
    let swapped = report("control: swapped, and the old side stays", &stage, || swap(&stage));
    assert!(swapped.failed.is_empty(), "a swap alone fails no request: {swapped}");
    stage.beanstalk.is_well();
    let killed = report("control: swapped back, and the old side is killed", &stage, || {
        swap(&stage);
        stage.kill(1);
    });
    assert!(!killed.failed.is_empty(), "{killed}");
}

/// `tests/service/rolling.rs`, and its control, show the purpose of draining.
#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_broken_version_in_place_loses_requests() {
    let stage = Stage::new(PROGRAMS);
    let in_place = report("control: a broken version in place", &stage, || {
        stage.beanstalk.fault(&json!({ "what": "broken-image" }));
        let update = [("EnvironmentName", ENVIRONMENTS[0]), ("VersionLabel", &*stage.first.label)];
        stage.beanstalk.call("UpdateEnvironment", &update);
    });
    assert!(!in_place.failed.is_empty(), "{in_place}");
}
