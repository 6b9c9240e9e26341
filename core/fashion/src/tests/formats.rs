//! Formats and languages, as a client sees them.

use serde_json::json;

use super::{App, every_endpoint::PLACES};

const CBOR: &str = "application/cbor";
const JSON: &str = "application/json";
const LAKE: &str = "de-DE/collages/lake";

#[tokio::test]
async fn cbor_tells_the_same_as_json() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let json = app.get(place).await.is(200);
        let cbor = app.get(place).accept(CBOR).await.is(200);
        assert_eq!((json.header("content-type"), cbor.header("content-type")), (Some(JSON), Some(CBOR)));
        assert_eq!(cbor.json, json.json, "{place}");
        assert_ne!(cbor.content, json.content, "{place}");
        for same in ["last-modified", "content-language", "link", "vary"] {
            assert_eq!(cbor.header(same), json.header(same), "{same} of {place}");
        }
    }
}

#[tokio::test]
async fn each_format_has_a_strong_tag_of_its_own() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let (json, cbor) = (app.get(place).await, app.get(place).accept(CBOR).await);
        for (tag, end) in [(json.tag(), "-json\""), (cbor.tag(), "-cbor\"")] {
            assert!(tag.starts_with('"') && tag.ends_with(end), "{place}: {tag}");
        }
        for (tag, status) in [(cbor.tag(), 304), (json.tag(), 200)] {
            let again = app.get(place).accept(CBOR).if_none_match(tag).await.is(status);
            assert_eq!(again.tag(), cbor.tag(), "{place}");
        }
    }
}

#[tokio::test]
async fn the_client_chooses_the_format() {
    let app = App::new().await;
    for (accept, chosen) in [
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/cbor, application/json", JSON),
        ("application/cbor, application/json;q=0.9", CBOR),
        ("application/json;q=0, */*", CBOR),
        ("text/html, application/cbor;q=0.1", CBOR),
        ("text/json", JSON),
        ("application/*+json", JSON),
        ("application/json;version=1", JSON),
        ("application/json;charset=utf8;odata=verbose", JSON),
    ] {
        let answer = app.get(LAKE).accept(accept).await.is(200);
        assert_eq!(answer.header("content-type"), Some(chosen), "{accept}");
        let head = app.ask("HEAD", LAKE).accept(accept).await.is(200);
        assert_eq!(head.headers["content-length"], answer.content.len().to_string(), "{accept}");
    }
}

#[tokio::test]
async fn what_the_answer_was_chosen_by_is_told() {
    let app = App::new().await;
    let tag = app.get(LAKE).await.tag().to_owned();
    for (ask, status) in [
        (app.get(LAKE), 200),
        (app.get(LAKE).if_none_match(&tag), 304),
        (app.get(LAKE).header("range", "bytes=0-1"), 206),
        (app.get("de-DE/collages?sort=x"), 400),
        (app.get("de-DE/collages/none"), 404),
        (app.get("de-DE/collages/none").accept(CBOR), 404),
        (app.get(LAKE).accept("image/png"), 406),
        (app.get(LAKE).if_match("\"x\""), 412),
        (app.get(LAKE).header("range", "bytes=1000000-"), 416),
        (app.post("de-DE/collages", &json!({ "items": [] })).by("lena"), 201),
        (app.put(LAKE, &json!({ "items": [] })).by("lena"), 428),
    ] {
        assert_eq!(ask.await.is(status).header("vary"), Some("accept"), "{status}");
    }
}

#[tokio::test]
async fn the_tag_of_one_format_guards_a_change_that_is_told_in_another() {
    let app = App::new().await;
    let tag = app.get(LAKE).await.tag().to_owned();
    let put = || app.put(LAKE, &json!({ "title": "New", "items": [] })).by("lena").if_match(&tag);
    let told = put().accept(CBOR).await.is(200);
    assert_eq!((told.header("content-type"), &told.json["title"]), (Some(CBOR), &json!("New")));
    assert_eq!(told.json, app.get(LAKE).by("lena").await.json);
    put().accept(CBOR).await.is(412);
    let tag = app.get(LAKE).accept(CBOR).await.tag().to_owned();
    app.delete(LAKE).by("lena").if_match(&tag).await.is(204);
}

