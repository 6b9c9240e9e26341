//! Which requests are attempts at the same thing.

use std::sync::Arc;

use serde_json::json;

use super::{
    Ask, Sources,
    app::{HandClock, endpoints, routes},
    filled,
};
use crate::once::once;

#[tokio::test]
async fn an_attempt_that_names_the_host_is_one_at_the_same_thing() {
    let memory = filled().await;
    let clock = Arc::new(HandClock::default());
    let mut values = endpoints(Sources::of(memory.clone(), memory.clone()), clock.clone());
    let store = Arc::new(memory);
    for (_, value) in values.iter_mut().filter(|(at, _)| *at == "/collages") {
        *value = once(value.clone(), store.clone(), clock.clone());
    }
    let service = routes(&values).build().unwrap();
    let post = |target: &str, title: &str| {
        Ask::new(service.clone(), "POST", target)
            .json("application/json", &json!({ "title": title, "items": [] }))
            .header("idempotency-key", "k-1")
            .by("lena")
    };
    let first = post("/v1/de-DE/collages", "One").await.is(201);
    // As a server hands on what came by HTTP/2.
    let again = post("https://shop.example/v1/de-DE/collages", "One").await.is(201);
    assert_eq!((again.header("idempotency-replayed"), &again.json), (Some("true"), &first.json));
    post("/v1/fr-FR/collages", "One").await.is(422);
    post("/v1/de-DE/collages", "Two").await.is(422);
}
