//! The SDK for Rust makes a deployment, and gets the actual state.

use aws_sdk_elasticbeanstalk::types::{
    ApplicationVersionStatus, EnvironmentHealth, EnvironmentHealthAttribute, EnvironmentHealthStatus,
    EnvironmentStatus, EventSeverity, InstancesHealthAttribute, S3Location,
};
use serde_json::json;

use crate::stage::{Stage, TWO_MINUTES};

/// The SDK returns the same about an environment as the double itself.
async fn agrees(stage: &Stage, name: &str) {
    let told = stage.environment(name).await;
    let told = json!({
        "ApplicationName": told.application_name(),
        "EnvironmentId": told.environment_id(),
        "VersionLabel": told.version_label(),
        "Status": told.status().map(EnvironmentStatus::as_str),
        "Health": told.health().map(EnvironmentHealth::as_str),
        "HealthStatus": told.health_status().map(EnvironmentHealthStatus::as_str),
        "CNAME": told.cname(),
        "EndpointURL": told.endpoint_url(),
    });
    let itself = stage.state(name);
    for (key, value) in told.as_object().expect("an object") {
        assert_eq!(*value, itself[key], "{key} of {name}");
    }
}

#[tokio::test]
async fn a_version_is_deployed_to_processes_and_the_names_are_swapped() {
    let stage = Stage::set().await;
    assert_eq!(stage.says("green-side", 0).await.as_deref(), Some("v1"));
    agrees(&stage, "green-side").await;

    stage.version("v2", &[]).await;
    stage.begin("green-side", "v2").await;
    let updating = stage.environment("green-side").await;
    assert_eq!(updating.status(), Some(&EnvironmentStatus::Updating));
    assert_eq!(updating.abortable_operation_in_progress(), Some(true));
    agrees(&stage, "green-side").await;
    stage.pass(TWO_MINUTES).await;
    for number in [0, 1] {
        assert_eq!(stage.says("green-side", number).await.as_deref(), Some("v2"));
        assert_eq!(stage.says("blue-side", number).await.as_deref(), Some("v1"));
    }
    agrees(&stage, "green-side").await;

    let swap = stage.client.swap_environment_cnames().source_environment_name("blue-side");
    swap.destination_environment_name("green-side").send().await.unwrap();
    stage.pass(10).await;
    let green = stage.environment("green-side").await;
    assert_eq!(green.cname(), Some("prod-app.eu-central-1.elasticbeanstalk.com"));
    agrees(&stage, "blue-side").await;
    agrees(&stage, "green-side").await;
    stage.double.stop().await;
}

#[tokio::test]
async fn what_does_not_start_takes_its_label_back_and_says_what_it_said() {
    let stage = Stage::set().await;
    stage.version("v2", &["--broken"]).await;
    stage.deploy("green-side", "v2").await;
    let green = stage.environment("green-side").await;
    assert_eq!((green.version_label(), green.health()), (Some("v1"), Some(&EnvironmentHealth::Red)));
    let events = stage.client.describe_events().environment_name("green-side").severity(EventSeverity::Error);
    let events = events.send().await.unwrap();
    let said: Vec<_> = events.events().iter().filter_map(|event| event.message()).collect();
    assert_eq!(said[0], "Failed to deploy application.");
    assert!(said.iter().any(|said| said.ends_with("the database is gone")), "{said:?}");
    assert_eq!(stage.says("green-side", 0).await, None);
}

#[tokio::test]
async fn what_does_not_answer_well_is_not_trusted_however_long_that_takes() {
    let stage = Stage::set().await;
    stage.version("v2", &["--sick"]).await;
    stage.deploy("green-side", "v2").await;
    assert_eq!(stage.environment("green-side").await.status(), Some(&EnvironmentStatus::Updating));
    stage.pass(600 + 240).await;
    let green = stage.environment("green-side").await;
    assert_eq!((green.version_label(), green.status()), (Some("v1"), Some(&EnvironmentStatus::Ready)));
}

#[tokio::test]
async fn each_instance_says_what_was_deployed_to_it_and_the_counts_are_theirs() {
    let stage = Stage::set().await;
    let health = stage.client.describe_instances_health().environment_name("green-side");
    let health = health.attribute_names(InstancesHealthAttribute::All).send().await.unwrap();
    let deployed: Vec<_> = health
        .instance_health_list()
        .iter()
        .map(|instance| instance.deployment().and_then(|found| found.version_label()).unwrap())
        .collect();
    assert_eq!(deployed, ["v1", "v1"]);
    let health = stage.client.describe_environment_health().environment_name("green-side");
    let health = health.attribute_names(EnvironmentHealthAttribute::All).send().await.unwrap();
    let counts = health.instances_health().unwrap();
    assert_eq!((counts.ok(), counts.pending(), counts.severe()), (Some(2), Some(0), Some(0)));
    assert_eq!((health.health_status(), health.color()), (Some("Ok"), Some("Green")));
    assert_eq!(health.application_metrics().unwrap().request_count(), 0);
}

#[tokio::test]
async fn a_version_is_processed_by_a_look_into_its_bundle_and_deleted_with_it() {
    let stage = Stage::empty().await;
    stage.version("v1", &[]).await;
    let delete = || stage.client.delete_application_version().application_name("app").version_label("v1");
    delete().delete_source_bundle(true).send().await.unwrap();
    let create = stage.client.create_application_version().application_name("app").version_label("v1");
    let source = S3Location::builder().s3_bucket("bundles").s3_key("v1.zip");
    let refused = create.source_bundle(source.build()).process(true).send().await.unwrap_err();
    let refused = format!("{:?}", refused.into_service_error());
    assert!(
        refused.contains("Unable to download from S3 location (Bucket: bundles  Key: v1.zip)"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_version_is_processed_in_capitals_which_the_model_of_the_sdk_does_not_have() {
    let stage = Stage::set().await;
    let source = S3Location::builder().s3_bucket("bundles").s3_key("v1.zip").build();
    let create = stage.client.create_application_version().application_name("app").version_label("v2");
    create.source_bundle(source).process(true).send().await.unwrap();
    stage.pass(1).await;
    let versions = stage.client.describe_application_versions().application_name("app").version_labels("v2");
    let answer = versions.send().await.unwrap();
    let status = answer.application_versions()[0].status().unwrap();
    assert_eq!(status.as_str(), "PROCESSED");
    assert_ne!(*status, ApplicationVersionStatus::Processed);
}
