//! Which requests are attempts at the same thing.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::StreamBody;
use ogrom_core::{idempotent::idempotent, mount::Mounted};
use ogrom_core_resource::{Body, Coding, Codings, Endpoint};
use serde_json::json;

use super::{
    Ask, Sources,
    app::{HandClock, endpoints, routes},
    filled,
};

/// The service whose collages are made once, by an endpoint that this makes of ours.
async fn made_once(wrap: impl Fn(Endpoint) -> Endpoint) -> Mounted {
    let memory = filled().await;
    let clock = Arc::new(HandClock::default());
    let mut values = endpoints(Sources::of(memory.clone(), memory.clone()), clock.clone());
    let store = Arc::new(memory);
    for (_, value) in values.iter_mut().filter(|(at, _)| *at == "/collages") {
        *value = idempotent(wrap(value.clone()), store.clone(), clock.clone());
    }
    routes(&values).build().unwrap()
}

/// One attempt.
fn post(service: &Mounted, target: &str, title: &str) -> Ask<Mounted> {
    Ask::new(service.clone(), "POST", target)
        .json("application/json", &json!({ "title": title, "items": [] }))
        .header("idempotency-key", "k-1")
        .by("lena")
}

#[tokio::test]
async fn an_attempt_that_names_the_host_is_one_at_the_same_thing() {
    let service = made_once(|endpoint| endpoint).await;
    let post = |target, title| post(&service, target, title);
    let first = post("/v1/de-DE/collages", "One").await.is(201);
    // As a server hands on what came by HTTP/2.
    let again = post("https://shop.example/v1/de-DE/collages", "One").await.is(201);
    assert_eq!((again.header("idempotency-replayed"), &again.json), (Some("true"), &first.json));
    post("/v1/fr-FR/collages", "One").await.is(422);
    post("/v1/de-DE/collages", "Two").await.is(422);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_kept_and_the_next_attempt_finds_what_was_made() {
    let breaks = Arc::new(AtomicBool::new(true));
    let service = made_once(|endpoint| {
        let breaks = Arc::clone(&breaks);
        endpoint.wrap(
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
        )
    })
    .await;
    post(&service, "/v1/de-DE/collages", "One").await.is(500);
    let again = post(&service, "/v1/de-DE/collages", "One").await.is(201);
    assert_eq!((again.header("idempotency-replayed"), &again.json["title"]), (Some("true"), &json!("One")));
}

#[tokio::test]
async fn the_tag_of_one_coding_is_not_given_again_in_another() {
    let service = made_once(|endpoint| endpoint).await;
    let post = |chosen| {
        let post = post(&service, "/v1/de-DE/collages", "One");
        post.fact(Codings { chosen, identity: true })
    };
    let first = post(Some(Coding::Gzip)).await.is(201);
    assert!(first.tag().ends_with("+gzip\""), "{first:?}");
    assert_eq!(post(Some(Coding::Gzip)).await.is(201).tag(), first.tag());
    for other in [None, Some(Coding::Brotli)] {
        let again = post(other).await.is(201);
        assert_eq!((again.header("etag"), &again.json), (None, &first.json), "{other:?}");
    }
}
