//! The refusals of every write; a refused write has changed nothing.

use ogrom_tests::{
    app::TestApp,
    client::{Client, Request},
};
use serde_json::{Value, json};

const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// The formats of a patch, as `Accept-Patch` lists them.
pub(crate) const PATCHES: &str =
    "application/merge-patch+json, application/json-patch+json, application/json";

/// Every write, to an existing item of Lena's where one is needed, with the media type of its content if it has any.
pub(crate) const WRITES: [(&str, &str, Option<&str>); 9] = [
    ("POST", "en-GB/collages", Some(JSON)),
    ("PUT", "en-GB/collages/harbour-rain", Some(JSON)),
    ("PATCH", "en-GB/collages/harbour-rain", Some(MERGE_PATCH)),
    ("DELETE", "en-GB/collages/harbour-rain", None),
    ("POST", "en-GB/collages/harbour-rain/comments", Some(JSON)),
    ("PUT", "en-GB/collages/harbour-rain/likes/lena", None),
    ("DELETE", "en-GB/collages/terrasse/likes/lena", None),
    ("PUT", "en-GB/comments/c-006", Some(JSON)),
    ("DELETE", "en-GB/comments/c-006", None),
];

/// Those that change something that may have changed since it was read.
fn guarded() -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
    WRITES.into_iter().filter(|(method, path, _)| *method != "POST" && !path.contains("likes"))
}

/// More than is taken.
const LARGE: usize = 10_000_000;

/// The parts of a write that would succeed: content, and the tag of the existing state. A POST creates, and depends
/// on no state.
pub(crate) fn complete<'a>(
    client: &'a Client,
    method: &str,
    path: &str,
    media_type: Option<&str>,
) -> Request<'a> {
    with_content(on_top(client, method, path), path, media_type)
}

fn with_content<'a>(request: Request<'a>, path: &str, media_type: Option<&str>) -> Request<'a> {
    let content = if path.contains("comments") { r#"{"text": "Good"}"# } else { r#"{"items": []}"# };
    media_type.into_iter().fold(request, |request, media| request.content(media, content))
}

fn on_top<'a>(client: &'a Client, method: &str, path: &str) -> Request<'a> {
    let request = client.ask(method, path);
    if matches!(method, "GET" | "POST") { request } else { request.current() }
}

/// Lets a user try all writes, each with valid content, and checks that nothing has changed.
fn changes_nothing(app: &TestApp, client: &Client, refused: impl Fn(Request<'_>, Option<&str>)) {
    let before = everything(app);
    for (method, path, media_type) in WRITES {
        refused(complete(client, method, path, media_type), media_type);
    }
    assert_eq!(everything(app), before);
}

/// All that a write could change.
pub(crate) fn everything(app: &TestApp) -> Value {
    let collages = app.items("en-GB/collages?limit=100");
    let comments = |collage: &Value| {
        let path = collage["links"]["comments"].as_str().expect("a link");
        app.items(&format!("{path}?limit=100"))
    };
    let comments: Vec<_> = collages.iter().map(comments).collect();
    let like = |collage: &str| app.get(&format!("en-GB/collages/{collage}/likes/lena")).answer().status;
    json!([collages, comments, like("harbour-rain"), like("terrasse")])
}

#[test]
fn without_a_fault_each_of_them_succeeds() {
    for (number, _) in WRITES.iter().enumerate() {
        let app = TestApp::start();
        let before = everything(&app);
        let (method, path, media_type) = WRITES[number];
        let answer = complete(&app.as_user("lena"), method, path, media_type).answer();
        assert!((200..300).contains(&answer.status), "{method} {path}: {answer:#?}");
        assert_ne!(everything(&app), before, "{method} {path}");
    }
}

#[test]
fn a_stranger_is_asked_who_they_are() {
    let app = TestApp::start();
    changes_nothing(&app, &app.stranger(), |request, _| {
        let refused = request.is_refused(401, "unauthenticated");
        assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"ogrom\""));
    });
}

#[test]
fn a_token_that_is_none_is_refused() {
    let app = TestApp::start();
    changes_nothing(&app, &app.stranger().with_token("the-very-wrong-token"), |request, _| {
        let refused = request.is_refused(401, "unauthenticated");
        assert_eq!(
            refused.header("www-authenticate"),
            Some(
                "Bearer realm=\"ogrom\", error=\"invalid_token\", error_description=\"the token is not known here, \
                 and no JWT that is signed by EdDSA, RS256 or HS256\""
            )
        );
    });
}

