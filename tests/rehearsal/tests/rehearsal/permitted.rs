//! The policy that the tool prints: with it everything works, without any one action something fails and names it.

use ogrom_tests_rehearsal::{
    deployer::Ran,
    stage::{ENVIRONMENTS, Stage},
    versions::Version,
};
use serde_json::{Value, json};

use crate::{Ended, PROGRAMS, unnoticed};

/// A policy that lacks something.
struct Lacking {
    /// The missing element.
    name: String,
    /// The action that it no longer allows, or no longer on one of its resources.
    actions: Vec<String>,
    policy: Value,
}

/// The policy without each of its actions, and without each of its resources, in each of its statements.
fn lacking(policy: &Value) -> Vec<Lacking> {
    let words = |list: &Value| -> Vec<String> {
        let words = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    };
    let mut all = Vec::new();
    for (number, statement) in policy["Statement"].as_array().into_iter().flatten().enumerate() {
        for element in ["Action", "Resource"] {
            let present = words(&statement[element]);
            for word in &present {
                let mut less = policy.clone();
                less["Statement"][number][element] =
                    present.iter().filter(|other| *other != word).map(|other| json!(other)).collect();
                let actions =
                    if element == "Action" { vec![word.clone()] } else { words(&statement["Action"]) };
                all.push(Lacking {
                    name: format!("{} without {word}", statement["Sid"].as_str().unwrap_or_default()),
                    actions,
                    policy: less,
                });
            }
        }
    }
    all
}

/// The action, for calls that a deployment without trouble does not make.
fn trouble(stage: &Stage, actions: &[String], version: &Version) {
    if actions == ["elasticbeanstalk:AbortEnvironmentUpdate"] {
        // The next run aborts an update of ours that hangs.
        stage.beanstalk.fault(&json!({ "what": "stuck-updating" }));
        stage.up(version).ended(5, &[]);
    }
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn without_any_one_action_or_resource_something_fails_and_names_the_action() {
    let stage = Stage::new(PROGRAMS);
    let policy = stage.policy();
    let mut before = stage.first.clone();
    for (number, Lacking { name, actions, policy: less }) in lacking(&policy).into_iter().enumerate() {
        let version = stage.version(u32::try_from(number % 15 + 1).expect("it is small"));
        trouble(&stage, &actions, &version);
        stage.enforce(&less);
        let told = |ran: &Ran| {
            let words = ran.log.clone() + &ran.words();
            actions.iter().any(|action| words.contains(action))
        };
        // A step after the swap may fail when the new version is live.
        let traffic = stage.traffic();
        let ran = stage.run(&["--keep", "1", "up", &version.bundle.to_string_lossy()]);
        let seen = traffic.end();
        crate::table::add(&name, &seen.report, Some(&ran));
        assert!(seen.report.failed.is_empty(), "{}", seen.report);
        assert!(told(&ran), "{name}: no action is named: {}\n{}", ran.log, ran.words());
        stage.enforce(&policy);
        let again = stage.run(&["--keep", "1", "up", &version.bundle.to_string_lossy()]);
        again.ended(0, &[]);
        before = version;
    }
    let last = stage.version(0);
    unnoticed("with the whole policy again", &stage, &[&before, &last], || stage.up(&last)).ended(0, &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn without_an_operations_role_the_deployer_needs_the_rights_of_beanstalk() {
    let stage = Stage::new(PROGRAMS);
    for side in ENVIRONMENTS {
        stage.beanstalk.call("DisassociateEnvironmentOperationsRole", &[("EnvironmentName", side)]);
    }
    let version = stage.version(1);
    let ran = stage.up(&version);
    assert!((ran.log.clone() + &ran.words()).contains("s3:CreateBucket"), "{}\n{}", ran.log, ran.words());
    ran.ended(5, &[]);
    let mut both = stage.policy();
    let downstream = stage.printed(&["policy", "--downstream"]);
    let more = downstream["Statement"].as_array().cloned().unwrap_or_default();
    both["Statement"].as_array_mut().expect("it has statements").extend(more);
    stage.enforce(&both);
    stage.up(&version).ended(0, &[]);
}
