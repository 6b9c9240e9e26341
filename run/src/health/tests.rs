//! What is told while the process is about to end.

use std::{convert::Infallible, sync::Arc};

use http::Request;
use http_body_util::{BodyExt, Empty};
use ogrom_protocols_model::Locales;
use ogrom_sources_memory::Memory;
use serde_json::{Value, json};

use super::{Dependency, Health};
use crate::{
    front::Front,
    identity::Bearers,
    routes::{self, Operators, Surroundings},
    server::{Life, Stage},
    sources::Sources,
    system::{RandomIdentities, SystemClock},
    web::Caching,
};

#[tokio::test]
async fn from_the_signal_on_nothing_more_is_wanted_and_nothing_is_asked() {
    let around = Surroundings {
        locales: Arc::new(Locales::new(["en-GB; GBP".parse().unwrap()]).unwrap()),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
        caching: Caching::Asking,
    };
    let life = Life::default();
    let database = Dependency::new("database", || async { Ok(Value::Null) });
    let health = Health::of(life.clone(), vec![database]);
    let operators = Operators { health, ..Operators::default() };
    let sources = Sources::all_from(&Arc::new(Memory::default()));
    let routes = routes::operated_service(&sources, &around, &operators).unwrap();
    let front = Front::new(routes, Bearers::default(), around.identities);
    let ask = async |path: &str| {
        let request = Request::get(path).body(Empty::new()).unwrap();
        let answer: Result<_, Infallible> = front.clone().answer(request).await;
        let (head, body) = answer.unwrap().into_parts();
        let content: Value = serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
        (head.status.as_u16(), head.headers.get("retry-after").cloned(), content["state"].clone())
    };
    assert_eq!(ask("/health/ready").await, (200, None, json!("ready")));
    life.proceed(Stage::Draining);
    let (status, retry, told) = ask("/health/ready").await;
    assert_eq!((status, retry.unwrap().to_str().unwrap(), told), (503, "1", json!("draining")));
    assert_eq!(ask("/health/live").await.0, 200);
}
