//! Spellings of a path that RFC 3986 §6.2.2 calls equivalent: every part of the service treats them as one.

use ogrom_tests::app::TestApp;
use serde_json::json;

const REPLAYED: &str = "idempotency-replayed";

#[test]
fn what_need_not_be_encoded_may_be() {
    let app = TestApp::start();
    for (written, plain) in [
        ("en-GB/%70roducts?limit=2", "en-GB/products?limit=2"),
        ("/%761/en-GB/%70roducts/linen%2Dtank", "en-GB/products/linen-tank"),
        ("en-GB/%63%6F%6C%6C%61%67%65%73?limit=1", "en-GB/collages?limit=1"),
        ("/open%61pi.json", "/openapi.json"),
    ] {
        let (odd, plain) = (app.get(written).is(200), app.get(plain).is(200));
        assert_eq!(odd.content, plain.content, "{written}");
        for name in ["etag", "link", "cache-control", "vary"] {
            assert_eq!(odd.header(name), plain.header(name), "{name} of {written}");
        }
    }
    // A guard covers all that is below it, and redirects to the one spelling.
    assert_eq!(app.get("en%2DGB/products").is(308).location(), "/v1/en-GB/products");
    for data in
        ["en-GB%2Fproducts/", "en-GB/products%2Flinen-tank", "en-GB/products/%00", "en-GB/products/%zz"]
    {
        app.get(data).is(404);
    }
}

#[test]
fn a_key_names_one_request_however_its_path_is_spelled() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let post = |path: &str| {
        let content = json!({ "text": "Once", "rating": 5 });
        lena.post(path, &content).header("idempotency-key", "by-any-spelling").is(201)
    };
    let first = post("en-GB/collages/market-morning/comments");
    for path in ["en-GB/collages/market%2Dmorning/comments", "en-GB/c%6fllages/%6D%61rket-morning/c%6Fmments"]
    {
        let again = post(path);
        assert_eq!((again.header(REPLAYED), again.location()), (Some("true"), first.location()), "{path}");
    }
}

#[test]
fn what_is_written_by_one_spelling_is_read_by_every_other() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let spellings = ["en-GB/collages/harbour-rain", "en-GB/%63ollages/harbour%2drain"];
    for (by, title) in spellings.iter().zip(["Tide", "Ebb"]) {
        assert!(lena.patch(by, &json!({ "title": title })).current().answer().status < 300, "{by}");
        for path in spellings {
            let read = lena.get(path).is(200);
            assert_eq!(
                (&read.json["title"], &read.json["links"]["self"]),
                (&json!(title), &json!("/v1/en-GB/collages/harbour-rain"),)
            );
        }
    }
}
