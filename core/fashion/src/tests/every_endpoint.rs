//! Behaviour that every endpoint has from the engine.

use ogrom_core::facts::{Authentication, AuthenticationError};
use serde_json::json;

use super::App;

/// Something at every endpoint, with the methods that it takes.
pub(super) const PLACES: [(&str, &str); 16] = [
    ("/shop/v1/", "GET, HEAD, OPTIONS"),
    ("de-DE/", "GET, HEAD, OPTIONS"),
    ("de-DE/products", "GET, HEAD, OPTIONS"),
    ("de-DE/products/scarf", "GET, HEAD, OPTIONS"),
    ("de-DE/collages", "GET, HEAD, POST, OPTIONS"),
    ("de-DE/collages/lake", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
    ("de-DE/collages/lake/comments", "GET, HEAD, POST, OPTIONS"),
    ("de-DE/collages/city/likes", "GET, HEAD, OPTIONS"),
    ("de-DE/collages/city/likes/lena", "GET, HEAD, PUT, DELETE, OPTIONS"),
    ("de-DE/comments", "GET, HEAD, OPTIONS"),
    ("de-DE/comments/c1", "GET, HEAD, PUT, DELETE, OPTIONS"),
    ("de-DE/users", "GET, HEAD, OPTIONS"),
    ("de-DE/users/lena", "GET, HEAD, OPTIONS"),
    ("de-DE/users/ida", "GET, HEAD, OPTIONS"),
    ("de-DE/users/lena/collages", "GET, HEAD, OPTIONS"),
    ("de-DE/users/lena/likes", "GET, HEAD, OPTIONS"),
];

/// The formats of a patch, as `Accept-Patch` lists them.
pub(super) const PATCHES: &str =
    "application/merge-patch+json, application/json-patch+json, application/json";

/// The same for lists that are sent as streams: how long they will be, nobody knows, so that they have no parts.
const STREAMS: [(&str, &str); 1] = [("de-DE/feeds/products", "GET, HEAD, OPTIONS")];

/// Something at every endpoint, whatever its kind.
fn everywhere() -> impl Iterator<Item = (&'static str, &'static str)> {
    PLACES.into_iter().chain(STREAMS)
}

#[tokio::test]
async fn head_answers_as_get_without_content() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let get = app.get(place).await.is(200);
        let head = app.ask("HEAD", place).await.is(200);
        assert_eq!(head.header("content-length"), Some(&*get.content.len().to_string()), "{place}");
        let mut alike = head.headers.clone();
        alike.remove("content-length");
        assert_eq!(alike, get.headers, "{place}");
    }
}

#[tokio::test]
async fn options_lists_the_methods() {
    let app = App::new().await;
    for (place, methods) in everywhere() {
        let options = app.ask("OPTIONS", place).await.is(204);
        assert_eq!(options.header("allow"), Some(methods), "{place}");
        let patches = methods.contains("PATCH").then_some(PATCHES);
        assert_eq!(options.header("accept-patch"), patches, "{place}");
    }
}

#[tokio::test]
async fn another_method_is_refused_with_those_that_are_taken() {
    let app = App::new().await;
    for (place, methods) in everywhere() {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            if !methods.contains(method) {
                let refused = app.ask(method, place).by("lena").await.is(405);
                assert_eq!(refused.header("allow"), Some(methods), "{method} {place}");
            }
        }
        app.ask("BREW", place).await.is(501);
    }
}

#[tokio::test]
async fn tags_are_strong_and_stable_and_spare_the_content() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let first = app.get(place).await.is(200);
        let tag = first.tag();
        assert!(tag.starts_with('"') && tag.len() > 3 && tag.ends_with('"'), "{place}: {tag}");
        app.clock.advance(60_000);
        assert_eq!(app.get(place).await.tag(), tag, "{place}");
        for (tags, status) in [(tag, 304), (&*format!("\"x\", W/{tag}"), 304), ("*", 304), ("\"x\"", 200)] {
            let answer = app.get(place).if_none_match(tags).await.is(status);
            assert_eq!(answer.tag(), tag, "{place} {tags}");
        }
        app.ask("HEAD", place).if_none_match(tag).await.is(304);
        app.get(place).if_match("\"x\"").await.is(412);
    }
}

#[tokio::test]
async fn what_has_a_last_change_spares_the_content_since_then() {
    let app = App::new().await;
    let mut dated = 0;
    for (place, _) in PLACES {
        let Some(modified) = app.get(place).await.header("last-modified").map(ToOwned::to_owned) else {
            continue;
        };
        dated += 1;
        app.get(place).header("if-modified-since", &modified).await.is(304);
        app.get(place).header("if-modified-since", "Tue, 14 Nov 2000 00:00:00 GMT").await.is(200);
        app.get(place).header("if-unmodified-since", "Tue, 14 Nov 2000 00:00:00 GMT").await.is(412);
        app.get(place).header("if-modified-since", "yesterday").await.is(200);
        // A tag is the better witness (RFC 9110 §13.1.3).
        app.get(place).if_none_match("\"x\"").header("if-modified-since", &modified).await.is(200);
    }
    assert_eq!(dated, 6, "products, collages, likes, comments and users");
}

#[tokio::test]
async fn what_the_client_does_not_accept_is_not_sent() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let refused = app.get(place).header("accept", "image/png").await.is(406);
        assert_eq!(refused.json["detail"], "offered is application/json, application/cbor", "{place}");
        app.get(place).header("accept", "text/html, application/*;q=0.1").await.is(200);
    }
}

#[tokio::test]
async fn credentials_that_do_not_hold_are_refused_even_for_reading() {
    let app = App::new().await;
    for (place, _) in everywhere() {
        let refused = app
            .get(place)
            .fact(Authentication::Rejected(AuthenticationError::Token("it has expired")))
            .await
            .is(401);
        assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"), "{place}");
        app.get(place).fact(Authentication::Anonymous).await.is(200);
    }
}

#[tokio::test]
async fn a_parameter_that_nobody_knows_is_named() {
    let app = App::new().await;
    for (place, _) in everywhere() {
        let refused = app.get(&format!("{place}?colr=red")).await.is(400);
        assert_eq!(refused.errors(), ["colr: unknown"], "{place}");
    }
    let refused = app.get("de-DE/products?colr=red&limt=5").await.is(400);
    let messages = refused.json["errors"].to_string();
    assert!(messages.contains("did you mean 'colour'?") && messages.contains("did you mean 'limit'?"));
}

#[tokio::test]
async fn a_target_or_header_that_is_too_long_is_refused() {
    let app = App::new().await;
    let long = "x".repeat(40_000);
    app.get(&format!("de-DE/products?text={long}")).await.is(414);
    app.get("de-DE/products").header("cookie", &long).await.is(431);
}

#[tokio::test]
async fn the_types_of_problems_are_named_as_the_service_wants() {
    let app = App::new().await;
    let named = ogrom_core::ProblemTypes::new("urn:ogrom:problem:v2:");
    for place in ["de-DE/nothing", "xx-XX/", "de-DE/products/none"] {
        let refused = app.get(place).fact(named.clone()).await.is(404);
        assert!(refused.json["type"].as_str().unwrap().starts_with("urn:ogrom:problem:v2:"), "{refused:#?}");
    }
    let refused = app.post("de-DE/collages", &json!({})).fact(named).await.is(401);
    assert_eq!(refused.json["type"], "urn:ogrom:problem:v2:unauthenticated");
}
