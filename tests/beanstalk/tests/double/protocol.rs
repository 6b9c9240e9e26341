//! The calls that the SDK does not make: calls of other forms, and requests that are no calls.

use crate::stage::{Stage, get, text};

const VERSION: &str = "Version=2010-12-01";

#[tokio::test]
async fn a_call_is_a_form_or_a_query_and_names_an_action_or_an_operation() {
    let stage = Stage::set().await;
    let called = format!("Action=DescribeEnvironments&{VERSION}");
    let operated = format!("Operation=DescribeEnvironments&{VERSION}");
    for (method, query, form) in
        [("POST", "", &called), ("POST", "", &operated), ("GET", called.as_str(), &String::new())]
    {
        let answer = stage.call(method, query, form).await;
        assert_eq!(answer.headers()["server"], "double-of-elastic-beanstalk");
        let name = answer.headers()["x-amzn-requestid"].to_str().unwrap().to_owned();
        let said = text(answer).await;
        assert!(said.contains("<EnvironmentName>blue-side</EnvironmentName>"), "{said}");
        assert!(said.contains(&format!("<RequestId>{name}</RequestId>")), "{said}");
    }
}

#[tokio::test]
async fn what_is_not_signed_is_refused() {
    let stage = Stage::empty().await;
    let url = format!("http://{}/?Action=DescribeEnvironments&{VERSION}", stage.double.api);
    let answer = get(&url).await.unwrap();
    assert_eq!(answer.status(), 403);
    assert!(text(answer).await.contains("<Code>MissingAuthenticationToken</Code>"));
}

#[tokio::test]
async fn what_is_not_simulated_is_refused_and_not_passed_over() {
    let stage = Stage::set().await;
    let unknown = stage.call("POST", "", &format!("Action=RebuildEnvironment&{VERSION}")).await;
    assert!(text(unknown).await.contains("<Code>InvalidAction</Code>"));
    let form = format!("Action=UpdateEnvironment&{VERSION}&EnvironmentName=green-side&TemplateName=large");
    let said = text(stage.call("POST", "", &form).await).await;
    assert!(said.contains("does not simulate the parameter TemplateName"), "{said}");
    let path = format!("http://{}/double/weather", stage.double.api);
    assert_eq!(get(&path).await.unwrap().status(), 404);
}

#[tokio::test]
async fn pages_of_events_are_those_of_the_whole_whatever_happens_meanwhile() {
    let stage = Stage::set().await;
    let whole = stage.client.describe_events().send().await.unwrap();
    let (mut together, mut next) = (Vec::new(), None);
    loop {
        let page = stage.client.describe_events().max_records(2).set_next_token(next).send().await.unwrap();
        assert!(page.events().len() <= 2);
        together.extend(page.events().to_vec());
        next = page.next_token().map(str::to_owned);
        if next.is_none() {
            break;
        }
        if together.len() == 2 {
            stage.begin("green-side", "v1").await;
            stage.pass(1).await;
        }
    }
    assert!(together.len() > 6);
    assert_eq!(together, whole.events());
}
