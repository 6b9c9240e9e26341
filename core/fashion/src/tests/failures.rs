//! Failures of a source: a client gets their kind and never their cause.

use std::time::Duration;

use ogrom_protocols::{CursorRefused, Error};
use serde_json::json;

use super::{Answer, App, Sources, broken::Broken, every_endpoint::PLACES, filled};

const CAUSE: &str = "connection to db-01 refused for user 'admin'";

/// Each failure of a source, with the status that it becomes.
const FAILURES: [(fn() -> Error, u16); 4] = [
    (|| Error::Unavailable { retry_after: Some(Duration::from_millis(6_500)), cause: CAUSE.into() }, 503),
    (|| Error::unavailable(CAUSE), 503),
    (|| Error::TimedOut(CAUSE.into()), 504),
    (|| Error::corrupt(CAUSE), 500),
];

fn kept_secret(answer: &Answer) {
    let told = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.content));
    for word in ["db-01", "admin", "refused", "corrupt", "source"] {
        assert!(!told.contains(word), "tells '{word}': {answer:#?}");
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_told_by_kind_alone() {
    for (failure, status) in FAILURES {
        let app = App::over(Sources::of(Broken(failure), Broken(failure)));
        for (place, _) in &PLACES[2..] {
            kept_secret(&app.get(place).await.is(status));
            app.ask("HEAD", place).await.is(status);
            app.ask("OPTIONS", place).await.is(204);
        }
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_written_is_told_by_kind_alone() {
    let memory = filled().await;
    let (collage, comment) = (json!({"items": []}), json!({"text": "Hm."}));
    for (failure, status) in FAILURES {
        let app = App::over(Sources::of(memory.clone(), Broken(failure)));
        for ask in [
            app.post("de-DE/collages", &collage),
            app.put("de-DE/collages/lake", &collage).current(),
            app.patch("de-DE/collages/lake", &json!({"title": "New"})).current(),
            app.delete("de-DE/collages/lake").current(),
            app.post("de-DE/collages/lake/comments", &comment),
            app.put("de-DE/comments/c2", &comment).current(),
            app.delete("de-DE/comments/c2").current(),
            app.ask("PUT", "de-DE/collages/lake/likes/lena"),
            app.delete("de-DE/collages/city/likes/lena"),
        ] {
            kept_secret(&ask.by("lena").await.is(status));
        }
    }
}

#[tokio::test]
async fn how_long_to_wait_is_told_in_whole_seconds() {
    for ((failure, _), wait) in FAILURES.into_iter().zip([Some("7"), Some("1"), Some("1"), None]) {
        let app = App::over(Sources::of(Broken(failure), Broken(failure)));
        let answer = app.get("de-DE/products").await;
        assert_eq!(answer.header("retry-after"), wait, "{answer:#?}");
    }
}

#[tokio::test]
async fn a_cursor_that_a_source_refuses_is_the_fault_of_the_client() {
    let refusing = Broken(|| Error::Cursor(CursorRefused::OtherQuery));
    let app = App::over(Sources::of(refusing, refusing));
    for list in ["products", "collages", "comments"] {
        let refused = app.get(&format!("de-DE/{list}?cursor=x")).await.is(400);
        assert_eq!(refused.errors(), ["cursor: cursor"]);
    }
}
