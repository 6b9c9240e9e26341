//! The effects of `Prefer`, as a client sees them.

use serde_json::json;

use super::App;

const LAKE: &str = "de-DE/collages/lake";
const APPLIED: &str = "preference-applied";
const MINIMAL: &str = "return=minimal";

#[tokio::test]
async fn a_change_is_made_without_being_told() {
    let app = App::new().await;
    let put = app.put(LAKE, &json!({ "title": "New", "items": [] })).by("lena").current();
    let put = put.header("prefer", MINIMAL).await.is(204);
    assert_eq!((put.header(APPLIED), put.header("etag")), (Some(MINIMAL), None));
    assert_eq!(app.get(LAKE).await.json["title"], "New");

    let patch = app.patch(LAKE, &json!({ "title": "Newer" })).by("lena").current();
    let patch = patch.header("prefer", MINIMAL).await.is(204);
    assert_eq!(patch.header(APPLIED), Some(MINIMAL));
    let now = app.get(LAKE).by("lena").await;
    assert_eq!(
        (&now.json["title"], now.tag()),
        (&json!("Newer"), patch.tag()),
        "the next change needs a tag"
    );

    let put = app.put("de-DE/comments/c2", &json!({ "text": "Hm." })).by("lena").current();
    let put = put.header("prefer", MINIMAL).await.is(204);
    assert_eq!((put.header(APPLIED), put.header("content-type")), (Some(MINIMAL), None));
    assert_eq!(app.get("de-DE/comments/c2").await.json["text"], "Hm.");
}

#[tokio::test]
async fn what_is_new_is_told_by_its_place_alone() {
    let app = App::new().await;
    for (list, content) in [
        ("de-DE/collages", json!({ "title": "Neu", "items": [] })),
        ("de-DE/collages/lake/comments", json!({ "title": "Neu", "text": "Oh" })),
    ] {
        let made = app.post(list, &content).by("lena").header("prefer", MINIMAL).await.is(201);
        assert!(made.content.is_empty(), "{made:#?}");
        assert_eq!((made.header(APPLIED), made.header("content-type")), (Some(MINIMAL), None));
        let found = app.get(made.location()).by("lena").await.is(200);
        assert_eq!((&found.json["title"], found.tag()), (&json!("Neu"), made.tag()));
    }
    let like = || app.ask("PUT", "de-DE/collages/lake/likes/ida").by("ida").header("prefer", MINIMAL);
    let made = like().await.is(201);
    assert!(made.content.is_empty() && made.location().ends_with("/likes/ida"), "{made:#?}");
    assert_eq!(like().await.is(204).header(APPLIED), Some(MINIMAL));
}

#[tokio::test]
async fn the_representation_is_told_where_it_is_preferred_and_where_nothing_is() {
    let content = json!({ "title": "New", "items": [] });
    for (prefer, applied) in [
        ("return=representation", Some("return=representation")),
        ("respond-async, Return=\"representation\"", Some("return=representation")),
        ("return=representation, return=minimal", Some("return=representation")),
        ("return=nothing", None),
        ("respond-async", None),
    ] {
        let app = App::new().await;
        for (ask, status) in [
            (app.post("de-DE/collages", &content), 201),
            (app.put(LAKE, &content).current(), 200),
            (app.patch(LAKE, &content).current(), 200),
        ] {
            let told = ask.by("lena").header("prefer", prefer).await.is(status);
            assert_eq!((told.header(APPLIED), &told.json["title"]), (applied, &json!("New")), "{prefer}");
        }
        let silent = app.put(LAKE, &content).by("lena").current().await.is(200);
        assert_eq!((silent.header(APPLIED), &silent.json["title"]), (None, &json!("New")));
    }
}

#[tokio::test]
async fn reading_and_failures_are_told_in_full() {
    let app = App::new().await;
    let read = app.get(LAKE).header("prefer", MINIMAL).await.is(200);
    assert_eq!((read.header(APPLIED), &read.json["id"]), (None, &json!("lake")));
    let refused = app.put(LAKE, &json!({ "items": 7 })).by("lena").current();
    let refused = refused.header("prefer", MINIMAL).await.is(422);
    assert_eq!((refused.header(APPLIED), refused.errors()), (None, vec!["/items: type".into()]));
    let gone = app.delete(LAKE).by("lena").current().header("prefer", "return=representation").await.is(204);
    assert_eq!(gone.header(APPLIED), None, "nothing is left to be shown");
}
