//! The formats of representations, and of parts of them, on the wire.

use bytes::Bytes;
use ogrom_tests::app::TestApp;

const PRODUCT: &str = "de-DE/products/beanie";

#[test]
fn cbor_tells_the_same_as_json_under_a_tag_of_its_own() {
    let app = TestApp::start();
    for path in [PRODUCT, "de-DE/collages", "en-GB/collages/market-morning", "fr-FR/comments", "/v1/"] {
        let (json, cbor) = (app.get(path).is(200), app.get(path).cbor().is(200));
        assert_eq!(cbor.json, json.json, "{path}");
        assert!(cbor.content.len() < json.content.len(), "{path}");
        assert_ne!(cbor.tag(), json.tag(), "{path}");
        for answer in [&json, &cbor] {
            let vary = answer.header("vary").expect("what it was chosen by").to_lowercase();
            assert!(vary.split(", ").any(|name| name == "accept"), "{path}: {vary}");
        }
        app.get(path).cbor().if_none_match(cbor.tag()).is(304);
        app.get(path).cbor().if_none_match(json.tag()).is(200);
        app.head(path).cbor().is(200);
    }
    assert_eq!(app.connections(), 1);
}

#[test]
fn content_is_taken_in_cbor() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    // { "title": "Bits", "items": [] }
    let content = b"\xa2\x65title\x64Bits\x65items\x80";
    let post = || lena.ask("POST", "en-GB/collages").content("application/cbor", content);
    let posted = post().cbor().is(201);
    assert_eq!(posted.json["title"], "Bits");
    assert_eq!(lena.get(posted.location()).is(200).json, posted.json);
    post().content("application/cbor", b"\xa2\x65title").is_refused(400, "malformed");
    post().content("application/cbor", b"{}").is_refused(400, "malformed");
}

#[test]
fn parts_make_up_the_whole() {
    let app = TestApp::start();
    for cbor in [false, true] {
        let get = || if cbor { app.get(PRODUCT).cbor() } else { app.get(PRODUCT) };
        let whole = get().is(200);
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let length = whole.content.len();
        let part = |range: &str, told: String| -> Bytes {
            let part = get().header("range", range).header("if-range", whole.tag()).is(206);
            assert_eq!(part.header("content-range"), Some(&*told));
            assert_eq!(part.tag(), whole.tag());
            part.content
        };
        let first = part("bytes=0-9", format!("bytes 0-9/{length}"));
        let rest = part("bytes=10-", format!("bytes 10-{}/{length}", length - 1));
        assert_eq!([first, rest].concat(), whole.content);
        let beyond = get().header("range", &format!("bytes={length}-"));
        let beyond = beyond.is_refused(416, "range-not-satisfiable");
        assert_eq!(beyond.header("content-range"), Some(&*format!("bytes */{length}")));
        // No part is sent of another version.
        assert_eq!(
            get().header("range", "bytes=0-9").header("if-range", "\"x\"").is(200).content,
            whole.content
        );
    }
    assert_eq!(app.connections(), 1);
}
