//! Changes, as a client sees them.

use serde_json::{Value, json};

use crate::tests::App;

/// The scarf in the middle.
fn scarf() -> Value {
    json!({ "product": "scarf", "x": 0.5, "y": 0.25, "size": 0.5, "rotation": -45.0, "layer": 3 })
}

#[tokio::test]
async fn a_new_collage_is_there() {
    let app = App::new().await;
    let body = json!({ "title": "Neu 👗", "items": [scarf()] });
    let made = app.post("de-DE/collages", &body).by("omar").await.is(201);
    assert_eq!(made.location(), "/shop/v1/de-DE/collages/new-1");
    assert_eq!((&made.json["title"], &made.json["owner"]["id"]), (&json!("Neu 👗"), &json!("omar")));
    assert_eq!(made.json["created"], "2023-11-15T22:13:20.123Z", "the time is the clock's");
    assert_eq!(made.json["items"][0]["product"]["name"], "Schal");
    let found = app.get(made.location()).by("omar").await.is(200);
    assert_eq!((&found.json, found.tag()), (&made.json, made.tag()));
    assert_eq!(app.ids("de-DE/collages").await, ["new-1", "empty", "city", "lake"]);
}

#[tokio::test]
async fn the_same_content_twice_makes_two_collages() {
    let app = App::new().await;
    for id in ["new-1", "new-2"] {
        let made = app.post("de-DE/collages", &json!({ "items": [] })).by("lena").await.is(201);
        assert_eq!(made.json["id"], id);
    }
}

#[tokio::test]
async fn a_new_collage_may_be_named() {
    let app = App::new().await;
    let body = json!({ "id": "my-own", "title": "Mine", "items": [] });
    let made = app.post("de-DE/collages", &body).by("lena").await.is(201);
    assert_eq!((made.location(), &made.json["id"]), ("/shop/v1/de-DE/collages/my-own", &json!("my-own")));
    let refused = app.post("de-DE/collages", &body).by("lena").await.is(409);
    assert_eq!(refused.json["detail"], "it is there already");
    for id in ["a b", "..", "é"] {
        let refused = app.post("de-DE/collages", &json!({ "id": id, "items": [] })).by("lena").await.is(422);
        assert_eq!(refused.errors(), ["/id: id"], "{id}");
    }
    app.put("de-DE/collages/my-own", &body).by("lena").current().await.is(200);
    let other = json!({ "id": "lake", "items": [] });
    let refused = app.put("de-DE/collages/my-own", &other).by("lena").current().await.is(422);
    assert_eq!(refused.errors(), ["/id: other"]);
}

#[tokio::test]
async fn what_an_item_does_not_say_is_nothing() {
    let app = App::new().await;
    let body = json!({ "items": [{ "product": "hat", "x": 0, "y": 1, "size": 1 }] });
    let made = app.post("de-DE/collages", &body).by("lena").await.is(201);
    assert_eq!(
        (&made.json["items"][0]["rotation"], &made.json["items"][0]["layer"]),
        (&json!(0.0), &json!(0))
    );
}

#[tokio::test]
async fn everything_wrong_is_named_at_once() {
    let app = App::new().await;
    let wrong = json!({
        "title": "",
        "description": 7,
        "titel": "x",
        "items": [
            scarf(),
            { "product": "scarf", "x": 1.5, "y": -0.1, "size": 0, "rotation": 360, "layer": 1.5, "a/b~c": 1 },
            { "x": "left" },
        ],
    });
    let errors = [
        "/description: type",
        "/items/1/a~1b~0c: additionalProperties",
        "/items/1/layer: type",
        "/items/1/rotation: exclusiveMaximum",
        "/items/1/size: exclusiveMinimum",
        "/items/1/x: maximum",
        "/items/1/y: minimum",
        "/items/2/product: required",
        "/items/2/size: required",
        "/items/2/x: type",
        "/items/2/y: required",
        "/titel: additionalProperties",
        "/title: minLength",
    ];
    for ask in [
        app.post("de-DE/collages", &wrong),
        app.put("de-DE/collages/lake", &wrong).current(),
        app.patch("de-DE/collages/lake", &wrong).current(),
    ] {
        let refused = ask.by("lena").await.is(422);
        assert_eq!(refused.errors(), errors);
        assert!(refused.json.to_string().contains("did you mean 'title'?"));
    }
    assert_eq!(app.get("de-DE/collages/lake").await.json["title"], "By the lake");
}

