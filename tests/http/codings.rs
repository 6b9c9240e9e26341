//! Content codings: the same representation in fewer bytes, with tags of its own.

mod streams;

use ogrom_tests::{
    app::TestApp,
    client::{Answer, Request},
};
use serde_json::json;

const CODINGS: [&str; 3] = ["zstd", "br", "gzip"];

/// Responses of every kind that get smaller.
const PLACES: [&str; 7] = [
    "en-GB/products",
    "en-GB/collages",
    "en-GB/feeds/products",
    "/openapi.json",
    "/docs/",
    "/docs/graph.svg",
    "/docs/scripts/trial.js",
];

/// Responses that are too small to compress.
const SMALL: &str = "en-GB/users/lena";

fn coding(answer: &Answer) -> Option<&str> {
    answer.header("content-encoding")
}

/// All that `Vary` names.
fn varies(answer: &Answer) -> Vec<String> {
    let lines = answer.headers.get_all("vary").iter().map(|line| line.to_str().expect("a text"));
    lines.flat_map(|line| line.split(", ")).map(str::to_owned).collect()
}

#[test]
fn every_coding_is_the_same_representation_in_fewer_bytes() {
    let app = TestApp::start();
    for place in PLACES {
        let plain = app.get(place).is(200);
        assert_eq!((coding(&plain), plain.sent), (None, plain.content.len()), "{place}");
        for wanted in CODINGS {
            // Requested twice, since a large response is cached.
            for _ in 0..2 {
                let coded = app.get(place).coded(wanted).is(200);
                assert_eq!(coding(&coded), Some(wanted), "{place}");
                assert!(coded.content == plain.content, "{place} in {wanted} says something else");
                assert!(coded.sent * 2 < plain.sent, "{place} in {wanted}: {} of {}", coded.sent, plain.sent);
            }
        }
    }
    let plain = app.get("en-GB/products").cbor().is(200);
    let coded = app.get("en-GB/products").cbor().coded("gzip").is(200);
    assert_eq!((coding(&coded), &coded.content), (Some("gzip"), &plain.content));
}

#[test]
fn every_coding_has_its_own_tag_and_is_not_sent_again_to_who_has_it() {
    let app = TestApp::start();
    for place in PLACES.into_iter().filter(|place| !place.contains("feeds")).chain([SMALL]) {
        let ask = |wanted: &str| app.get(place).coded(wanted);
        let all = ["identity", "zstd", "br", "gzip"];
        let tags = all.map(|wanted| ask(wanted).is(200).tag().to_owned());
        for (wanted, own) in all.iter().zip(&tags) {
            for tag in &tags {
                let told = ask(wanted).if_none_match(tag).is(if tag == own { 304 } else { 200 });
                assert_eq!(told.tag(), own, "{place} in {wanted}");
            }
            ask(wanted).if_none_match(&tags.join(", ")).is(304);
            ask(wanted).if_none_match(&format!("W/{own}")).is(304);
            ask(wanted).if_none_match("*").is(304);
        }
        assert!((1..tags.len()).all(|i| !tags[..i].contains(&tags[i])), "{place}: {tags:?}");
    }
}

#[test]
fn what_was_read_in_a_coding_is_changed_by_its_tag() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let path = "en-GB/collages/harbour-rain";
    let put = |title: &str, tag: &str| lena.put(path, &json!({ "title": title, "items": [] })).if_match(tag);
    for read in CODINGS {
        let tag = lena.get(path).coded(read).is(200).tag().to_owned();
        assert!(tag.ends_with(&format!("+{read}\"")), "{tag}");
        // The response to the change may come in another coding, or in none.
        put(read, &tag).coded("br").answer_is_fine();
        let now = lena.get(path).is(200);
        assert_eq!(now.json["title"], read);
        put("Lost", &tag).is_refused(412, "precondition-failed");
        put("Lost", &tag).coded(read).is_refused(412, "precondition-failed");
    }
}

#[test]
fn the_client_chooses_the_coding() {
    let app = TestApp::start();
    for (accepted, expected) in [
        ("gzip, deflate, br, zstd", Some("zstd")),
        ("gzip, deflate, br", Some("br")),
        ("gzip;q=1.0, br;q=0.5", Some("gzip")),
        ("br;q=0.001", Some("br")),
        ("GZIP", Some("gzip")),
        ("*", Some("zstd")),
        ("*, zstd;q=0", Some("br")),
        ("identity;q=0, *;q=0.5", Some("zstd")),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0", None),
        ("deflate, compress", None),
        ("", None),
        ("nonsense;;;=, gzip;q=3", None),
    ] {
        let told = app.get("en-GB/products").coded(accepted).is(200);
        assert_eq!(coding(&told), expected, "{accepted}");
    }
}

