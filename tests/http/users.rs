//! `/v1/{locale}/users/{user}`

use ogrom_tests::{
    app::TestApp,
    tokens::{Signed, claims, jwt},
};
use serde_json::json;

mod collages;

pub(crate) use collages::a_users_are_the_users_own;

#[test]
pub(crate) fn a_user_is_there_with_links() {
    let app = TestApp::start();
    let user = app.get("de-DE/users/theo").is(200);
    let links = json!({
        "self": "/v1/de-DE/users/theo",
        "collages": "/v1/de-DE/users/theo/collages",
        "likes": "/v1/de-DE/users/theo/likes",
    });
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

#[test]
pub(crate) fn the_caller_is_told_who_they_are() {
    let app = TestApp::start();
    let me = app.as_user("oscar").get("de-DE/me").is(200);
    let name = app.get("de-DE/users/oscar").is(200).json["name"].clone();
    let user = json!({ "id": "oscar", "name": name, "link": "/v1/de-DE/users/oscar" });
    assert_eq!((&me.json["user"], &me.json["scopes"]), (&user, &json!(["write"])));
    assert_eq!(me.json.get("expires"), None, "a token of the list never does");
    assert_eq!(me.header("cache-control"), Some("private, no-store"));
    let signed = jwt(&claims("oscar", "moderate unknown"), Signed::Ed25519);
    let me = app.stranger().with_token(&signed).get("de-DE/me").is(200);
    assert_eq!(me.json["scopes"], json!(["moderate"]));
    assert!(me.json["expires"].is_string(), "{}", me.json);
    let refused = app.get("de-DE/me").is_refused(401, "unauthenticated");
    assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"ogrom\""));
}

#[test]
fn who_has_a_token_need_not_know_whose_it_is() {
    let app = TestApp::start();
    let (lena, oscar) = (app.as_user("lena"), app.as_user("oscar"));
    assert_eq!(lena.get("de-DE/users/me").is(200).json["id"], "lena");
    assert_eq!(oscar.get("de-DE/users/me").is(200).json["id"], "oscar", "no cache mixes them up");
    let like = "en-GB/collages/harbour-rain/likes/me";
    oscar.delete(like).is(204);
    oscar.ask("PUT", like).is(201);
    assert_eq!(oscar.get(like).is(200).json["user"], "oscar");
    app.get(like).is_refused(401, "unauthenticated");
    oscar.delete(like).is(204);
}

#[test]
pub(crate) fn the_likes_of_a_user_are_listed() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    lena.ask("PUT", "en-GB/collages/harbour-rain/likes/lena").is(201);
    let likes = app.get("en-GB/users/lena/likes").is(200);
    assert_eq!(likes.json["items"][0]["collage"], "harbour-rain", "the newest comes first");
    assert_eq!(lena.get("en-GB/users/me/likes").is(200).json, likes.json);
    let among = app.get("en-GB/users/lena/likes?collage=harbour-rain&collage=none").is(200);
    assert_eq!(among.json["items"], json!([likes.json["items"][0]]));
    app.get("en-GB/users/nobody/likes").is_refused(404, "not-found");
}
