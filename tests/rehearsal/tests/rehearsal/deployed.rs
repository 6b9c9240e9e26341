//! Deployments that succeed: clients notice nothing.

use std::process::Output;

use ogrom_tests_rehearsal::{stage::Stage, versions::Version};

use crate::{Ended, PROGRAMS, readme, unnoticed};

/// The output of a command for people, and its exit code.
fn printed(stage: &Stage, arguments: &[&str]) -> (String, Option<i32>) {
    let output = stage.deployer().args(arguments).output();
    let Output { status, stdout, stderr } = output.unwrap_or_else(|error| panic!("{error}"));
    (String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned(), status.code())
}

#[test]
fn a_deployment_is_noticed_by_nobody() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let (plan, code) = printed(&stage, &["--bake-time", "1m", "plan", &second.bundle.to_string_lossy()]);
    readme::shows("plan", &plan, &stage, &second);
    assert_eq!(code, Some(10), "{plan}");
    let deployed = [&stage.first, &second];
    let ran = unnoticed("deployed", &stage, &deployed, || stage.up(&second)).ended(0, &[]);
    readme::shows("up", &ran.log, &stage, &second);
    stage.up(&second).ended(0, &["is live already; nothing was changed"]);
    let (plan, code) = printed(&stage, &["plan", &second.bundle.to_string_lossy()]);
    assert_eq!(code, Some(0), "{plan}");
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
fn the_first_deployment_makes_the_service_public() {
    let stage = Stage::with_sample(PROGRAMS);
    stage.up(&stage.first).ended(0, &[]);
    let second = stage.version(1);
    unnoticed("the second deployment", &stage, &[&stage.first, &second], || stage.up(&second)).ended(0, &[]);
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
