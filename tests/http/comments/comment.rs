//! `/v1/{locale}/comments/{comment}`

use ogrom_tests::app::TestApp;
use serde_json::json;

const OWN: &str = "en-GB/comments/c-006";

#[test]
pub(crate) fn it_says_who_wrote_it() {
    let app = TestApp::start();
    let comment = app.get(OWN).is(200);
    assert_eq!(comment.header("content-language"), Some("de"));
    let author = json!({ "id": "lena", "name": "Lena Vogt", "link": "/v1/en-GB/users/lena" });
    let links = json!({ "self": "/v1/en-GB/comments/c-006", "collage": "/v1/en-GB/collages/buro-leise" });
    let expected = json!({
        "id": "c-006",
        "collage": "buro-leise",
        "author": author,
        "language": "de",
        "title": "Ertappt",
        "text": "Ich sitze exakt so da. Nur dass meine Uhr seit Weihnachten steht.",
        "rating": 5,
        "version": 1,
        "created": "2026-02-17T21:10:00.000Z",
        "modified": "2026-02-17T21:10:00.000Z",
        "links": links,
    });
    assert_eq!(comment.json, expected);
    for _ in 0..2 {
        app.get(OWN).if_none_match(comment.tag()).is(304);
    }
}

#[test]
pub(crate) fn it_is_replaced() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = app.get(OWN).is(200);
    let put = lena.put(OWN, &json!({ "text": "My watch stopped." })).if_match(before.tag()).is(200);
    let after = app.get(OWN).is(200);
    assert_eq!(put.json, after.json);
    assert_eq!(
        (&after.json["text"], &after.json["language"]),
        (&json!("My watch stopped."), &json!("en-GB"))
    );
    assert_eq!((after.json.get("title"), after.json.get("rating")), (None, None));
    assert_eq!(after.json["created"], before.json["created"]);
    assert!(app.ids("en-GB/comments").contains(&"c-006".to_owned()));
    assert!(!app.ids("de-DE/comments").contains(&"c-006".to_owned()));
    lena.put(OWN, &json!({ "text": "Late" })).if_match(before.tag()).is_refused(412, "precondition-failed");
    lena.put(OWN, &json!({ "text": "My watch stopped." })).current().is(200);
    assert_eq!(app.get(OWN).is(200).json["text"], "My watch stopped.");
}

#[test]
pub(crate) fn it_is_deleted_once() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let count = app.ids("en-GB/collages/buro-leise/comments").len();
    lena.delete(OWN).current().is(204);
    app.get(OWN).is_refused(410, "gone");
    lena.delete(OWN).is_refused(410, "gone");
    assert_eq!(app.ids("en-GB/collages/buro-leise/comments").len(), count - 1);
}

#[test]
fn what_is_not_there_cannot_be_put() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for id in ["nothing", "%00", "c-006%00"] {
        let at = format!("en-GB/comments/{id}");
        app.get(&at).is_refused(404, "not-found");
        lena.put(&at, &json!({ "text": "Hello" })).is_refused(404, "not-found");
        lena.delete(&at).is_refused(404, "not-found");
    }
}
