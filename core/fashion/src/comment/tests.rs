//! Comments, as a client sees them.

use serde_json::json;

use crate::tests::App;

const ON_LAKE: &str = "de-DE/collages/lake/comments";

#[tokio::test]
async fn a_comment_is_shown_with_its_author() {
    let app = App::new().await;
    let comment = app.get("en-GB/comments/c1").await.is(200);
    let expected = json!({
        "id": "c1",
        "collage": "lake",
        "author": { "id": "omar", "name": "Omar", "link": "/shop/v1/en-GB/users/omar" },
        "language": "de",
        "title": "Sehr",
        "text": "Schön.",
        "rating": 5,
        "version": 1,
        "created": "2023-11-14T22:13:21.123Z",
        "modified": "2023-11-14T22:13:21.123Z",
        "links": { "self": "/shop/v1/en-GB/comments/c1", "collage": "/shop/v1/en-GB/collages/lake" },
    });
    assert_eq!(comment.json, expected);
    assert_eq!(comment.header("content-language"), Some("de"));
    assert_eq!(comment.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:21 GMT"));
    let plain = app.get("en-GB/comments/c2").await.is(200);
    assert_eq!((plain.json.get("title"), plain.json.get("rating")), (None, None));
}

#[tokio::test]
async fn an_unknown_comment_is_not_found_by_any_method() {
    let app = App::new().await;
    for id in ["none", "%00", "%FF", "c%2F1"] {
        let place = format!("de-DE/comments/{id}");
        app.get(&place).await.is(404);
        app.put(&place, &json!({ "text": "x" })).by("lena").await.is(404);
        app.delete(&place).by("lena").await.is(404);
    }
}

#[tokio::test]
async fn the_newest_in_the_language_of_the_locale_come_first() {
    let app = App::new().await;
    for limit in [1, 2, 100] {
        for (locale, found) in [("de-DE", &["c3", "c1"][..]), ("fr-FR", &["c4"]), ("en-GB", &["c2"])] {
            assert_eq!(app.ids(&format!("{locale}/comments?limit={limit}")).await, found, "{locale} {limit}");
        }
    }
}

#[tokio::test]
async fn the_comments_on_a_collage_are_listed_in_any_language() {
    let app = App::new().await;
    for limit in [1, 2, 3] {
        assert_eq!(app.ids(&format!("{ON_LAKE}?limit={limit}")).await, ["c3", "c2", "c1"], "{limit}");
    }
    assert!(app.ids("de-DE/collages/empty/comments").await.is_empty());
    app.get("de-DE/collages/none/comments").await.is(404);
    app.get("de-DE/collages/%00/comments").await.is(404);
    let list = app.get(ON_LAKE).await;
    assert_eq!(list.json["items"][2], app.get("de-DE/comments/c1").await.json);
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let app = App::new().await;
    let cursor = app.get("de-DE/comments?limit=1").await.json["next"].as_str().unwrap().to_owned();
    for list in ["de-DE/comments", ON_LAKE] {
        let refused = app.get(&format!("{list}?limit=10000&sort=newest")).await.is(400);
        assert_eq!(refused.errors(), ["limit: maximum", "sort: unknown"]);
        app.get(&format!("{list}?cursor=none")).await.is(400);
    }
    for other in ["fr-FR/comments", ON_LAKE] {
        app.get(&format!("{other}?cursor={cursor}")).await.is(400);
    }
}

#[tokio::test]
async fn a_language_selects_comments_whatever_the_locale() {
    let app = App::new().await;
    assert_eq!(app.ids("de-DE/comments?language=fr").await, ["c4"]);
    assert_eq!(app.ids("fr-FR/comments?language=*").await, ["c4", "c3", "c2", "c1"]);
    assert_eq!(app.ids(&format!("{ON_LAKE}?language=de-CH")).await, ["c3", "c1"]);
    for list in ["de-DE/comments", ON_LAKE] {
        let refused = app.get(&format!("{list}?language=de_DE")).await.is(400);
        assert_eq!(refused.errors(), ["language: language"], "{list}");
    }
}

#[tokio::test]
async fn a_new_comment_is_there() {
    let app = App::new().await;
    let body = json!({ "language": "fr-ch", "title": "Oh", "text": "Très joli.", "rating": 4 });
    let made = app.post(ON_LAKE, &body).by("ida").await.is(201);
    assert_eq!(made.location(), "/shop/v1/de-DE/comments/new-1");
    assert_eq!(
        (&made.json["author"], &made.json["language"]),
        (&json!({ "id": "ida", "link": "/shop/v1/de-DE/users/ida" }), &json!("fr-CH"),)
    );
    assert_eq!((&made.json["collage"], &made.json["rating"]), (&json!("lake"), &json!(4)));
    assert_eq!(made.json["created"], "2023-11-15T22:13:20.123Z", "the time is the clock's");
    let found = app.get(made.location()).await.is(200);
    assert_eq!((&found.json, found.tag()), (&made.json, made.tag()));
    assert_eq!(app.ids(ON_LAKE).await, ["new-1", "c3", "c2", "c1"]);
    assert_eq!(app.ids("fr-FR/comments").await, ["new-1", "c4"]);
}

#[tokio::test]
async fn a_new_comment_may_be_named() {
    let app = App::new().await;
    let body = json!({ "id": "my-own", "text": "Oh" });
    let made = app.post(ON_LAKE, &body).by("ida").await.is(201);
    assert_eq!(made.location(), "/shop/v1/de-DE/comments/my-own");
    app.post(ON_LAKE, &body).by("ida").await.is(409);
    let refused = app.post(ON_LAKE, &json!({ "id": "a b", "text": " " })).by("ida").await.is(422);
    assert_eq!(refused.errors(), ["/id: id", "/text: blank"]);
    app.put("de-DE/comments/my-own", &body).by("ida").current().await.is(200);
    let other = json!({ "id": "c1", "text": "Oh" });
    let refused = app.put("de-DE/comments/my-own", &other).by("ida").current().await.is(422);
    assert_eq!(refused.errors(), ["/id: other"]);
}

#[tokio::test]
async fn a_comment_that_names_no_language_is_in_the_one_of_the_locale() {
    let app = App::new().await;
    let made = app.post("en-GB/collages/city/comments", &json!({ "text": "Hi" })).by("lena").await.is(201);
    assert_eq!(made.json["language"], "en-GB");
    let put = app.put("fr-FR/comments/c2", &json!({ "text": "Merci" })).by("lena").current().await.is(200);
    assert_eq!((&put.json["language"], put.header("content-language")), (&json!("fr-FR"), Some("fr-FR")));
}

#[tokio::test]
async fn nothing_is_said_about_what_is_not_there() {
    let app = App::new().await;
    let body = json!({ "text": "x" });
    app.post("de-DE/collages/none/comments", &body).by("lena").await.is(404);
    app.post("de-DE/collages/%00/comments", &body).by("lena").await.is(404);
    let refused = app.post(ON_LAKE, &body).by("ghost").await.is(409);
    assert_eq!(refused.json["detail"], "there is no user 'ghost'");
}

#[tokio::test]
async fn everything_wrong_is_named_at_once() {
    let app = App::new().await;
    let wrong = json!({ "language": 1, "title": "", "text": "", "rating": 6, "stars": 5 });
    let shape = [
        "/language: type",
        "/rating: maximum",
        "/stars: additionalProperties",
        "/text: minLength",
        "/title: minLength",
    ];
    let blank = json!({ "language": "de_DE", "text": " \n" });
    let meaning = ["/language: language", "/text: blank"];
    for place in [ON_LAKE, "de-DE/comments/c2"] {
        let ask =
            |body| if place == ON_LAKE { app.post(place, body) } else { app.put(place, body).current() };
        assert_eq!(ask(&wrong).by("lena").await.is(422).errors(), shape, "{place}");
        assert_eq!(ask(&blank).by("lena").await.is(422).errors(), meaning, "{place}");
        let refused = ask(&json!({ "rating": 0 })).by("lena").await.is(422);
        assert_eq!(refused.errors(), ["/rating: minimum", "/text: required"], "{place}");
    }
}

#[tokio::test]
async fn an_author_replaces_and_removes_a_comment() {
    let app = App::new().await;
    let before = app.get("de-DE/comments/c1").await;
    let put = app.put("de-DE/comments/c1", &json!({ "text": "Doch nicht." })).by("omar");
    let put = put.if_match(before.tag()).await.is(200);
    assert_eq!((put.json.get("title"), put.json.get("rating")), (None, None));
    assert_eq!((&put.json["text"], &put.json["language"]), (&json!("Doch nicht."), &json!("de-DE")));
    assert_eq!((put.header("etag"), put.header("last-modified")), (None, None), "RFC 9110 §9.3.4");
    let after = app.get("de-DE/comments/c1").if_none_match(before.tag()).await.is(200);
    assert_eq!(after.json, put.json);
    app.delete("de-DE/comments/c1").by("omar").if_match(before.tag()).await.is(412);
    app.delete("de-DE/comments/c1").by("omar").if_match(after.tag()).await.is(204);
    app.delete("de-DE/comments/c1").by("omar").await.is(410);
    assert_eq!(app.ids(ON_LAKE).await, ["c3", "c2"]);
}

#[tokio::test]
async fn nobody_else_changes_a_comment() {
    let app = App::new().await;
    // Not even the owner of the collage.
    app.put("de-DE/comments/c1", &json!({ "text": "Mine." })).by("lena").await.is(403);
    let refused = app.delete("de-DE/comments/c1").by("lena").await.is(403);
    assert_eq!(refused.json["detail"], "only the user 'omar' may do this");
    assert_eq!(app.get("de-DE/comments/c1").await.json["text"], "Schön.");
}

#[tokio::test]
async fn a_comment_cannot_be_patched() {
    let app = App::new().await;
    app.patch("de-DE/comments/c1", &json!({ "text": "x" })).by("omar").await.is(405);
}

#[tokio::test]
async fn comments_are_listed_by_identifier_in_any_language() {
    let app = App::new().await;
    for (place, expected) in [
        ("de-DE/comments?id=c1&id=c2&id=c4", &["c1", "c2", "c4"][..]),
        ("en-GB/comments?id=c1&id=c1&id=none&id=%00", &["c1"]),
        ("de-DE/comments?id=none", &[]),
        ("de-DE/collages/lake/comments?id=c1&id=c2&id=c4", &["c1", "c2"]),
        ("de-DE/collages/empty/comments?id=c1", &[]),
    ] {
        let page = app.get(place).await.is(200);
        let items = page.json["items"].as_array().unwrap().iter();
        let mut found: Vec<_> = items.map(|item| item["id"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!((&*found, page.json.get("next")), (expected, None), "{place}");
    }
    let listed = app.get("en-GB/comments?id=c1").await;
    assert_eq!(listed.json["items"][0], app.get("en-GB/comments/c1").await.json);
    for other in ["language=de", "cursor=x"] {
        for list in ["de-DE/comments", ON_LAKE] {
            let refused = app.get(&format!("{list}?id=c1&{other}")).await.is(400);
            assert_eq!(refused.errors(), ["id: alone"], "{list} {other}");
        }
    }
}
