//! The tool is killed at every step, and run again: it completes its work, or names the command that does.

use ogrom_tests_rehearsal::{deployer::Ran, stage::Stage, versions::Version};

use crate::{Ended, PROGRAMS, unnoticed};

/// All steps of a deployment.
const STEPS: [&str; 18] = [
    "preflight",
    "lock",
    "observe",
    "upload",
    "version",
    "drain-gate",
    "ready",
    "update",
    "wait",
    "smoke",
    "recheck",
    "intent",
    "swap",
    "verify",
    "bake",
    "drain",
    "clean",
    "release",
];

/// Deploys a version; the tool is killed when a step is as far as that, and run again.
fn killed_at(stage: &Stage, version: &Version, step: &str, far: &str) -> Ran {
    let mut killed = stage.start(&["up", &version.bundle.to_string_lossy()]);
    assert!(killed.comes_to(step, far), "no {step} {far}: {:#?}", killed.end());
    killed.kill();
    let again = stage.up(version);
    if again.code != Some(7) {
        return again;
    }
    // A person follows its message, word for word.
    let next = again.next().unwrap_or_else(|| panic!("no next command: {again:#?}")).to_owned();
    let arguments: Vec<_> = next.split_whitespace().skip(1).collect();
    stage.run(&arguments)
}

fn one_that_is_killed_is_completed(steps: &[&str]) {
    let stage = Stage::new(PROGRAMS);
    let mut before = stage.first.clone();
    for (number, (step, far)) in steps.iter().flat_map(|step| [(step, "begins"), (step, "done")]).enumerate()
    {
        let version = stage.version(u32::try_from(number % 15 + 1).expect("it is small"));
        let name = format!("killed when {step} {far}");
        unnoticed(&name, &stage, &[&before, &version], || killed_at(&stage, &version, step, far))
            .ended(0, &[]);
        before = version;
    }
}

#[test]
fn one_that_is_killed_at_the_swap_is_completed() {
    one_that_is_killed_is_completed(&["swap"]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn one_that_is_killed_at_any_step_is_completed() {
    one_that_is_killed_is_completed(&STEPS);
}
