//! `/v1/{locale}/collages/{collage}`

use ogrom_tests::app::TestApp;
use serde_json::{Value, json};

const OWN: &str = "en-GB/collages/harbour-rain";

fn a_body() -> Value {
    json!({ "title": "Sunny after all", "items": [{ "product": "straw-hat", "x": 0.5, "y": 0.5, "size": 0.4 }] })
}

#[test]
pub(crate) fn it_shows_its_products_in_the_locale() {
    let app = TestApp::start();
    let brief = |at: &str| {
        let item = &app.get(at).is(200).json["items"][0]["product"];
        json!([item["id"], item["name"], item["language"], item["price"]["amount"], item["link"]])
    };
    let link = |locale: &str| format!("/v1/{locale}/products/breton-shirt");
    let market = |locale: &str| brief(&format!("{locale}/collages/market-morning"));
    assert_eq!(
        market("de-DE"),
        json!(["breton-shirt", "Bretonisches Streifenshirt", "de-DE", 5900, link("de-DE")])
    );
    assert_eq!(market("fr-FR"), json!(["breton-shirt", "Marinière d’origine", "fr-FR", 5500, link("fr-FR")]));
    assert_eq!(
        market("en-GB"),
        json!(["breton-shirt", "Bretonisches Streifenshirt", "de-DE", 4900, link("en-GB")])
    );
    let absent = app.get("en-GB/collages/market-morning").is(200).json["items"][4]["product"].clone();
    assert_eq!((&absent["id"], absent.get("price")), (&json!("espadrilles"), None));
}

#[test]
pub(crate) fn it_is_replaced() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = app.get(OWN).is(200);
    let put = lena.put(OWN, &a_body()).if_match(before.tag()).is(200);
    let after = lena.get(OWN).is(200);
    assert_eq!(put.json, after.json);
    assert_eq!((&after.json["title"], after.json.get("description")), (&json!("Sunny after all"), None));
    for kept in ["id", "owner", "likes", "created"] {
        assert_eq!(after.json[kept], before.json[kept], "{kept}");
    }
    assert_ne!(after.tag(), before.tag());
    assert_eq!(app.ids("en-GB/collages?product=straw-hat&owner=lena"), ["harbour-rain"]);
    assert_eq!(app.ids("en-GB/collages?product=rain-parka&owner=lena"), Vec::<String>::new());
    let again = lena.put(OWN, &a_body()).current().is(200);
    assert_eq!(again.json["items"], after.json["items"]);
}

#[test]
pub(crate) fn it_is_changed_in_part() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let before = app.get(OWN).is(200);
    let patch = json!({ "title": "Drizzle", "description": null });
    for _ in 0..2 {
        lena.patch(OWN, &patch).current().is(200);
        let after = app.get(OWN).is(200);
        assert_eq!((&after.json["title"], after.json.get("description")), (&json!("Drizzle"), None));
        assert_eq!(after.json["items"], before.json["items"]);
    }
    let wrong = lena.patch(OWN, &json!({ "items": null, "title": 5 })).current();
    let refused = wrong.is_refused(422, "invalid-content");
    assert_eq!(refused.places(), ["/items", "/title"]);
    assert_eq!(app.get(OWN).is(200).json["title"], "Drizzle");
}

#[test]
pub(crate) fn it_is_deleted_once() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let comment = app.ids("en-GB/collages/harbour-rain/comments").remove(0);
    let tag = app.get(OWN).is(200).tag().to_owned();
    lena.delete(OWN).if_match(&tag).is(204);
    app.get(OWN).is_refused(410, "gone");
    lena.delete(OWN).is_refused(410, "gone");
    app.get("en-GB/collages/harbour-rain/comments").is_refused(410, "gone");
    app.get(&format!("en-GB/comments/{comment}")).is_refused(410, "gone");
    app.get("en-GB/collages/harbour-rain/likes/aylin").is_refused(410, "gone");
    assert!(!app.ids("en-GB/collages").contains(&"harbour-rain".to_owned()));
}

#[test]
fn a_stale_tag_changes_nothing() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let stale = app.get(OWN).is(200).tag().to_owned();
    lena.patch(OWN, &json!({ "title": "Meanwhile" })).current().is(200);
    let now = app.get(OWN).is(200);
    for tag in [&*stale, "\"never\"", "W/\"1\""] {
        lena.put(OWN, &a_body()).if_match(tag).is_refused(412, "precondition-failed");
        lena.patch(OWN, &json!({ "title": "Late" })).if_match(tag).is_refused(412, "precondition-failed");
        lena.delete(OWN).if_match(tag).is_refused(412, "precondition-failed");
    }
    lena.put(OWN, &a_body()).current().if_none_match("*").is_refused(412, "precondition-failed");
    let then = app.get(OWN).is(200);
    assert_eq!((then.json.clone(), then.tag()), (now.json.clone(), now.tag()));
    lena.patch(OWN, &json!({ "title": "In time" })).if_match(now.tag()).is(200);
}

#[test]
fn of_two_who_change_the_same_version_one_wins() {
    let app = TestApp::start();
    let tag = app.get(OWN).is(200).tag().to_owned();
    let mut statuses = std::thread::scope(|scope| {
        let change = |title: &'static str| {
            let (lena, tag) = (app.as_user("lena"), &tag);
            scope.spawn(move || lena.patch(OWN, &json!({ "title": title })).if_match(tag).answer().status)
        };
        let changes: Vec<_> = ["One", "Two", "Three", "Four"].map(change).into();
        changes.into_iter().map(|change| change.join().expect("a response")).collect::<Vec<_>>()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412]);
}

#[test]
fn what_is_not_there_cannot_be_put_or_changed() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for id in ["nothing", "%00", "harbour-rain%00", "a%20b"] {
        let at = format!("en-GB/collages/{id}");
        app.get(&at).is_refused(404, "not-found");
        lena.put(&at, &a_body()).is_refused(404, "not-found");
        lena.patch(&at, &json!({})).is_refused(404, "not-found");
        lena.delete(&at).is_refused(404, "not-found");
    }
    assert_eq!(app.ids("en-GB/collages").len(), 14);
}
