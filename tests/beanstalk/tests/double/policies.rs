//! The permissions of callers, enforced.

use aws_sdk_elasticbeanstalk::error::ProvideErrorMetadata;
use serde_json::{Value, json};

use crate::stage::Stage;

const ENVIRONMENTS: &str = "arn:aws:elasticbeanstalk:eu-central-1:123456789012:environment/app/";

fn policy(actions: &[&str], sides: &[&str]) -> Value {
    let actions: Vec<_> = actions.iter().map(|action| format!("elasticbeanstalk:{action}")).collect();
    let sides: Vec<_> = sides.iter().map(|side| format!("{ENVIRONMENTS}{side}")).collect();
    json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": actions, "Resource": sides } })
}

#[tokio::test]
async fn a_call_that_is_not_allowed_is_denied_by_name_and_changes_nothing() {
    let stage = Stage::set().await;
    let before = stage.double.state();
    stage.control("PUT", "policy", policy(&["DescribeEnvironments"], &["*"])).await;
    let denied =
        stage.client.update_environment().environment_name("green-side").version_label("v1").send().await;
    let denied = denied.unwrap_err();
    assert_eq!(denied.code(), Some("AccessDenied"));
    assert!(
        denied
            .message()
            .unwrap()
            .contains("is not authorized to perform: elasticbeanstalk:UpdateEnvironment on")
    );
    assert!(denied.message().unwrap().contains(&format!("resource: {ENVIRONMENTS}green-side ")));
    assert_eq!(stage.double.state()["environments"], before["environments"]);
    stage.control("PUT", "policy", policy(&["UpdateEnvironment"], &["green-side"])).await;
    stage.begin("green-side", "v1").await;
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_in_the_list() {
    let stage = Stage::set().await;
    let seen = async || {
        let answer = stage.client.describe_environments().send().await.unwrap();
        answer.environments().iter().map(|one| one.environment_name().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(seen().await, ["blue-side", "green-side"]);
    stage.control("PUT", "policy", policy(&["DescribeEnvironments"], &["blue-side"])).await;
    assert_eq!(seen().await, ["blue-side"]);
    stage.control("PUT", "policy", policy(&["UpdateEnvironment"], &["*"])).await;
    assert_eq!(seen().await, [] as [&str; 0]);
    stage.control("DELETE", "policy", json!(null)).await;
    assert_eq!(seen().await.len(), 2);
}

#[tokio::test]
async fn a_swap_must_be_allowed_on_both_sides() {
    let stage = Stage::set().await;
    let swap = || {
        let swap = stage.client.swap_environment_cnames().source_environment_name("blue-side");
        swap.destination_environment_name("green-side").send()
    };
    for one in ["blue-side", "green-side"] {
        stage.control("PUT", "policy", policy(&["SwapEnvironmentCNAMEs"], &[one])).await;
        assert_eq!(swap().await.unwrap_err().code(), Some("AccessDenied"));
    }
    stage.control("PUT", "policy", policy(&["SwapEnvironmentCNAMEs"], &["blue-side", "green-side"])).await;
    swap().await.unwrap();
}

#[tokio::test]
async fn without_an_operations_role_the_caller_needs_the_rights_of_beanstalk() {
    let stage = Stage::set().await;
    let without = stage.client.disassociate_environment_operations_role().environment_name("green-side");
    without.send().await.unwrap();
    let update = || {
        let update = stage.client.update_environment().environment_name("green-side");
        update.version_label("v1").send()
    };
    let mut policy = policy(&["UpdateEnvironment"], &["*"]);
    stage.control("PUT", "policy", policy.clone()).await;
    let denied = update().await.unwrap_err();
    assert_eq!(denied.code(), Some("InsufficientPrivilegesException"));
    assert!(denied.message().unwrap().contains("'s3:CreateBucket'"), "{denied:?}");
    let statement = policy["Statement"].take();
    let all = json!({ "Effect": "Allow", "Resource": "*", "Action":
        ["s3:*", "cloudformation:*", "autoscaling:*", "elasticloadbalancing:*", "ec2:*"] });
    policy["Statement"] = json!([statement, all]);
    stage.control("PUT", "policy", policy).await;
    update().await.unwrap();
}

#[tokio::test]
async fn a_version_is_processed_by_the_rights_of_the_caller() {
    let stage = Stage::set().await;
    let create = || {
        let bundle =
            aws_sdk_elasticbeanstalk::types::S3Location::builder().s3_bucket("bundles").s3_key("v1.zip");
        let create = stage.client.create_application_version().application_name("app").version_label("v2");
        create.source_bundle(bundle.build()).process(true).send()
    };
    let mut policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Action": "elasticbeanstalk:CreateApplicationVersion",
        "Resource": ["arn:aws:elasticbeanstalk:*:application/app", "arn:aws:elasticbeanstalk:*:applicationversion/app/*"],
    }] });
    stage.control("PUT", "policy", policy.clone()).await;
    let denied = create().await.unwrap_err();
    assert_eq!(denied.code(), Some("InsufficientPrivilegesException"));
    let copies =
        json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::elasticbeanstalk-*" });
    policy["Statement"].as_array_mut().unwrap().push(copies);
    stage.control("PUT", "policy", policy).await;
    create().await.unwrap();
}

#[tokio::test]
async fn a_policy_that_cannot_be_judged_is_refused_and_the_one_of_before_stays() {
    let stage = Stage::set().await;
    stage.control("PUT", "policy", policy(&["UpdateEnvironment"], &["*"])).await;
    let mut conditional = policy(&["*"], &["*"]);
    conditional["Statement"]["Condition"] = json!({ "StringEquals": { "a": "b" } });
    let (status, wrong) = stage.control("PUT", "policy", conditional).await;
    assert!(status == 400 && wrong["error"].as_str().unwrap().contains("Condition"), "{wrong}");
    assert!(stage.client.describe_environments().send().await.unwrap().environments().is_empty());
}

#[tokio::test]
async fn events_belong_to_the_environment_the_version_or_the_application_that_they_are_asked_of() {
    let stage = Stage::set().await;
    let events = || stage.client.describe_events().application_name("app");
    stage.control("PUT", "policy", policy(&["DescribeEvents"], &["blue-side"])).await;
    events().environment_name("blue-side").send().await.unwrap();
    for (elsewhere, resource) in [
        (events().environment_name("green-side"), "environment/app/green-side"),
        (events().version_label("v1"), "applicationversion/app/v1"),
        (events(), "application/app"),
    ] {
        let denied = elsewhere.send().await.unwrap_err();
        assert!(denied.message().unwrap().contains(&format!("{resource} because")), "{denied:?}");
    }
}