#[test]
fn who_takes_nothing_that_there_is_gets_nothing() {
    let app = TestApp::start();
    for nothing in ["identity;q=0", "*;q=0", "identity;q=0, deflate"] {
        app.get("en-GB/products").coded(nothing).is_refused(406, "not-acceptable");
        app.head("en-GB/products").coded(nothing).is(406);
    }
    let lena = app.as_user("lena");
    let before = lena.get("en-GB/collages/harbour-rain").is(200);
    let put = lena.put("en-GB/collages/harbour-rain", &json!({ "title": "Never", "items": [] }));
    put.if_match(before.tag()).coded("*;q=0").is_refused(406, "not-acceptable");
    assert_eq!(lena.get("en-GB/collages/harbour-rain").is(200).tag(), before.tag());
}

#[test]
fn what_is_small_is_coded_only_where_it_must_be() {
    let app = TestApp::start();
    assert_eq!(coding(&app.get(SMALL).coded("gzip").is(200)), None);
    assert_eq!(coding(&app.get(SMALL).coded("gzip, identity;q=0").is(200)), Some("gzip"));
    assert_eq!(coding(&app.get("en-GB/nothing").coded("gzip").is(404)), None);
}

#[test]
fn parts_are_those_of_what_has_no_coding() {
    let app = TestApp::start();
    let ask = || app.get("en-GB/products").coded("gzip").header("range", "bytes=10-1999");
    let plain = app.get("en-GB/products").is(200);
    let coded = app.get("en-GB/products").coded("gzip").is(200);
    let part = ask().is(206);
    assert_eq!((coding(&part), part.tag()), (None, plain.tag()));
    assert_eq!(part.content, plain.content.slice(10..2000));
    ask().header("if-range", plain.tag()).is(206);
    // A client that has half of the coded bytes must not continue with others.
    let whole = ask().header("if-range", coded.tag()).is(200);
    assert_eq!((coding(&whole), whole.tag(), &whole.content), (None, plain.tag(), &plain.content));
    let whole = ask().coded("identity;q=0").is(200);
    assert_eq!((coding(&whole), &whole.content), (Some("gzip"), &plain.content));
}

#[test]
fn head_tells_what_get_would() {
    let app = TestApp::start();
    for place in PLACES.into_iter().chain([SMALL]) {
        for wanted in CODINGS.into_iter().chain(["identity"]) {
            let mut got = app.get(place).coded(wanted).is(200);
            let mut told = app.head(place).coded(wanted).is(200);
            for headers in [&mut got.headers, &mut told.headers] {
                for own in ["date", "x-request-id", "transfer-encoding"] {
                    headers.remove(own);
                }
            }
            if told.header("content-encoding").is_some() {
                assert!(told.headers.get("content-length").is_none(), "{place}: a length that is not known");
                got.headers.remove("content-length");
            }
            assert_eq!(told.headers, got.headers, "{place} in {wanted}");
        }
    }
}

#[test]
fn whatever_may_be_coded_says_so_to_caches() {
    let app = TestApp::start();
    for place in PLACES.into_iter().chain([SMALL, "en-GB/nothing"]) {
        for wanted in ["identity", "gzip"] {
            let told = app.get(place).coded(wanted).answer();
            let times = varies(&told).iter().filter(|name| *name == "accept-encoding").count();
            assert_eq!(times, 1, "{place}: {told:?}");
        }
    }
    let tag = app.get("en-GB/products").coded("gzip").is(200).tag().to_owned();
    let same = app.get("en-GB/products").coded("gzip").if_none_match(&tag).is(304);
    assert_eq!(varies(&same), ["accept", "accept-encoding"]);
    assert_eq!(coding(&same), None);
}

#[test]
fn without_compression_there_are_no_codings() {
    let app = TestApp::configured(&["--compression", "false"]);
    let told = app.get("en-GB/products").coded("gzip, identity;q=0").is(200);
    assert_eq!((coding(&told), &*varies(&told)), (None, &["accept".to_owned()][..]));
}

/// 100 MB of blanks in 100 kB: a service that unpacks them has no memory left for others.
#[test]
fn what_comes_in_a_coding_is_refused_unread() {
    let app = TestApp::start();
    let bomb = zstd::bulk::compress(&vec![b' '; 100_000_000], 3).expect("blanks shrink");
    let lena = app.as_user("lena");
    for named in ["zstd", "gzip", "br", "deflate", "identity, gzip"] {
        let post = lena.post("en-GB/collages", &json!({})).content("application/json", &*bomb);
        let refused = post.header("content-encoding", named).is_refused(415, "unsupported-media-type");
        assert_eq!(refused.header("accept-encoding"), Some("identity"), "{named}");
    }
    let plain = json!({ "title": "Plain", "items": [] });
    lena.post("en-GB/collages", &plain).header("content-encoding", "identity").is(201);
}

/// The response to a change.
trait Fine {
    fn answer_is_fine(self);
}

impl Fine for Request<'_> {
    #[track_caller]
    fn answer_is_fine(self) {
        let answer = self.answer();
        assert!(matches!(answer.status, 200 | 204), "{answer:#?}");
    }
}