#[test]
fn what_belongs_to_another_is_not_touched() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    let before = everything(&app);
    for (method, path, _) in WRITES.into_iter().filter(|(method, ..)| *method != "POST") {
        oscar.ask(method, path).is_refused(403, "forbidden");
        // A client without permission does not learn what is wrong with the content, either.
        oscar.ask(method, path).if_match("\"stale\"").is_refused(403, "forbidden");
    }
    assert_eq!(everything(&app), before);
}

#[test]
fn content_of_another_type_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for other in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "nonsense",
        "",
    ] {
        changes_nothing(&app, &lena, |request, media_type| {
            let Some(media_type) = media_type else { return };
            let refused = request.content(other, r#"{"items": [], "text": "Good"}"#);
            let refused = refused.is_refused(415, "unsupported-media-type");
            let (header, taken) = match media_type {
                MERGE_PATCH => ("accept-patch", PATCHES),
                _ => ("accept", "application/json, application/cbor"),
            };
            assert_eq!(refused.header(header), Some(taken));
        });
    }
}

#[test]
fn content_that_is_packed_is_refused() {
    let app = TestApp::start();
    changes_nothing(&app, &app.as_user("lena"), |request, media_type| {
        if media_type.is_some() {
            let refused = request.header("content-encoding", "gzip");
            let refused = refused.is_refused(415, "unsupported-media-type");
            assert_eq!(refused.header("accept-encoding"), Some("identity"));
        }
    });
}

#[test]
fn broken_json_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let deep = "[".repeat(60_000);
    for broken in ["{", r#"{"items": [}"#, "{'items': []}", "\u{0}", "{} {}", "nul", &deep] {
        changes_nothing(&app, &lena, |request, media_type| {
            let Some(media_type) = media_type else { return };
            request.content(media_type, broken).is_refused(400, "malformed");
        });
    }
    changes_nothing(&app, &lena, |request, media_type| {
        let Some(media_type) = media_type else { return };
        request.content(media_type, b"{\"title\": \"\xff\"}").is_refused(400, "malformed");
    });
}

#[test]
fn json_that_is_no_object_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for other in ["null", "[]", "1e400", "\"text\"", "true"] {
        changes_nothing(&app, &lena, |request, media_type| {
            let Some(media_type) = media_type else { return };
            let answer = request.content(media_type, other).answer();
            assert!(matches!(answer.status, 400 | 422), "{other}: {answer:#?}");
        });
    }
}

#[test]
fn a_write_without_its_content_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = everything(&app);
    for (method, path, _) in WRITES.into_iter().filter(|(.., media_type)| media_type.is_some()) {
        let refused = on_top(&lena, method, path).is_refused(400, "malformed");
        assert_eq!(refused.json["detail"], "there is no content", "{method} {path}");
    }
    assert_eq!(everything(&app), before);
}

#[test]
fn a_write_that_does_not_say_what_was_read_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = everything(&app);
    for (method, path, media_type) in guarded() {
        let refused = with_content(lena.ask(method, path), path, media_type);
        let refused = refused.is_refused(428, "precondition-required");
        assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains("If-Match")));
    }
    assert_eq!(everything(&app), before);
}

#[test]
fn a_write_may_say_when_what_it_changes_was_read() {
    for (method, path, media_type) in guarded() {
        let app = TestApp::start();
        let read = app.get(path).is(200).header("last-modified").expect("a date").to_owned();
        let lena = app.as_user("lena");
        let ask = |since: &str| {
            with_content(lena.ask(method, path).header("if-unmodified-since", since), path, media_type)
        };
        ask("Tue, 14 Nov 2023 22:13:20 GMT").is_refused(412, "precondition-failed");
        ask(&read).is(if method == "DELETE" { 204 } else { 200 });
    }
}

#[test]
fn a_tag_that_is_stale_is_refused() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = everything(&app);
    for (method, path, media_type) in WRITES.into_iter().filter(|(method, ..)| *method != "POST") {
        let request = lena.ask(method, path).if_match("\"stale\"");
        let request = media_type.into_iter().fold(request, |request, media| request.content(media, "{}"));
        request.is_refused(412, "precondition-failed");
    }
    assert_eq!(everything(&app), before);
}

#[test]
fn content_that_says_it_is_too_large_is_refused() {
    let app = TestApp::start();
    let large = " ".repeat(LARGE);
    changes_nothing(&app, &app.as_user("lena"), |request, media_type| {
        let Some(media_type) = media_type else { return };
        request.content(media_type, &*large).is_refused(413, "content-too-large");
    });
}

#[test]
fn content_that_turns_out_too_large_is_refused() {
    let app = TestApp::start();
    let large = " ".repeat(LARGE);
    changes_nothing(&app, &app.as_user("lena"), |request, media_type| {
        let Some(media_type) = media_type else { return };
        request.content(media_type, &*large).chunked().is_refused(413, "content-too-large");
    });
}
