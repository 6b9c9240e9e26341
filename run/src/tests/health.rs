//! Health while the process is about to end.

use http::Request;
use http_body_util::{BodyExt, Empty};
use ogrom_server::{
    Operations, Pipeline,
    health::{Dependency, Health},
    lifecycle::{Lifecycle, Stage},
};
use ogrom_server_identity::Authenticator;
use serde_json::{Value, json};

use super::{services, sources};
use crate::{build, routes};

#[tokio::test]
async fn from_the_signal_on_nothing_more_is_wanted_and_nothing_is_asked() {
    let (services, lifecycle) = (services(), Lifecycle::default());
    let database = Dependency::new("database", || async { Ok(Value::Null) });
    let health = Health::of(lifecycle.clone(), vec![database]);
    let operations = Operations { health, build: build(None), metrics: None, traces: None, token: None };
    let routes = routes::operated_service(&sources(), &services, &operations).unwrap();
    let pipeline = Pipeline::new(routes, Authenticator::default(), services.identities);
    let ask = async |path: &str| {
        let request = Request::get(path).body(Empty::new()).unwrap();
        let (head, body) = pipeline.respond(request).await.into_parts();
        let content: Value = serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
        (head.status.as_u16(), head.headers.get("retry-after").cloned(), content["state"].clone())
    };
    assert_eq!(ask("/health/ready").await, (200, None, json!("ready")));
    lifecycle.advance(Stage::Draining);
    let (status, retry, told) = ask("/health/ready").await;
    assert_eq!((status, retry.unwrap().to_str().unwrap(), told), (503, "1", json!("draining")));
    assert_eq!(ask("/health/live").await.0, 200);
}
