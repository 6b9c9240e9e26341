//! `/v1/{locale}/collages/{collage}/comments`

use ogrom_tests::app::TestApp;
use serde_json::json;

const THREAD: &str = "collages/market-morning/comments";

#[test]
pub(crate) fn the_newest_come_first() {
    let app = TestApp::start();
    let comments = app.items(&format!("en-GB/{THREAD}"));
    assert_eq!(comments.len(), 8);
    let created: Vec<_> =
        comments.iter().map(|comment| comment["created"].as_str().expect("a time")).collect();
    assert!(created.is_sorted_by(|newer, older| newer > older), "{created:?}");
    // They are in the languages of their authors, whatever the locale.
    assert_eq!(app.ids(&format!("fr-FR/{THREAD}")), app.ids(&format!("en-GB/{THREAD}")));
}

#[test]
pub(crate) fn a_comment_is_written_in_the_language_of_the_locale() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    let body = json!({ "text": "Où est le panier ?", "rating": 4 });
    let posted = oscar.post(&format!("fr-FR/{THREAD}"), &body).is(201);
    assert_eq!(posted.json["author"]["id"], "oscar");
    assert_eq!(posted.json["language"], "fr-FR");
    let read = app.get(posted.location()).is(200);
    assert_eq!((&read.json, read.tag()), (&posted.json, posted.tag()));
    let id = posted.json["id"].as_str().expect("an id").to_owned();
    assert_eq!(app.ids(&format!("en-GB/{THREAD}"))[0], id);
    assert_eq!(app.ids("fr-FR/comments")[0], id);
    assert!(!app.ids("en-GB/comments").contains(&id));
    let told = oscar.post(&format!("fr-FR/{THREAD}"), &json!({ "text": "Nice", "language": "en" })).is(201);
    assert_eq!(told.json["language"], "en");
    oscar.post(&format!("fr-FR/{THREAD}"), &body).is(201);
    assert_eq!(app.ids(&format!("en-GB/{THREAD}")).len(), 11);
}

#[test]
fn five_wrong_fields_are_all_said_at_once_and_nothing_is_posted() {
    let app = TestApp::start();
    let before = app.ids(&format!("en-GB/{THREAD}"));
    let body = json!({ "text": "", "title": "x".repeat(201), "rating": 6, "language": 7, "mood": "good" });
    let oscar = app.as_user("oscar");
    let refused = oscar.post(&format!("en-GB/{THREAD}"), &body).is_refused(422, "invalid-content");
    assert_eq!(refused.places(), ["/language", "/mood", "/rating", "/text", "/title"]);
    let body = json!({ "text": " ", "language": "not a language" });
    let refused = oscar.post(&format!("en-GB/{THREAD}"), &body).is_refused(422, "invalid-content");
    assert_eq!(refused.places(), ["/language", "/text"]);
    assert_eq!(app.ids(&format!("en-GB/{THREAD}")), before);
}

#[test]
fn there_are_none_on_an_unknown_collage() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    for id in ["nothing", "%00", "market-morning%00"] {
        let at = format!("en-GB/collages/{id}/comments");
        app.get(&at).is_refused(404, "not-found");
        oscar.post(&at, &json!({ "text": "Hello?" })).is_refused(404, "not-found");
    }
}
