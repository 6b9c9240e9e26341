//! Deployments that go well: nobody notices them.

use ogrom_tests_rehearsal::{stage::Stage, versions::Version};

use crate::{Ended, PROGRAMS, unnoticed};

#[test]
fn a_deployment_is_noticed_by_nobody() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let plan = stage.run(&["plan", &second.bundle.to_string_lossy()]).ended(10, &[]);
    assert!(plan.log.contains(&second.label) || !plan.events.is_empty(), "{plan:?}");
    unnoticed("deployed", &stage, &[&stage.first, &second], || stage.up(&second)).ended(0, &[]);
    stage.up(&second).ended(0, &[]);
    stage.run(&["plan", &second.bundle.to_string_lossy()]).ended(0, &[]);
    stage.run(&["status"]).ended(0, &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn ten_deployments_in_a_row_are_noticed_by_nobody() {
    let stage = Stage::new(PROGRAMS);
    let versions: Vec<Version> = (1..=10).map(|number| stage.version(number)).collect();
    let all: Vec<&Version> = [&stage.first].into_iter().chain(&versions).collect();
    unnoticed("ten deployments in a row", &stage, &all, || {
        let mut runs: Vec<_> = versions.iter().map(|version| stage.up(version).ended(0, &[])).collect();
        runs.pop().expect("there were ten")
    });
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_rollback_is_noticed_by_nobody() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    stage.up(&second).ended(0, &[]);
    let deployed = [&second, &stage.first];
    unnoticed("rolled back", &stage, &deployed, || stage.run(&["rollback"])).ended(0, &[]);
}
