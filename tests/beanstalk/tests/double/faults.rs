//! Faults on the way, not in the world: calls that are refused, and responses that are lost.

use aws_sdk_elasticbeanstalk::{
    error::{ProvideErrorMetadata, SdkError},
    types::StatusCodes,
};
use ogrom_tests_beanstalk::{Fault, What};
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_call_is_throttled_or_fails_as_often_as_it_should_and_then_works() {
    let stage = Stage::empty().await;
    let throttled =
        Fault { on: Some("DescribeEnvironments".to_owned()), times: 2, ..Fault::new(What::Throttled) };
    stage.double.faults([throttled, Fault { skip: 2, ..Fault::new(What::InternalErrorOnce) }]);
    let mut codes = Vec::new();
    for _ in 0..4 {
        let answer = stage.client.describe_environments().send().await;
        codes.push(answer.err().and_then(|error| error.code().map(str::to_owned)));
    }
    let codes: Vec<_> = codes.iter().map(Option::as_deref).collect();
    assert_eq!(codes, [Some("Throttling"), Some("Throttling"), Some("InternalFailure"), None]);
}

#[tokio::test]
async fn a_swap_whose_answer_is_lost_has_happened() {
    let stage = Stage::set().await;
    stage.double.faults([Fault::new(What::SwapAppliedAnswerLost)]);
    let swap = || {
        let swap = stage.client.swap_environment_cnames().source_environment_name("blue-side");
        swap.destination_environment_name("green-side").send()
    };
    let lost = swap().await.unwrap_err();
    assert!(matches!(lost, SdkError::DispatchFailure(_)), "{lost:?}");
    stage.pass(10).await;
    let name = stage.environment("green-side").await.cname().map(str::to_owned);
    assert_eq!(name.as_deref(), Some("prod-app.eu-central-1.elasticbeanstalk.com"));
    swap().await.expect("the fault struck once");
    stage.pass(10).await;
    let name = stage.environment("green-side").await.cname().map(str::to_owned);
    assert_eq!(
        name.as_deref(),
        Some("idle-app.eu-central-1.elasticbeanstalk.com"),
        "swapped again is swapped back"
    );
}

#[tokio::test]
async fn somebody_elses_swap_before_ours_makes_ours_undo_it() {
    let stage = Stage::set().await;
    stage.double.faults([Fault::new(What::SwapBySomebodyElse)]);
    let swap = stage.client.swap_environment_cnames().source_environment_name("blue-side");
    swap.destination_environment_name("green-side").send().await.unwrap();
    stage.pass(10).await;
    let name = stage.environment("blue-side").await.cname().map(str::to_owned);
    assert_eq!(name.as_deref(), Some("prod-app.eu-central-1.elasticbeanstalk.com"));
}

#[tokio::test]
async fn faults_are_added_and_forgotten_while_the_double_runs() {
    let stage = Stage::empty().await;
    let faults = json!([{ "what": "throttled" }, { "what": "stuck-updating", "times": 3 }]);
    assert_eq!(stage.control("POST", "faults", faults).await.0, 200);
    assert_eq!(stage.double.state()["faults"].as_array().unwrap().len(), 2);
    let (status, wrong) = stage.control("POST", "faults", json!([{ "what": "rain" }])).await;
    assert!(status == 400 && wrong["error"].as_str().unwrap().contains("unknown variant `rain`"), "{wrong}");
    assert_eq!(stage.control("DELETE", "faults", json!(null)).await.0, 200);
    stage.client.describe_environments().send().await.unwrap();
}

#[tokio::test]
async fn the_requests_of_an_environment_are_what_somebody_says_they_are() {
    let stage = Stage::set().await;
    let came = json!({ "environment": "blue-side", "all": 12, "failed": 3 });
    assert_eq!(stage.control("PUT", "requests", came).await.0, 200);
    let health = stage.client.describe_environment_health().environment_name("blue-side");
    let health = health.attribute_names("ApplicationMetrics".into()).send().await.unwrap();
    let metrics = health.application_metrics().unwrap();
    let failed = metrics.status_codes().and_then(StatusCodes::status5xx);
    assert_eq!((metrics.request_count(), failed), (12, Some(3)));
    let nobody = json!({ "environment": "nobody", "all": 1, "failed": 0 });
    assert_eq!(stage.control("PUT", "requests", nobody).await.0, 400);
}
