//! Content in CBOR (RFC 8949): what is well formed is taken, and nothing else.

use serde_json::json;

use super::App;

const LAKE: &str = "de-DE/collages/lake";
const CBOR: &str = "application/cbor";

/// A collage whose title is this item.
fn titled(item: &[u8]) -> Vec<u8> {
    [b"\xa2\x65items\x80\x65title", item].concat()
}

/// A collage with one item on the canvas, whose layer and size are these.
fn laid(layer: &[u8], size: &[u8]) -> Vec<u8> {
    let start = b"\xa1\x65items\x81\xa5\x67product\x63hat\x61x\x00\x61y\x00\x65layer";
    [&start[..], layer, b"\x64size", size].concat()
}

#[tokio::test]
async fn what_is_not_well_formed_is_malformed() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    for (what, title) in [
        ("a chunk within a chunk", &b"\x7f\x7f\x61a\xff\xff"[..]),
        ("a chunk within a chunk, deeper", b"\x7f\x61a\x7f\x7f\x61b\xff\xff\xff"),
        ("a chunk of bytes in a text", b"\x7f\x41a\xff"),
        ("a number as a chunk", b"\x7f\x01\xff"),
        ("a chunk without an end", b"\x7f\x61a"),
        ("a text that breaks off", b"\x65ab"),
        ("a text longer than there is memory", b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xffab"),
        ("a text of the greatest length", b"\x7b\xff\xff\xff\xff\xff\xff\xff\xffab"),
        ("an array longer than there is memory", b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff\x01"),
        ("a map longer than there is memory", b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff\x61a\x01"),
        ("a character over two chunks", b"\x7f\x61\xc3\x61\xa9\xff"),
        ("no UTF-8", b"\x61\xff"),
        ("a surrogate", b"\x63\xed\xa0\x80"),
        ("a length of a kind that is not assigned", b"\x7c\x61a"),
        ("a number of a kind that is not assigned", b"\x1d"),
        ("a number without an end", b"\x1f"),
        ("a tag without an end", b"\xdf\x61a"),
        ("a tag without content", b"\xc0"),
        ("a number that breaks off", b"\x1b\x00"),
        ("an end where there is nothing to end", b"\xff"),
        ("a simple value of two bytes that fits into one", b"\xf8\x14"),
        ("something after the value", b"\x61a\x61b"),
        // Well formed, and nothing that JSON could say.
        ("a simple value that is not assigned", b"\xe0"),
        ("another simple value", b"\xf8\xff"),
        ("undefined", b"\xf7"),
        ("bytes", b"\x41a"),
        ("a date", b"\xc0\x741994-11-15T08:12:31Z"),
        ("an instant", b"\xc1\x1a\x2e\xc4\x5a\x00"),
        ("no number", b"\xf9\x7e\x00"),
        ("infinity", b"\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00"),
        ("minus infinity", b"\xfa\xff\x80\x00\x00"),
        ("a number under those of 64 bits", b"\x3b\x80\x00\x00\x00\x00\x00\x00\x00"),
        ("a number over those of 64 bits", b"\xc2\x49\x01\x00\x00\x00\x00\x00\x00\x00\x00"),
        ("a great number that is none", b"\xc2\x61a"),
        ("a key that is a number", b"\xa1\x01\x02"),
        ("a key that is bytes", b"\xa1\x41a\x02"),
        ("a key with a tag", b"\xa1\xc1\x61a\x02"),
    ] {
        for (method, place) in [("POST", "de-DE/collages"), ("PUT", LAKE)] {
            let ask = app.ask(method, place).bytes(CBOR, titled(title)).by("lena");
            let refused = if method == "PUT" { ask.current().await } else { ask.await };
            let detail = refused.json["detail"].as_str().unwrap_or_default().to_owned();
            assert_eq!(refused.status, 400, "{what}: {refused:#?}");
            assert_eq!(refused.json["type"], "urn:ogrom:problem:malformed", "{what}");
            assert!(detail.starts_with("the content"), "{what}: {detail}");
        }
    }
    let deep = [vec![0x81; 60_000], vec![0x80]].concat();
    app.ask("POST", "de-DE/collages").bytes(CBOR, titled(&deep)).by("lena").await.is(400);
    let tagged = [b"\xd9\xd9\xf7".repeat(20_000), b"\x61a".to_vec()].concat();
    app.ask("POST", "de-DE/collages").bytes(CBOR, titled(&tagged)).by("lena").await.is(400);
    assert_eq!(app.get(LAKE).await.content, before.content);
}

#[tokio::test]
async fn a_text_may_come_in_chunks_and_lengths_may_be_written_long() {
    let app = App::new().await;
    for title in [
        &b"\x65Ahoi!"[..],
        b"\x7f\x62Ah\x60\x63oi!\xff",
        b"\x78\x05Ahoi!",
        b"\x79\x00\x05Ahoi!",
        b"\x7b\x00\x00\x00\x00\x00\x00\x00\x05Ahoi!",
    ] {
        let made = app.ask("POST", "de-DE/collages").bytes(CBOR, titled(title)).by("lena").await.is(201);
        assert_eq!(made.json["title"], "Ahoi!");
    }
    let keyed = b"\xbf\x7f\x62it\x63ems\xff\x9f\xff\xff";
    app.ask("POST", "de-DE/collages").bytes(CBOR, keyed.to_vec()).by("lena").await.is(201);
}

#[tokio::test]
async fn content_may_say_of_itself_that_it_is_cbor() {
    let app = App::new().await;
    // RFC 8949 §3.4.6.
    for mark in [&b"\xd9\xd9\xf7"[..], b"\xda\x00\x00\xd9\xf7", b"\xd9\xd9\xf7\xd9\xd9\xf7"] {
        let content = [mark, &titled(b"\x65Ahoi!")].concat();
        let made = app.ask("POST", "de-DE/collages").bytes(CBOR, content).by("lena").await.is(201);
        assert_eq!(made.json["title"], "Ahoi!");
    }
    app.ask("POST", "de-DE/collages").bytes(CBOR, b"\xd9\xd9\xf7".to_vec()).by("lena").await.is(400);
}

#[tokio::test]
async fn a_number_is_the_same_however_it_is_written() {
    let app = App::new().await;
    for (layer, size) in [
        (&b"\x03"[..], &b"\x01"[..]),
        (b"\x18\x03", b"\xf9\x3c\x00"),
        (b"\x1b\x00\x00\x00\x00\x00\x00\x00\x03", b"\xfa\x3f\x80\x00\x00"),
        (b"\xf9\x42\x00", b"\xfb\x3f\xf0\x00\x00\x00\x00\x00\x00"),
        (b"\xc2\x41\x03", b"\xc2\x43\x00\x00\x01"),
        (b"\xc2\x5f\x41\x00\x41\x03\xff", b"\x01"),
    ] {
        let made = app.ask("POST", "de-DE/collages").bytes(CBOR, laid(layer, size)).by("lena").await.is(201);
        let item = &made.json["items"][0];
        assert_eq!((&item["layer"], &item["size"]), (&json!(3), &json!(1.0)), "{layer:?} {size:?}");
    }
    for (layer, expected) in [(&b"\x22"[..], -3), (b"\xc3\x41\x02", -3), (b"\xf9\x80\x00", 0)] {
        let made =
            app.ask("POST", "de-DE/collages").bytes(CBOR, laid(layer, b"\x01")).by("lena").await.is(201);
        assert_eq!(made.json["items"][0]["layer"], expected, "{layer:?}");
    }
    let half = app.ask("POST", "de-DE/collages").bytes(CBOR, laid(b"\x00", b"\xf9\x04\x00")).by("lena");
    assert_eq!(half.await.is(201).json["items"][0]["size"], json!(2f64.powi(-14)));
}

#[tokio::test]
async fn a_key_that_is_there_twice_is_refused_however_it_is_written() {
    let app = App::new().await;
    for content in [
        &b"\xa3\x65items\x80\x65title\x61a\x65title\x61b"[..],
        b"\xa3\x65items\x80\x65title\x61a\x7f\x62ti\x63tle\xff\x61b",
        b"\xbf\x65items\x80\x65title\x61a\x78\x05title\x61b\xff",
    ] {
        for (method, place) in [("POST", "de-DE/collages"), ("PUT", LAKE)] {
            let ask = app.ask(method, place).bytes(CBOR, content).by("lena");
            let refused = if method == "PUT" { ask.current().await } else { ask.await };
            let fault = &refused.is(400).json["errors"][0];
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/title"), &json!("repeated")));
        }
    }
}
