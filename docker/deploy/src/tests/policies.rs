//! The policies that the tool prints.

use serde_json::json;

use super::simulation::settings;
use crate::{Place, Trust, downstream_policy, policy, trust_policy};

fn place() -> Place {
    Place::new("eu-central-1", "123456789012").expect("both are well written")
}

#[test]
fn the_policy_grants_nothing_on_anything_else() {
    let policy = policy(&settings(), &place());
    assert_eq!(format!("{policy:#}"), expected!("policy").trim_end());
}

#[test]
fn a_trusted_repository_is_trusted_by_name_and_by_number() {
    let subjects = |trusted: &str| {
        let trust: Trust = trusted.parse().unwrap_or_else(|error| panic!("{trusted}: {error}"));
        trust_policy(&trust, &place())["Statement"][0]["Condition"]["StringEquals"]
            ["token.actions.githubusercontent.com:sub"]
            .clone()
    };
    assert_eq!(subjects("github:example/shop"), json!(["repo:example/shop:ref:refs/heads/main"]));
    assert_eq!(
        subjects("github:an_example@12/shop@34:environment:production"),
        json!([
            "repo:an_example/shop:environment:production",
            "repo:an_example@12/shop@34:environment:production"
        ])
    );
}

#[test]
fn a_trust_that_is_wider_than_one_repository_is_refused() {
    let wide = ["github:example/*", "github:example", "github:*/shop:main", "example/shop", "github:a/b/c"];
    let halves = [
        "github:a@1/b",
        "github:a/b@1",
        "github:a@x/b@1",
        "github:a/b:environment:",
        "github:a/b:environment:*",
    ];
    for trusted in wide.into_iter().chain(halves) {
        assert!(trusted.parse::<Trust>().is_err(), "{trusted}");
    }
}

#[test]
fn the_partition_is_the_one_of_the_region() {
    for (region, bucket) in [
        ("eu-central-1", "arn:aws:s3:::elasticbeanstalk-eu-central-1-123456789012"),
        ("cn-north-1", "arn:aws-cn:s3:::elasticbeanstalk-cn-north-1-123456789012"),
        ("us-gov-west-1", "arn:aws-us-gov:s3:::elasticbeanstalk-us-gov-west-1-123456789012"),
    ] {
        let place = Place::new(region, "123456789012").unwrap_or_else(|error| panic!("{region}: {error}"));
        assert!(downstream_policy(&place).to_string().contains(bucket), "{region}");
    }
    for (region, account) in
        [("", "123456789012"), ("*", "123456789012"), ("eu-central-1", "12"), ("eu-central-1", "*")]
    {
        assert!(Place::new(region, account).is_err(), "'{region}' '{account}'");
    }
}
