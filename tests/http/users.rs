//! `/v1/{locale}/users/{user}`

use ogrom_tests::app::TestApp;
use serde_json::json;

mod collages;

pub(crate) use collages::a_users_are_the_users_own;

#[test]
pub(crate) fn a_user_is_there_with_links() {
    let app = TestApp::start();
    let user = app.get("de-DE/users/theo").is(200);
    let links = json!({ "self": "/v1/de-DE/users/theo", "collages": "/v1/de-DE/users/theo/collages" });
    let expected = json!({
        "id": "theo",
        "name": "Théo Marchand",
        "version": 1,
        "created": "2026-02-01T08:55:00.000Z",
        "modified": "2026-02-01T08:55:00.000Z",
        "links": links,
    });
    assert_eq!(user.json, expected);
    for _ in 0..2 {
        app.get("de-DE/users/theo").if_none_match(user.tag()).is(304);
    }
    assert_eq!(app.ids("/v1/de-DE/users/theo/collages"), ["mariniere-forever"]);
}

#[test]
pub(crate) fn those_are_listed_who_are_asked_for() {
    let app = TestApp::start();
    assert!(app.ids("de-DE/users").is_empty());
    let mut ids = app.ids("de-DE/users?id=theo&id=nobody&id=lena&id=theo&id=a%20b");
    ids.sort();
    assert_eq!(ids, ["lena", "theo"]);
    let listed = app.get("de-DE/users?id=theo").is(200);
    assert_eq!(listed.json["items"], json!([app.get("de-DE/users/theo").is(200).json]));
    let many = vec!["id=lena"; 101].join("&");
    app.get(&format!("de-DE/users?{many}")).is_refused(400, "invalid-query");
}

#[test]
fn a_name_that_nobody_shows_is_absent() {
    let app = TestApp::start();
    assert_eq!(app.get("de-DE/users/niko").is(200).json.get("name"), None);
}

#[test]
fn an_unknown_one_is_not_there() {
    let app = TestApp::start();
    for id in ["nobody", "LENA", "%00", "lena%00", "%FF"] {
        app.get(&format!("en-GB/users/{id}")).is_refused(404, "not-found");
    }
}
