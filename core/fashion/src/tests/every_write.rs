//! Rules that every endpoint with a request body keeps.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::Frame;
use ogrom_core::{Body, mount::Mounted};
use serde_json::{Value, json};

use super::{App, Ask, every_endpoint::PATCHES};

const JSON: &str = "application/json";
const PATCH: &str = "application/merge-patch+json";

/// Every method that takes content, with its media type. Lena may do all of it.
const WRITES: [(&str, &str, &str); 6] = [
    ("POST", "de-DE/collages", JSON),
    ("PUT", "de-DE/collages/lake", JSON),
    ("PATCH", "de-DE/collages/lake", PATCH),
    ("POST", "de-DE/collages/lake/comments", JSON),
    ("PUT", "de-DE/comments/c2", JSON),
    ("PUT", "de-DE/collages/lake/likes/lena", JSON),
];

/// Every method that changes what could have changed since it was read. Lena may do all of it.
const GUARDED: [(&str, &str, &str); 5] = [
    ("PUT", "de-DE/collages/lake", JSON),
    ("PATCH", "de-DE/collages/lake", PATCH),
    ("DELETE", "de-DE/collages/lake", JSON),
    ("PUT", "de-DE/comments/c2", JSON),
    ("DELETE", "de-DE/comments/c2", JSON),
];

/// Everything that can be read, to see that nothing has changed.
async fn everything(app: &App) -> Vec<Value> {
    let mut all = Vec::new();
    for place in ["de-DE/collages", "de-DE/collages/lake/comments", "de-DE/collages/lake/likes/lena"] {
        all.push(app.get(place).await.json);
    }
    all
}

/// Lena's, on top of what is there. What is posted is new and stands on nothing.
fn conditional(app: &App, method: &str, place: &str) -> Ask<Mounted> {
    let ask = app.ask(method, place).by("lena");
    if method == "POST" { ask } else { ask.current() }
}

/// Asks for every write, and sees to it that it is refused and nothing changes.
async fn refuse(status: u16, ask: impl Fn(Ask<Mounted>, &str) -> Ask<Mounted>) -> Vec<super::Answer> {
    let app = App::new().await;
    let before = everything(&app).await;
    let mut answers = Vec::new();
    for (method, place, media_type) in WRITES {
        answers.push(ask(conditional(&app, method, place), media_type).await.is(status));
    }
    assert_eq!(everything(&app).await, before);
    answers
}

#[tokio::test]
async fn strangers_are_asked_who_they_are() {
    let app = App::new().await;
    let before = everything(&app).await;
    let deletes = ["de-DE/collages/lake", "de-DE/comments/c2", "de-DE/collages/city/likes/lena"];
    let deletes = deletes.map(|place| ("DELETE", place, JSON));
    for (method, place, media_type) in WRITES.into_iter().chain(deletes) {
        let refused = app.ask(method, place).json(media_type, &json!({})).await.is(401);
        assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"ogrom\""), "{method} {place}");
    }
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn broken_json_is_malformed() {
    for broken in ["{", "{\"title\": }", "nonsense", "{} {}", "\u{0}", "[1,]"] {
        for refused in refuse(400, |ask, media_type| ask.bytes(media_type, broken)).await {
            assert_eq!(refused.json["type"], "urn:ogrom:problem:malformed");
        }
    }
    refuse(400, |ask, media_type| ask.bytes(media_type, &b"\"\xff\""[..])).await;
}

