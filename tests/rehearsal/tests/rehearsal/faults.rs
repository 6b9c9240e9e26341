//! Faults during a deployment: production is untouched, or restored.

use ogrom_tests_rehearsal::{deployer::Ran, stage::Stage};
use serde_json::{Value, json};

use crate::{Ended, PROGRAMS, unnoticed};

/// Deploys with this fault. The first version is to be there before and after, and the tool ends with this code and
/// these texts. Then it deploys again, and all is well.
fn survived(fault: &Value, code: i32, words: &[&str]) {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let name = format!("{}: untouched", fault["what"].as_str().unwrap_or_default());
    stage.beanstalk.fault(fault);
    unnoticed(&name, &stage, &[&stage.first], || stage.up(&second)).ended(code, words);
    unnoticed("  and deployed again", &stage, &[&stage.first, &second], || stage.up(&second)).ended(0, &[]);
}

/// Deploys with this fault, and succeeds in spite of it.
fn outlived(fault: &Value, words: &[&str]) {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let name = format!("{}: outlived", fault["what"].as_str().unwrap_or_default());
    stage.beanstalk.fault(fault);
    unnoticed(&name, &stage, &[&stage.first, &second], || stage.up(&second)).ended(0, words);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_program_that_ends_at_once_leaves_production_untouched() {
    let stage = Stage::new(PROGRAMS);
    let broken = stage.broken();
    let words = ["green does not run", "unexpectedly ended", "Production is untouched", &broken.label];
    unnoticed("a broken program", &stage, &[&stage.first], || stage.up(&broken)).ended(5, &words);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_broken_image_leaves_production_untouched() {
    let words = ["unexpectedly ended", "Production is untouched", "deploy again"];
    survived(&json!({ "what": "broken-image", "times": 1 }), 5, &words);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn an_update_that_never_ends_leaves_production_untouched() {
    let words = ["it was not done within 20s", "Production is untouched"];
    survived(&json!({ "what": "stuck-updating" }), 5, &words);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn an_update_that_ends_with_the_old_version_leaves_production_untouched() {
    survived(&json!({ "what": "ready-old-label" }), 5, &["it is Ready with", "Production is untouched"]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn one_sick_instance_of_two_leaves_production_untouched() {
    let words = ["the deployment failed on the instance i-", "Production is untouched"];
    survived(&json!({ "what": "one-instance-failed" }), 5, &words);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_slow_boot_is_waited_for() {
    outlived(&json!({ "what": "slow-boot", "seconds": 300 }), &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn green_that_is_not_well_yet_is_waited_for() {
    outlived(&json!({ "what": "green-info", "seconds": 300 }), &["its health is Info"]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn too_many_calls_are_made_again() {
    outlived(&json!({ "what": "throttled", "on": "*", "times": 5, "skip": 3 }), &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn an_error_of_beanstalk_itself_is_asked_again() {
    outlived(&json!({ "what": "internal-error-once", "skip": 4 }), &[]);
}

/// The control plane reports that the new side is sick under production traffic.
#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_version_that_is_sick_under_requests_is_taken_back() {
    let stage = Stage::new(PROGRAMS);
    let (first, second) = (&stage.first, stage.version(1));
    stage.beanstalk.fault(&json!({ "what": "sick-after-swap" }));
    let taken_back = || -> Ran { stage.up(&second) };
    let words = ["did not hold", "Switched back", "serves again", &first.label];
    unnoticed("sick after the swap", &stage, &[first, &second, first], taken_back).ended(6, &words);
}
