//! A member that is there twice is refused, wherever it is.

use serde_json::json;

use super::{Answer, App};

const LAKE: &str = "de-DE/collages/lake";
const JSON: &str = "application/json";
const MERGE: &str = "application/merge-patch+json";
const OPERATIONS: &str = "application/json-patch+json";

/// Holds a refusal to what it says: the place of the member.
#[track_caller]
fn told(refused: &Answer, pointer: &str) {
    assert_eq!(refused.json["type"], "urn:ogrom:problem:malformed", "{refused:#?}");
    let fault = &refused.json["errors"][0];
    assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!("repeated")), "{refused:#?}");
}

#[tokio::test]
async fn a_member_that_is_there_twice_is_refused_with_its_place() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    for (content, pointer) in [
        (r#"{"title": "One", "items": [], "title": "Two"}"#, "/title"),
        (r#"{"title": "One", "items": [], "title": "One"}"#, "/title"),
        (r#"{"title": "One", "items": [], "\u0074itle": "Two"}"#, "/title"),
        (r#"{"items": [{"product": "hat", "x": 0, "x": 1, "y": 0, "size": 1}]}"#, "/items/0/x"),
        (r#"{"items": [], "a/b": {"c~": 1, "c~": 2}}"#, "/a~1b/c~0"),
        (r#"{"items": [], "": [0, {"": 1, "": 2}]}"#, "//1/"),
    ] {
        for (method, place, kind) in
            [("POST", "de-DE/collages", JSON), ("PUT", LAKE, JSON), ("PATCH", LAKE, MERGE)]
        {
            let ask = app.ask(method, place).bytes(kind, content).by("lena");
            let ask = if method == "POST" { ask } else { ask.current() };
            told(&ask.await.is(400), pointer);
        }
    }
    assert_eq!(app.get(LAKE).await.content, before.content);
}

#[tokio::test]
async fn an_operation_with_two_kinds_is_none() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    // RFC 6902, A.13.
    let content = r#"[{"op": "add", "path": "/title", "value": "New", "op": "remove"}]"#;
    told(&app.ask("PATCH", LAKE).bytes(OPERATIONS, content).by("lena").current().await.is(400), "/0/op");
    let content = r#"[{"op": "add", "path": "/title", "value": {"a": 1, "a": 2}}]"#;
    told(&app.ask("PATCH", LAKE).bytes(OPERATIONS, content).by("lena").current().await.is(400), "/0/value/a");
    assert_eq!(app.get(LAKE).await.content, before.content);
}

#[tokio::test]
async fn a_name_that_only_looks_the_same_is_another_one() {
    let app = App::new().await;
    let refused = app.post("de-DE/collages", &json!({ "items": [], "Items": [], "ıtems": [] }));
    let refused = refused.by("lena").await.is(422);
    assert_eq!(refused.errors(), ["/Items: additionalProperties", "/ıtems: additionalProperties"]);
}

#[tokio::test]
async fn what_is_wrong_with_the_query_is_told_beside_it() {
    let app = App::new().await;
    let content = r#"{"items": [], "items": []}"#;
    let refused = app.ask("POST", "de-DE/collages?limit=0").bytes(JSON, content).by("lena").await.is(400);
    assert_eq!(refused.errors(), ["/items: repeated", "limit: minimum"]);
}