#[tokio::test]
async fn content_that_is_needed_must_be_there() {
    let app = App::new().await;
    let before = everything(&app).await;
    for (method, place, media_type) in &WRITES[..5] {
        let ask = || conditional(&app, method, place);
        for ask in [ask(), ask().bytes(media_type, ""), ask().streamed(media_type, Body::empty())] {
            let refused = ask.await.is(400);
            assert_eq!(refused.json["detail"], "there is no content", "{method} {place}");
        }
    }
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn whoever_changes_what_is_there_says_what_they_have_read() {
    let app = App::new().await;
    let before = everything(&app).await;
    let content = json!({ "items": [] });
    for (method, place, media_type) in GUARDED {
        let ask = || app.ask(method, place).json(media_type, &content).by("lena");
        let undated = ask().header("if-unmodified-since", "yesterday");
        for ask in [ask(), ask().if_none_match("\"x\""), undated] {
            let refused = ask.await.is(428);
            assert_eq!(refused.json["type"], "urn:ogrom:problem:precondition-required");
            assert!(refused.json["detail"].as_str().unwrap().contains("ETag"), "{refused:#?}");
            assert!(refused.json["detail"].as_str().unwrap().contains("If-Match"), "{refused:#?}");
        }
        // Where they are not wanted at all, or nothing is there, no condition would help.
        app.ask(method, place).json(media_type, &content).by("ida").await.is(403);
        app.ask(method, &format!("{place}0")).json(media_type, &content).by("lena").await.is(404);
    }
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn a_date_says_what_was_read_as_well_as_a_tag() {
    for (method, place, media_type) in GUARDED {
        let content =
            if place.contains("comments") { json!({ "text": "x" }) } else { json!({ "items": [] }) };
        let app = App::new().await;
        let read = app.get(place).await.header("last-modified").unwrap().to_owned();
        let ask = |since: &str| {
            app.ask(method, place).json(media_type, &content).by("lena").header("if-unmodified-since", since)
        };
        ask("Tue, 14 Nov 2023 22:13:20 GMT").await.is(412);
        ask(&read).await.is(if method == "DELETE" { 204 } else { 200 });
    }
}

#[tokio::test]
async fn what_is_no_object_is_invalid() {
    for content in ["[]", "7", "\"text\"", "{\"unknown\": 1}"] {
        refuse(422, |ask, media_type| ask.bytes(media_type, content)).await;
    }
}

#[tokio::test]
async fn content_of_another_type_is_refused_with_the_types_that_are_taken() {
    let text = |ask: Ask<Mounted>, _: &str| ask.bytes("text/plain", "{}");
    let untyped = |ask: Ask<Mounted>, _: &str| {
        ask.streamed("application/x-www-form-urlencoded", Body::from(Bytes::from_static(b"a=1")))
    };
    let other = |ask: Ask<Mounted>, taken: &str| {
        ask.bytes(if taken == JSON { PATCH } else { "application/vnd.api+json" }, "{}")
    };
    let latin = |ask: Ask<Mounted>, taken: &str| ask.bytes(&format!("{taken};charset=latin1"), "{}");
    let answers = [
        refuse(415, text).await,
        refuse(415, untyped).await,
        refuse(415, other).await,
        refuse(415, latin).await,
    ];
    for (refused, (method, _, _)) in answers.iter().flat_map(|answers| answers.iter().zip(WRITES)) {
        let (header, taken) = match method {
            "PATCH" => ("accept-patch", PATCHES),
            _ => ("accept", "application/json, application/cbor"),
        };
        assert!(refused.json["detail"].as_str().unwrap().contains(taken), "{refused:#?}");
        assert_eq!(refused.header(header), Some(taken));
    }
}

#[tokio::test]
async fn content_in_a_coding_is_refused_with_the_coding_that_is_taken() {
    let packed = |ask: Ask<Mounted>, taken: &str| ask.bytes(taken, "{}").header("content-encoding", "gzip");
    for refused in refuse(415, packed).await {
        assert_eq!(refused.header("accept-encoding"), Some("identity"));
        // The type is not what is wrong with it.
        assert_eq!((refused.header("accept"), refused.header("accept-patch")), (None, None));
    }
}

#[tokio::test]
async fn utf8_may_be_said() {
    let app = App::new().await;
    let said = format!("{JSON}; charset=UTF-8");
    app.ask("POST", "de-DE/collages").bytes(&said, r#"{"items": []}"#).by("lena").await.is(201);
}

#[tokio::test]
async fn content_that_says_it_is_too_large_is_not_read() {
    let large = |ask: Ask<Mounted>, media_type: &str| {
        let asked = ask.header("content-length", "10000000");
        asked.streamed(media_type, Body::new(Endless::default()))
    };
    refuse(413, large).await;
}

#[tokio::test]
async fn content_that_turns_out_too_large_is_not_read_to_its_end() {
    let read = Arc::new(AtomicUsize::new(0));
    let endless = |ask: Ask<Mounted>, media_type: &str| {
        ask.streamed(media_type, Body::new(Endless { read: read.clone() }))
    };
    refuse(413, endless).await;
    assert!(read.load(Ordering::Relaxed) < WRITES.len() * 70, "{read:?} kilobytes");
}

/// Never ends; counts the kilobytes that were read.
#[derive(Default)]
struct Endless {
    read: Arc<AtomicUsize>,
}

// === impl Endless ===

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let read = self.read.fetch_add(1, Ordering::Relaxed);
        assert!(read < 10_000, "read without end");
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 1024])))))
    }
}
