//! Partial responses, as a client sees them.

use serde_json::json;

use super::{App, every_endpoint::PLACES};

const SCARF: &str = "de-DE/products/scarf";

#[tokio::test]
async fn parts_make_up_the_whole() {
    let app = App::new().await;
    for (place, _) in PLACES {
        for format in ["application/json", "application/cbor"] {
            let whole = app.get(place).accept(format).await.is(200);
            assert_eq!(whole.header("accept-ranges"), Some("bytes"), "{place}");
            let (length, middle) = (whole.content.len(), whole.content.len() / 2);
            let first = format!("bytes 0-{}/{length}", middle - 1);
            let second = format!("bytes {middle}-{}/{length}", length - 1);
            let mut content = Vec::new();
            for (range, told) in
                [(format!("bytes=0-{}", middle - 1), first), (format!("bytes={middle}-"), second)]
            {
                let part = app.get(place).accept(format).header("range", &range).await.is(206);
                assert_eq!(part.header("content-range"), Some(&*told), "{place}");
                let same = |name| part.header(name) == whole.header(name);
                assert!(["etag", "content-type", "last-modified", "vary"].into_iter().all(same), "{place}");
                content.extend_from_slice(&part.content);
            }
            assert_eq!(content, whole.content, "{place}");
        }
    }
}

#[tokio::test]
async fn one_range_of_a_product_is_sent() {
    let app = App::new().await;
    let whole = app.get(SCARF).await.content;
    let length = whole.len();
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=7-20", 7, 20),
        ("bytes=-5", length - 5, length - 1),
        ("bytes=-1000000", 0, length - 1),
        ("bytes=3-1000000", 3, length - 1),
    ] {
        let part = app.get(SCARF).header("range", range).await.is(206);
        assert_eq!(part.headers["content-range"], format!("bytes {first}-{last}/{length}"), "{range}");
        assert_eq!(part.content, whole[first..=last], "{range}");
        assert_eq!(part.header("content-language"), Some("de"));
    }
}

#[tokio::test]
async fn a_range_beyond_the_end_is_refused_with_the_length() {
    let app = App::new().await;
    let length = app.get(SCARF).await.content.len();
    for range in [format!("bytes={length}-"), "bytes=-0".into(), format!("bytes={}-9999999", length + 1)] {
        let refused = app.get(SCARF).header("range", &range).await.is(416);
        assert_eq!(refused.headers["content-range"], format!("bytes */{length}"), "{range}");
        assert_eq!(refused.json["type"], "urn:ogrom:problem:range-not-satisfiable");
    }
}

#[tokio::test]
async fn what_is_no_single_range_of_bytes_is_ignored() {
    let app = App::new().await;
    let whole = app.get(SCARF).await;
    for range in ["bytes=0-1,4-5", "bytes=5-2", "bytes=a-b", "bytes=-", "items=0-1", "0-1"] {
        let answer = app.get(SCARF).header("range", range).await.is(200);
        assert_eq!((&answer.headers, &answer.content), (&whole.headers, &whole.content), "{range}");
    }
}

#[tokio::test]
async fn a_part_is_sent_only_of_what_the_client_has_the_rest_of() {
    let app = App::new().await;
    let whole = app.get(SCARF).await;
    let cbor = app.get(SCARF).accept("application/cbor").await.tag().to_owned();
    for (condition, status) in [
        (whole.tag(), 206),
        (whole.header("last-modified").unwrap(), 206),
        ("\"x\"", 200),
        (&*format!("W/{}", whole.tag()), 200),
        (&*cbor, 200),
        ("Tue, 14 Nov 2000 00:00:00 GMT", 200),
        ("Tue, 14 Nov 2040 00:00:00 GMT", 200),
    ] {
        let ask = |range| app.get(SCARF).header("range", range).header("if-range", condition);
        let answer = ask("bytes=2-9").await.is(status);
        let expected = if status == 206 { &whole.content[2..=9] } else { &whole.content[..] };
        assert_eq!(answer.content, expected, "{condition}");
        ask("bytes=1000000-").await.is(if status == 206 { 416 } else { 200 });
    }
    app.get(SCARF).header("range", "bytes=0-1").if_none_match(whole.tag()).await.is(304);
    app.get(SCARF).header("range", "bytes=0-1").if_match("\"x\"").await.is(412);
}

#[tokio::test]
async fn only_get_has_parts() {
    let app = App::new().await;
    for range in ["bytes=0-1", "bytes=1000000-"] {
        let head = app.ask("HEAD", SCARF).header("range", range).await.is(200);
        assert_eq!(head.headers, app.ask("HEAD", SCARF).await.headers);
        let put = app.put("de-DE/collages/lake", &json!({ "items": [] })).by("lena").current();
        assert_eq!(put.header("range", range).await.is(200).json["id"], "lake");
    }
}
