//! `/v1/{locale}/collages/{collage}/likes/{user}`

use ogrom_tests::{app::TestApp, client::Client};
use serde_json::json;

const COLLAGE: &str = "en-GB/collages/old-fashioned";
const OWN: &str = "en-GB/collages/old-fashioned/likes/oscar";

fn likes(app: &Client) -> u64 {
    app.get(COLLAGE).is(200).json["likes"].as_u64().expect("a count")
}

/// The beginning of a test: Oscar does not like it.
fn before(app: &TestApp) -> u64 {
    app.as_user("oscar").delete(OWN).is(204);
    likes(app)
}

#[test]
pub(crate) fn a_like_is_there_until_it_is_taken_back() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    let count = before(&app);
    app.get(OWN).is_refused(404, "not-found");
    let put = oscar.ask("PUT", OWN).is(201);
    assert_eq!(put.location(), format!("/v1/{OWN}"));
    let like = app.get(OWN).is(200);
    assert_eq!((&like.json["user"], &like.json["collage"]), (&json!("oscar"), &json!("old-fashioned")));
    app.get(OWN).if_none_match(like.tag()).is(304);
    assert_eq!(likes(&app), count + 1);
    oscar.delete(OWN).is(204);
    app.get(OWN).is_refused(404, "not-found");
    assert_eq!(likes(&app), count);
}

#[test]
pub(crate) fn liking_is_idempotent() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    let count = before(&app);
    let first = oscar.ask("PUT", OWN).is(201).json;
    for _ in 0..2 {
        assert_eq!(oscar.ask("PUT", OWN).is(200).json, first);
    }
    assert_eq!(likes(&app), count + 1);
}

#[test]
pub(crate) fn taking_a_like_back_is_idempotent() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    oscar.ask("PUT", OWN).answer();
    let count = likes(&app);
    for _ in 0..3 {
        oscar.delete(OWN).is(204);
    }
    assert_eq!(likes(&app), count - 1);
}

#[test]
fn a_like_changes_the_order_and_the_tag_of_the_collage() {
    let app = TestApp::start();
    before(&app);
    let tag = app.get(COLLAGE).is(200).tag().to_owned();
    app.as_user("oscar").ask("PUT", OWN).is(201);
    let shown = app.get(COLLAGE).if_none_match(&tag).is(200);
    assert_ne!(shown.tag(), tag);
}

#[test]
fn nobody_likes_for_another() {
    let app = TestApp::start();
    let count = likes(&app);
    let lena = app.as_user("lena");
    lena.ask("PUT", OWN).is_refused(403, "forbidden");
    lena.delete(OWN).is_refused(403, "forbidden");
    app.ask("PUT", OWN).is_refused(401, "unauthenticated");
    assert_eq!(likes(&app), count);
}

#[test]
fn what_is_not_there_cannot_be_liked() {
    let app = TestApp::start();
    let oscar = app.as_user("oscar");
    for at in ["en-GB/collages/nothing/likes/oscar", "en-GB/collages/%00/likes/oscar"] {
        app.get(at).is_refused(404, "not-found");
        oscar.ask("PUT", at).is_refused(404, "not-found");
        oscar.delete(at).is_refused(404, "not-found");
    }
    app.get("en-GB/collages/old-fashioned/likes/nobody").is_refused(404, "not-found");
    app.get("en-GB/collages/old-fashioned/likes/%00").is_refused(404, "not-found");
}

#[test]
pub(crate) fn its_likes_are_listed() {
    let app = TestApp::start();
    let before = app.items(&format!("{COLLAGE}/likes")).len();
    app.as_user("lena").ask("PUT", &format!("{COLLAGE}/likes/me")).answer();
    let listed = app.items(&format!("{COLLAGE}/likes"));
    assert_eq!(listed.len() as u64, likes(&app));
    assert!(listed.len() >= before && listed.iter().any(|like| like["user"] == "lena"), "{listed:?}");
    app.get("en-GB/collages/none/likes").is_refused(404, "not-found");
}

#[test]
fn a_collage_tells_whose_token_it_is_whether_they_like_it() {
    let app = TestApp::start();
    let (lena, oscar) = (app.as_user("lena"), app.as_user("oscar"));
    before(&app);
    lena.ask("PUT", &format!("{COLLAGE}/likes/me")).answer();
    for place in [COLLAGE, "en-GB/collages?id=old-fashioned"] {
        let liked = |client: &Client| {
            let json = client.get(place).is(200).json;
            let collage = if place == COLLAGE { &json } else { &json["items"][0] };
            collage.get("likedByMe").cloned()
        };
        for _ in 0..2 {
            assert_eq!(liked(&lena), Some(json!(true)), "{place}");
            assert_eq!(liked(&oscar), Some(json!(false)), "{place}");
            assert_eq!(liked(&app), None, "{place}");
        }
    }
}
