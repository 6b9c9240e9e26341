//! Patches by example and by operations, as a client sees them.

use serde_json::json;

use crate::tests::App;

const LAKE: &str = "de-DE/collages/lake";

#[tokio::test]
async fn a_patch_changes_what_it_names() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    let patched = app.patch(LAKE, &json!({ "title": "Am See" })).by("lena").current().await.is(200);
    assert_eq!(patched.json["title"], "Am See");
    for kept in ["description", "items", "owner", "created", "likes"] {
        assert_eq!(patched.json[kept], before.json[kept], "{kept}");
    }
    let after = app.get(LAKE).by("lena").await;
    assert_eq!((&after.json, after.tag()), (&patched.json, patched.tag()));
    assert_ne!(after.tag(), before.tag());
}

#[tokio::test]
async fn plain_json_is_a_patch_by_example() {
    let app = App::new().await;
    for media_type in ["application/json", "application/json; charset=utf8", "text/json"] {
        let before = app.get(LAKE).await;
        let patch = json!({ "title": media_type, "description": null });
        let patched = app.ask("PATCH", LAKE).json(media_type, &patch).by("lena").current().await.is(200);
        assert_eq!((&patched.json["title"], patched.json.get("description")), (&json!(media_type), None));
        assert_eq!(patched.json["items"], before.json["items"]);
    }
    let operations = json!([{ "op": "remove", "path": "/title" }]);
    app.ask("PATCH", LAKE).json("application/json", &operations).by("lena").current().await.is(422);
}

#[tokio::test]
async fn a_patch_removes_what_it_sets_to_null() {
    let app = App::new().await;
    let patch = json!({ "description": null, "items": [] });
    let patched = app.patch(LAKE, &patch).by("lena").current().await.is(200);
    assert_eq!((patched.json.get("description"), &patched.json["items"]), (None, &json!([])));
    assert_eq!(patched.json["title"], "By the lake");
}

#[tokio::test]
async fn a_patch_whose_result_is_invalid_changes_nothing() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    for (patch, error) in [
        (json!({ "items": null }), "/items: required"),
        (json!({ "title": "" }), "/title: minLength"),
        (json!({ "likes": 7 }), "/likes: readOnly"),
        (json!({ "items": [{ "product": "none", "x": 0, "y": 0, "size": 1 }] }), "/items/0/product: missing"),
        (json!("all of it"), ": type"),
    ] {
        let refused = app.patch(LAKE, &patch).by("lena").current().await.is(422);
        assert_eq!(refused.errors(), [error], "{patch}");
    }
    assert_eq!(app.get(LAKE).await.tag(), before.tag());
}

#[tokio::test]
async fn operations_change_what_they_name() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    let operations = json!([
        { "op": "test", "path": "/title", "value": "By the lake" },
        { "op": "replace", "path": "/title", "value": "Am See" },
        { "op": "remove", "path": "/description" },
        { "op": "remove", "path": "/items/1" },
        { "op": "add", "path": "/items/0", "value": { "product": "hat", "x": 0, "y": 1, "size": 1 } },
        { "op": "copy", "from": "/items/0", "path": "/items/-" },
        { "op": "move", "from": "/items/0", "path": "/items/1" },
    ]);
    let patched = app.operate(LAKE, &operations).by("lena").if_match(before.tag()).await.is(200);
    assert_eq!((&patched.json["title"], patched.json.get("description")), (&json!("Am See"), None));
    let products: Vec<_> =
        patched.json["items"].as_array().unwrap().iter().map(|item| &item["product"]["id"]).collect();
    assert_eq!(products, ["scarf", "hat", "hat"]);
    for kept in ["owner", "created", "likes"] {
        assert_eq!(patched.json[kept], before.json[kept], "{kept}");
    }
    let after = app.get(LAKE).by("lena").await;
    assert_eq!((&after.json, after.tag()), (&patched.json, patched.tag()));
}

#[tokio::test]
async fn numbers_are_tested_by_their_values() {
    let app = App::new().await;
    for value in [json!(0), json!(0.0), json!(-0.0)] {
        let operations = json!([{ "op": "test", "path": "/items/0/rotation", "value": value }]);
        app.operate(LAKE, &operations).by("lena").current().await.is(200);
    }
    let operations = json!([{ "op": "test", "path": "/items/0/rotation", "value": 1 }]);
    app.operate(LAKE, &operations).by("lena").current().await.is(409);
}

#[tokio::test]
async fn of_operations_all_are_applied_or_none() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    let title = json!({ "op": "replace", "path": "/title", "value": "Am See" });
    for (operation, status, told) in [
        (json!({ "op": "test", "path": "/title", "value": "By the lake" }), 409, "operation 1"),
        (json!({ "op": "remove", "path": "/subtitle" }), 422, "/1: patch"),
        (json!({ "op": "replace", "path": "/items/7/x", "value": 0 }), 422, "/1: patch"),
        (json!({ "op": "move", "from": "/none", "path": "/title" }), 422, "/1: patch"),
        (json!({ "op": "test", "path": "/none", "value": 1 }), 422, "/1: patch"),
        (json!({ "op": "remove", "path": "/items" }), 422, "/items: required"),
        (json!({ "op": "add", "path": "/likes", "value": 7 }), 422, "/likes: readOnly"),
        (
            json!({ "op": "replace", "path": "/items/0/product", "value": "none" }),
            422,
            "/items/0/product: missing",
        ),
        (json!({ "op": "replace", "path": "", "value": 7 }), 422, ": type"),
        (json!({ "op": "explode", "path": "/title" }), 400, "no JSON Patch"),
        (json!({ "op": "add", "path": "/title" }), 400, "no JSON Patch"),
        (json!({ "op": "remove", "path": "title" }), 400, "no JSON Patch"),
    ] {
        let operations = json!([title, operation]);
        let refused = app.operate(LAKE, &operations).by("lena").current().await.is(status);
        let found = match status {
            422 => refused.errors() == [told],
            _ => refused.json["detail"].as_str().unwrap().contains(told),
        };
        assert!(found, "{operation}: {refused:#?}");
    }
    app.operate(LAKE, &title).by("lena").current().await.is(400);
    assert_eq!(app.get(LAKE).await.tag(), before.tag());
}

#[tokio::test]
async fn operations_cannot_make_much_out_of_little() {
    let app = App::new().await;
    let twice = json!({ "op": "copy", "from": "", "path": "/items/-" });
    let refused = app.operate(LAKE, &json!(vec![twice; 100])).by("lena").current().await.is(422);
    assert!(refused.errors()[0].ends_with(": patch"), "{refused:#?}");
    let deeper = json!([
        { "op": "add", "path": "/title", "value": [[[[[[[[]]]]]]]] },
        { "op": "move", "from": "/description", "path": "/title/0/0/0/0/0/0/0/0" },
        { "op": "move", "from": "/title", "path": "/description" },
    ]);
    let deeper: Vec<_> = deeper.as_array().unwrap().iter().cycle().take(90).collect();
    let refused = app.operate(LAKE, &json!(deeper)).by("lena").current().await.is(422);
    assert!(refused.errors()[0].ends_with(": patch"), "{refused:#?}");
}
