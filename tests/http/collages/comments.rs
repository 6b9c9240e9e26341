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
fn their_collage_shows_how_many_they_are_and_their_mean_rating() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    let shown = || {
        let collage = app.get("en-GB/collages/market-morning").is(200);
        let listed = app.items("en-GB/collages");
        let listed = listed.iter().find(|listed| listed["id"] == "market-morning").expect("it is listed");
        for member in ["commentCount", "rating", "modified"] {
            assert_eq!(listed.get(member), collage.json.get(member));
        }
        (collage.json["commentCount"].as_u64().expect("a count"), collage.json["rating"].as_f64())
    };
    let mean = || {
        let comments = app.items(&format!("en-GB/{THREAD}"));
        let ratings: Vec<_> = comments.iter().filter_map(|comment| comment["rating"].as_f64()).collect();
        let mean = ratings.iter().sum::<f64>() / f64::from(u8::try_from(ratings.len()).expect("a few"));
        (comments.len() as u64, Some((mean * 100.0).round() / 100.0))
    };
    assert_eq!(shown(), mean());
    let posted = oscar.post(&format!("en-GB/{THREAD}"), &json!({ "text": "Hm.", "rating": 1 })).is(201);
    assert_eq!((shown(), shown().0), (mean(), 9));
    oscar.put(posted.location(), &json!({ "text": "Hm!", "rating": 4 })).current().is(200);
    assert_eq!((shown(), shown().0), (mean(), 9));
    oscar.delete(posted.location()).current().is(204);
    assert_eq!((shown(), shown().0), (mean(), 8));
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
