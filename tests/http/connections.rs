//! Connections: a connection survives refusals, and bytes that are not HTTP harm no one.

use ogrom_tests::{app::TestApp, client::Client};
use serde_json::json;

/// Whether the service still responds.
fn is_well(app: &TestApp) {
    assert_eq!(app.stranger().ids("en-GB/collages?limit=100").len(), 14);
}

#[test]
fn it_is_kept_whatever_was_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let fine = || {
        lena.get("en-GB/products?limit=1").is(200);
    };
    fine();
    lena.get("en-GB/products?limit=0").is_refused(400, "invalid-query");
    fine();
    lena.get("it-IT/products").is_refused(404, "unknown-locale");
    fine();
    lena.post("en-GB/collages", &json!({ "items": 5 })).is_refused(422, "invalid-content");
    fine();
    lena.post("en-GB/collages", &json!({})).content("application/json", "{").is_refused(400, "malformed");
    fine();
    lena.post("en-GB/collages", &json!({}))
        .content("text/plain", "Good")
        .is_refused(415, "unsupported-media-type");
    fine();
    lena.post("en-GB/products", &json!({ "name": "Hat" })).is_refused(405, "method-not-allowed");
    fine();
    lena.post("en-GB/nothing", &json!({ "name": "Hat" })).is_refused(404, "not-found");
    fine();
    lena.put("en-GB/collages/terrasse", &json!({ "items": [] })).is_refused(403, "forbidden");
    fine();
    lena.put("en-GB/collages/harbour-rain", &json!({}))
        .if_match("\"stale\"")
        .is_refused(412, "precondition-failed");
    fine();
    lena.head("en-GB/products/nothing").is(404);
    fine();
    assert_eq!(lena.connections(), 1);
}

#[test]
fn it_is_kept_after_content_that_is_too_large() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let large = vec![b' '; 10_000_000];
    let post = || lena.post("en-GB/collages", &json!({})).content("application/json", &*large);
    for _ in 0..3 {
        post().is_refused(413, "content-too-large");
        lena.get("en-GB/products?limit=1").is(200);
        post().chunked().is_refused(413, "content-too-large");
        lena.get("en-GB/products?limit=1").is(200);
    }
    post().header("authorization", "Bearer wrong").is_refused(401, "unauthenticated");
    lena.get("en-GB/products?limit=1").is(200);
    assert_eq!(lena.connections(), 1);
}

#[test]
fn who_pours_without_end_is_cut_off() {
    let app = TestApp::start();
    let head = "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    let megabyte = format!("100000\r\n{}\r\n", " ".repeat(1 << 20));
    assert!(!app.pours(head.as_bytes(), megabyte.as_bytes(), 200), "200 megabytes were read for nothing");
    is_well(&app);
}

#[test]
fn content_is_asked_for_only_where_it_is_wanted() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let asked = |client: &Client, content: &str| {
        client
            .ask("POST", "en-GB/collages")
            .header("expect", "100-continue")
            .content("application/json", content)
            .answer()
    };
    let posted = asked(&lena, r#"{"items": []}"#);
    assert_eq!((posted.status, posted.continued), (201, true));
    assert_eq!(asked(&lena, r#"{"items": []}"#).status, 201);
    assert_eq!(lena.connections(), 1);
    let refused = asked(&app.stranger(), r#"{"items": []}"#);
    assert_eq!((refused.status, refused.continued), (401, false));
    assert_eq!(refused.header("connection"), Some("close"), "who does not know what comes next ends it");
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let long = "x".repeat(9_000);
    lena.get(&format!("en-GB/products?text={long}")).is_refused(414, "uri-too-long");
    lena.get("en-GB/products").header("x-filler", &"x".repeat(40_000)).is_refused(431, "headers-too-large");
    lena.get(&format!("en-GB/products?text={}", &long[..7_000])).is(200);
    assert_eq!(lena.connections(), 1);
}

#[test]
fn who_says_that_nothing_more_comes_gets_the_answer_all_the_same() {
    let app = TestApp::start();
    let get = "GET /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\n\r\n";
    let post = "POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\
                authorization: Bearer the-very-secret-token-of-lena\r\n\r\n{\"items\": []}";
    for _ in 0..20 {
        assert_eq!(app.raw_and_no_more(get.as_bytes()).status, 200);
        assert_eq!(app.raw_and_no_more(post.as_bytes()).status, 201);
    }
}

#[test]
fn content_that_is_cut_off_changes_nothing() {
    let app = TestApp::start();
    let token = "authorization: Bearer the-very-secret-token-of-lena\r\ncontent-type: application/json\r\n";
    let head = format!("POST /v1/en-GB/collages HTTP/1.1\r\nhost: a\r\n{token}");
    for rest in [
        "content-length: 40\r\n\r\n{\"items\": []}",
        "transfer-encoding: chunked\r\n\r\nd\r\n{\"items\": []}\r\n",
        "transfer-encoding: chunked\r\n\r\n7\r\n{\"items",
    ] {
        app.cut_off(format!("{head}{rest}").as_bytes());
        is_well(&app);
    }
    let wrong = format!("{head}transfer-encoding: chunked\r\n\r\nnonsense\r\n{{\"items\": []}}\r\n0\r\n\r\n");
    assert_eq!(app.raw(wrong.as_bytes()).status, 400);
    is_well(&app);
}
