//! `/v1/{locale}/collages`

use ogrom_tests::app::TestApp;
use serde_json::json;

mod collage;
mod comments;
mod likes;

pub(crate) use collage::{
    it_is_changed_in_part, it_is_deleted_once, it_is_replaced, it_shows_its_products_in_the_locale,
};
pub(crate) use comments::{
    a_comment_is_written_in_the_language_of_the_locale,
    the_newest_come_first as the_newest_comments_come_first,
};
pub(crate) use likes::{
    a_like_is_there_until_it_is_taken_back, its_likes_are_listed, liking_is_idempotent,
    taking_a_like_back_is_idempotent,
};

#[test]
pub(crate) fn the_newest_or_the_most_liked_come_first() {
    let app = TestApp::start();
    assert_eq!(app.ids("en-GB/collages?limit=100")[..2], ["old-fashioned", "lisbon-48h"]);
    let likes: Vec<_> = app.items("en-GB/collages?sort=likes").iter().map(|c| c["likes"].as_u64()).collect();
    assert_eq!(likes.first(), Some(&Some(11)));
    assert!(likes.is_sorted_by(|more, fewer| more >= fewer), "{likes:?}");
}

#[test]
fn they_are_found_by_owner_and_by_product() {
    let app = TestApp::start();
    for (query, found) in [
        ("owner=camille", &["terrasse", "dimanche-puces"][..]),
        ("product=straw-basket", &["dimanche-puces", "market-morning"]),
        ("product=straw-basket&owner=lena", &["market-morning"]),
        ("product=nothing", &[]),
        ("owner=nobody", &[]),
        ("owner=%00", &[]),
        ("product=a%20b", &[]),
    ] {
        assert_eq!(app.ids(&format!("en-GB/collages?{query}")), found, "{query}");
    }
}

#[test]
pub(crate) fn a_new_one_is_posted_and_posting_again_makes_another() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let item = json!({ "product": "beanie", "x": 0.5, "y": 0.25, "size": 0.5 });
    let body = json!({ "title": "Nur eine Mütze", "description": "🧶", "items": [item] });
    let posted = lena.post("de-DE/collages", &body).is(201);
    assert_eq!(posted.json["links"]["self"], posted.location());
    assert_eq!(posted.json["items"][0]["product"]["name"], "Strickmütze");
    assert_eq!(posted.json["items"][0]["rotation"], 0.0);
    let read = lena.get(posted.location()).is(200);
    assert_eq!((&read.json, read.tag()), (&posted.json, posted.tag()));
    let again = lena.post("de-DE/collages", &body).is(201);
    assert_ne!(again.location(), posted.location());
    let ids = app.ids("en-GB/collages");
    assert_eq!((ids.len(), &json!(ids[0])), (16, &again.json["id"]));
}

#[test]
fn five_wrong_fields_are_all_said_at_once_and_nothing_is_posted() {
    let app = TestApp::start();
    let before = app.items("en-GB/collages");
    let items = json!([
        { "product": "beanie", "x": 2, "y": "left", "size": 0 },
        { "product": "beanie", "x": 0.5, "y": 0.5, "size": 0.5, "rotation": 360, "colour": "red" },
    ]);
    let body = json!({ "title": "", "items": items });
    let refused = app.as_user("lena").post("en-GB/collages", &body).is_refused(422, "invalid-content");
    let places =
        ["/items/0/size", "/items/0/x", "/items/0/y", "/items/1/colour", "/items/1/rotation", "/title"];
    assert_eq!(refused.places(), places);
    assert_eq!(app.items("en-GB/collages"), before);
}

#[test]
fn a_wrong_query_and_wrong_content_are_said_at_once() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let wrong = json!({ "title": "", "items": "none" });
    for (query, parameter) in [("limit=0", "limit"), ("sort=luck", "sort")] {
        let refused = lena.post(&format!("en-GB/collages?{query}"), &wrong).is_refused(400, "invalid-query");
        assert_eq!(refused.places(), ["/items", "/title", parameter], "{query}");
    }
    let torn = lena.ask("POST", "en-GB/collages?limit=0").content("application/json", "{\"title\": ");
    let refused = torn.is_refused(400, "invalid-query");
    assert_eq!(refused.places(), ["", "limit"]);
}

#[test]
fn products_that_are_not_there_are_all_said_at_once() {
    let app = TestApp::start();
    let item = |product: &str| json!({ "product": product, "x": 0.5, "y": 0.5, "size": 0.5 });
    let body = json!({ "items": [item("nothing"), item("beanie"), item("not an id"), item("\u{0}")] });
    let refused = app.as_user("lena").post("en-GB/collages", &body).is_refused(422, "invalid-content");
    assert_eq!(refused.places(), ["/items/0/product", "/items/2/product", "/items/3/product"]);
    assert_eq!(app.ids("en-GB/collages").len(), 14);
}

#[test]
fn odd_texts_come_back_as_they_were_sent() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for title in ["' OR 1=1 --", "e\u{301}", "<b>\"&", "\u{202e}abc", &"🧥".repeat(200), "\\u0000"] {
        let description = format!("{title}\r\n\u{0}\t\u{1b}");
        let content = json!({ "title": title, "description": description, "items": [] });
        let posted = lena.post("en-GB/collages", &content).is(201);
        let read = app.get(posted.location()).is(200);
        assert_eq!((&read.json["title"], &read.json["description"]), (&title.into(), &description.into()));
    }
    for title in ["\u{0}", "a\nb", " ", &"🧥".repeat(201)] {
        let refused = lena.post("en-GB/collages", &json!({ "title": title, "items": [] }));
        assert_eq!(refused.is_refused(422, "invalid-content").places(), ["/title"], "{title:?}");
    }
}
