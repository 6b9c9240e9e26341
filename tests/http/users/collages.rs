//! `/v1/{locale}/users/{user}/collages`

use ogrom_tests::app::TestApp;
use serde_json::json;

#[test]
pub(crate) fn a_users_are_the_users_own() {
    let app = TestApp::start();
    let newest = ["gallery-night", "market-morning", "harbour-rain"];
    assert_eq!(app.ids("en-GB/users/lena/collages"), newest);
    assert_eq!(app.ids("en-GB/collages?owner=lena"), newest);
    let liked = ["market-morning", "harbour-rain", "gallery-night"];
    assert_eq!(app.ids("en-GB/users/lena/collages?sort=likes"), liked);
    let lena = app.as_user("lena");
    let posted = lena.post("en-GB/collages", &json!({ "title": "Fourth", "items": [] })).is(201);
    assert_eq!(app.ids("en-GB/users/lena/collages")[0], posted.json["id"].as_str().expect("an id"));
}

#[test]
fn who_has_none_has_an_empty_list_and_who_is_nobody_has_none() {
    let app = TestApp::start();
    assert_eq!(app.get("en-GB/users/niko/collages").is(200).json, json!({ "items": [] }));
    for id in ["nobody", "%00", "lena%00"] {
        app.get(&format!("en-GB/users/{id}/collages")).is_refused(404, "not-found");
    }
}
