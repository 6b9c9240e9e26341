//! Which requests are attempts at the same thing.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::StreamBody;
use ogrom_core_resource::Body;
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

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_kept_and_the_next_attempt_finds_what_was_made() {
    let memory = filled().await;
    let clock = Arc::new(HandClock::default());
    let mut values = endpoints(Sources::of(memory.clone(), memory.clone()), clock.clone());
    let store = Arc::new(memory);
    let breaks = Arc::new(AtomicBool::new(true));
    for (_, value) in values.iter_mut().filter(|(at, _)| *at == "/collages") {
        let breaks = Arc::clone(&breaks);
        let broken = value.clone().around(
            move |endpoint, head, body, place| {
                let breaks = breaks.swap(false, Ordering::Relaxed);
                let answer = endpoint.respond(head, body, place);
                Box::pin(async move {
                    let answer = answer.await;
                    if !breaks {
                        return answer;
                    }
                    let broken = stream::iter([Err::<http_body::Frame<Bytes>, _>("broken")]);
                    answer.map(|_| Body::new(StreamBody::new(broken)))
                })
            },
            |_| {},
        );
        *value = once(broken, store.clone(), clock.clone());
    }
    let service = routes(&values).build().unwrap();
    let post = || {
        Ask::new(service.clone(), "POST", "/v1/de-DE/collages")
            .json("application/json", &json!({ "title": "One", "items": [] }))
            .header("idempotency-key", "k-1")
            .by("lena")
    };
    post().await.is(500);
    let again = post().await.is(201);
    assert_eq!((again.header("idempotency-replayed"), &again.json["title"]), (Some("true"), &json!("One")));
}