#[tokio::test]
async fn texts_and_items_have_a_longest_form() {
    let app = App::new().await;
    let body = |length: usize, items: usize| {
        let item = json!({ "product": "hat", "x": 0, "y": 0, "size": 1 });
        json!({ "title": "é".repeat(length), "items": vec![item; items] })
    };
    app.post("de-DE/collages", &body(200, 100)).by("lena").await.is(201);
    let refused = app.post("de-DE/collages", &body(201, 101)).by("lena").await.is(422);
    assert_eq!(refused.errors(), ["/items: maxItems", "/title: maxLength"]);
}

#[tokio::test]
async fn a_product_that_is_not_there_is_named() {
    let app = App::new().await;
    let item = |id: &str| json!({ "product": id, "x": 0, "y": 0, "size": 1 });
    let body = json!({ "items": [item("none"), item("scarf"), item("a b")] });
    for ask in [app.post("de-DE/collages", &body), app.put("de-DE/collages/lake", &body).current()] {
        let refused = ask.by("lena").await.is(422);
        assert_eq!(refused.errors(), ["/items/0/product: missing", "/items/2/product: missing"]);
    }
}

#[tokio::test]
async fn an_owner_who_is_not_there_is_a_conflict() {
    let app = App::new().await;
    let refused = app.post("de-DE/collages", &json!({ "items": [] })).by("ghost").await.is(409);
    assert_eq!(refused.json["detail"], "there is no user 'ghost'");
}

#[tokio::test]
async fn content_of_a_put_replaces_all_that_the_owner_decides() {
    let app = App::new().await;
    app.clock.advance(1_000);
    let put =
        app.put("de-DE/collages/lake", &json!({ "items": [scarf()] })).by("lena").current().await.is(200);
    assert_eq!((put.json.get("title"), put.json.get("description")), (None, None));
    assert_eq!(put.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(put.json["created"], "2023-11-14T22:13:21.123Z");
    assert_eq!(put.json["modified"], "2023-11-15T22:13:21.123Z");
    assert_eq!((put.header("etag"), put.header("last-modified")), (None, None), "RFC 9110 §9.3.4");
    assert_eq!(app.get("de-DE/collages/lake").by("lena").await.json, put.json);
}

#[tokio::test]
async fn nobody_else_changes_a_collage() {
    let app = App::new().await;
    let body = json!({ "items": [] });
    for ask in [
        app.put("de-DE/collages/lake", &body),
        app.patch("de-DE/collages/lake", &body),
        app.delete("de-DE/collages/lake"),
    ] {
        let refused = ask.by("omar").await.is(403);
        assert_eq!(refused.json["detail"], "only the user 'lena' may do this");
    }
    app.get("de-DE/collages/lake").by("omar").await.is(200);
}

#[tokio::test]
async fn a_deleted_collage_is_gone_with_all_that_is_on_it() {
    let app = App::new().await;
    app.delete("de-DE/collages/city").by("omar").current().await.is(204);
    let body = json!({ "items": [] });
    for (method, place) in [
        ("GET", "collages/city"),
        ("HEAD", "collages/city"),
        ("PUT", "collages/city"),
        ("PATCH", "collages/city"),
        ("DELETE", "collages/city"),
        ("GET", "collages/city/comments"),
        ("POST", "collages/city/comments"),
        ("GET", "collages/city/likes"),
        ("GET", "collages/city/likes/omar"),
        ("PUT", "collages/city/likes/omar"),
        ("DELETE", "collages/city/likes/omar"),
        ("GET", "comments/c4"),
        ("PUT", "comments/c4"),
        ("DELETE", "comments/c4"),
    ] {
        let ask = |place: &str| {
            let ask = app.ask(method, &format!("de-DE/{place}")).by("omar").if_match("*");
            match method {
                "PATCH" => ask.json("application/merge-patch+json", &body),
                "PUT" | "POST" if !place.contains("likes") => ask.json("application/json", &body),
                _ => ask,
            }
        };
        let gone = ask(place).await.is(410);
        if method != "HEAD" {
            assert_eq!(gone.json["type"], "urn:ogrom:problem:gone", "{method} {place}");
        }
        // A name that never existed is still unknown.
        ask(&place.replace("city", "never").replace("c4", "never")).await.is(404);
    }
    assert_eq!(app.ids("de-DE/collages").await, ["empty", "lake"]);
}

#[tokio::test]
async fn a_collage_of_a_gone_name_begins_afresh() {
    let app = App::new().await;
    app.delete("de-DE/collages/city").by("omar").current().await.is(204);
    let again = json!({ "id": "city", "title": "Again", "items": [] });
    app.post("de-DE/collages", &again).by("lena").await.is(201);
    assert_eq!(app.get("de-DE/collages/city").await.is(200).json["title"], "Again");
    app.get("de-DE/comments/c4").await.is(410);
    app.delete("de-DE/collages/city").by("lena").current().await.is(204);
    app.get("de-DE/collages/city").await.is(410);
}
