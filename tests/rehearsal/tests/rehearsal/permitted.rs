//! The policy that the tool prints: with it everything works, without any one action something fails and names it.

use ogrom_tests_rehearsal::{deployer::Ran, stage::Stage, versions::Version};
use serde_json::{Value, json};

use crate::{Ended, PROGRAMS, unnoticed};

/// All actions of a policy.
fn actions(policy: &Value) -> Vec<String> {
    let statements = policy["Statement"].as_array().into_iter().flatten();
    let actions = statements.flat_map(|statement| statement["Action"].as_array().into_iter().flatten());
    actions.map(|action| action.as_str().unwrap_or_default().to_owned()).collect()
}

/// The policy without one of its actions.
fn without(policy: &Value, action: &str) -> Value {
    let mut policy = policy.clone();
    for statement in policy["Statement"].as_array_mut().into_iter().flatten() {
        if let Some(actions) = statement["Action"].as_array_mut() {
            actions.retain(|one| one != action);
        }
    }
    policy
}

/// The action, for calls that a deployment without trouble does not make.
fn trouble(stage: &Stage, action: &str, version: &Version) {
    if action == "elasticbeanstalk:AbortEnvironmentUpdate" {
        // The next run aborts an update of ours that hangs.
        stage.beanstalk.fault(&json!({ "what": "stuck-updating" }));
        stage.up(version).ended(5, &[]);
    }
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn without_any_one_action_something_fails_and_names_it() {
    let stage = Stage::new(PROGRAMS);
    let policy = stage.policy();
    let mut before = stage.first.clone();
    for (number, action) in actions(&policy).into_iter().enumerate() {
        let version = stage.version(u32::try_from(number % 15 + 1).expect("it is small"));
        trouble(&stage, &action, &version);
        stage.enforce(&without(&policy, &action));
        let name = format!("without {action}");
        let told = |ran: &Ran| (ran.log.clone() + &ran.words()).contains(&action);
        // A step after the swap may fail when the new version is live.
        let traffic = stage.traffic();
        let ran = stage.run(&["--keep", "1", "up", &version.bundle.to_string_lossy()]);
        let seen = traffic.end();
        crate::table::add(&name, &seen.report, Some(&ran));
        assert!(seen.report.failed.is_empty(), "{}", seen.report);
        assert!(told(&ran), "{action} is not named: {}\n{}", ran.log, ran.words());
        stage.enforce(&policy);
        let again = stage.run(&["--keep", "1", "up", &version.bundle.to_string_lossy()]);
        again.ended(0, &[]);
        before = version;
    }
    let last = stage.version(0);
    unnoticed("with the whole policy again", &stage, &[&before, &last], || stage.up(&last)).ended(0, &[]);
}
