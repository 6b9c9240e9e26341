//! Policies allow what they grant, and are refused if they have elements that cannot be evaluated.

use serde_json::{Value, json};

use super::Policy;

const BLUE: &str = "arn:aws:elasticbeanstalk:eu-central-1:123456789012:environment/app/blue";

fn policy(statement: &Value) -> Policy {
    Policy::read(&json!({ "Version": "2012-10-17", "Statement": statement })).unwrap()
}

fn allow(action: &str, resource: &str) -> Policy {
    policy(&json!([{ "Sid": "One", "Effect": "Allow", "Action": [action], "Resource": resource }]))
}

#[test]
fn what_no_statement_names_is_not_allowed() {
    let policy = allow("elasticbeanstalk:UpdateEnvironment", BLUE);
    assert!(policy.allows("elasticbeanstalk:UpdateEnvironment", BLUE));
    assert!(!policy.allows("elasticbeanstalk:DescribeEvents", BLUE));
    assert!(!policy.allows("elasticbeanstalk:UpdateEnvironment", &BLUE.replace("blue", "green")));
    assert!(
        !Policy::read(&json!({ "Statement": [] }))
            .unwrap()
            .allows("elasticbeanstalk:UpdateEnvironment", BLUE)
    );
}

#[test]
fn wildcards_stand_for_any_characters_and_actions_for_any_case() {
    for (action, resource) in [
        ("*", "*"),
        ("elasticbeanstalk:Update*", BLUE),
        ("ElasticBeanstalk:updateenvironment", BLUE),
        ("elasticbeanstalk:UpdateEnvironmen?", "arn:aws:elasticbeanstalk:*:environment/app/b*e"),
    ] {
        assert!(
            allow(action, resource).allows("elasticbeanstalk:UpdateEnvironment", BLUE),
            "{action} {resource}"
        );
    }
    for (action, resource) in [
        ("elasticbeanstalk:Update?", "*"),
        ("s3:*", "*"),
        ("elasticbeanstalk:*", "arn:aws:elasticbeanstalk:*:environment/app/b?e"),
        ("elasticbeanstalk:*", "arn:aws:elasticbeanstalk:*:environment/APP/blue"),
    ] {
        assert!(
            !allow(action, resource).allows("elasticbeanstalk:UpdateEnvironment", BLUE),
            "{action} {resource}"
        );
    }
}

#[test]
fn what_is_denied_is_not_allowed_whatever_else_is_said() {
    let policy = policy(&json!([
        { "Effect": "Allow", "Action": "elasticbeanstalk:*", "Resource": "*" },
        { "Effect": "Deny", "Action": "elasticbeanstalk:SwapEnvironmentCNAMEs", "Resource": BLUE },
    ]));
    assert!(policy.allows("elasticbeanstalk:UpdateEnvironment", BLUE));
    assert!(!policy.allows("elasticbeanstalk:SwapEnvironmentCNAMEs", BLUE));
}

#[test]
fn one_statement_may_stand_without_a_list() {
    let policy = policy(&json!({ "Effect": "Allow", "Action": "elasticbeanstalk:*", "Resource": "*" }));
    assert!(policy.allows("elasticbeanstalk:UpdateEnvironment", BLUE));
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    for (name, value) in [
        ("Condition", json!({ "StringEquals": {} })),
        ("NotAction", json!("s3:*")),
        ("Principal", json!("*")),
        ("Effect", json!("Perhaps")),
    ] {
        let mut wrong = statement.clone();
        wrong[name] = value;
        let error = Policy::read(&json!({ "Statement": [wrong] })).unwrap_err().to_string();
        assert!(error.contains(if name == "Effect" { "Perhaps" } else { name }), "{error}");
    }
}