#[tokio::test]
async fn content_in_cbor_is_taken() {
    let app = App::new().await;
    let item = json!({ "product": "hat", "x": 0, "y": 0.3, "size": 1, "rotation": -45.5, "layer": -3 });
    let collage = json!({ "title": "Neu 👗", "items": [item] });
    let made = app.ask("POST", "de-DE/collages").cbor(&collage).by("lena").await.is(201);
    assert_eq!(made.header("content-type"), Some(JSON), "what is sent does not decide what is told");
    let shown = &made.json["items"][0];
    assert_eq!((&made.json["title"], &shown["product"]["id"]), (&collage["title"], &json!("hat")));
    assert_eq!((&shown["x"], &shown["y"]), (&json!(0.0), &json!(0.3)));
    assert_eq!((&shown["rotation"], &shown["layer"]), (&json!(-45.5), &json!(-3)));

    let put = app.ask("PUT", LAKE).cbor(&collage).by("lena").current().accept(CBOR).await.is(200);
    assert_eq!(put.json["items"], made.json["items"]);
    let comment = json!({ "text": "Tiens.", "rating": 3 });
    app.ask("PUT", "fr-FR/comments/c2").cbor(&comment).by("lena").current().await.is(200);
    assert_eq!(app.get("fr-FR/comments/c2").await.json["rating"], 3);
    app.ask("PUT", "de-DE/collages/lake/likes/ida").cbor(&json!(null)).by("ida").await.is(201);
}

#[tokio::test]
async fn broken_cbor_is_malformed_and_wrong_cbor_invalid() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    // Cut off, not UTF-8, two values, a key that is no text, bytes, a stray end.
    for broken in [&b"\xa1"[..], b"\xa1\x61\xff\x01", b"\xa0\xa0", b"\xa1\x01\x01", b"\x41\x00", b"\xff"] {
        for (method, place) in [("PUT", LAKE), ("POST", "de-DE/collages"), ("PUT", "de-DE/comments/c2")] {
            let ask = app.ask(method, place).bytes(CBOR, broken).by("lena");
            let ask = if method == "PUT" { ask.current() } else { ask };
            let refused = ask.await.is(400);
            assert_eq!(refused.json["type"], "urn:ogrom:problem:malformed", "{broken:?}");
        }
    }
    let wrong = json!({ "title": 7, "items": [{ "x": "left" }] });
    let refused = app.ask("PUT", LAKE).cbor(&wrong).by("lena").current().await.is(422);
    assert_eq!(refused.errors(), app.put(LAKE, &wrong).by("lena").current().await.is(422).errors());
    app.ask("PATCH", LAKE).cbor(&json!({ "title": "x" })).by("lena").current().await.is(415);
    assert_eq!(app.get(LAKE).await.tag(), before.tag());
}

#[tokio::test]
async fn the_locale_decides_the_language_whatever_else_is_asked_for() {
    let app = App::new().await;
    for (place, _) in PLACES {
        let usual = app.get(place).await.is(200);
        for languages in ["fr", "en-GB, de;q=0", "*;q=0"] {
            let answer = app.get(place).header("accept-language", languages).await.is(200);
            assert_eq!((&answer.headers, &answer.json), (&usual.headers, &usual.json), "{place} {languages}");
        }
    }
    let scarf = app.get("de-DE/products/scarf").header("accept-language", "en-GB").await.is(200);
    assert_eq!((scarf.header("content-language"), scarf.header("vary")), (Some("de"), Some("accept")));
    let user = app.get("de-DE/users/lena").header("accept-language", "en-GB").await.is(200);
    assert_eq!((user.header("content-language"), user.header("vary")), (None, Some("accept")));
}
