//! However much is wrong with a request, what is said of it stays short.

use serde_json::{Map, Value, json};

use super::{Answer, App};

/// How many faults are told at most.
const MOST: usize = 50;

/// How long a problem is at most, in bytes.
const SHORT: usize = 16 * 1024;

/// Holds an answer to the bounds: so many faults are there in all.
#[track_caller]
fn told_shortly(refused: &Answer, all: usize) {
    let told = refused.json["errors"].as_array().unwrap().len();
    assert_eq!((told, &refused.json["omitted"]), (MOST, &json!(all - MOST)), "{refused:#?}");
    assert!(refused.content.len() <= SHORT, "{} bytes", refused.content.len());
}

/// An object with so many members that nobody knows.
fn unknown_members(count: usize) -> Map<String, Value> {
    (0..count).map(|i| (format!("x{i}"), json!(1))).collect()
}

#[tokio::test]
async fn of_many_unknown_parameters_the_first_are_told_and_the_others_counted() {
    let app = App::new().await;
    for place in ["products", "collages", "comments", "users", "users/lena/collages"] {
        let refused = app.get(&format!("de-DE/{place}?{}", "a&".repeat(4_000))).await.is(400);
        told_shortly(&refused, 4_000);
        let refused = app.get(&format!("de-DE/{place}?{}", "limit=0&limi=1&".repeat(500))).await.is(400);
        assert!(refused.content.len() <= SHORT, "{place}: {} bytes", refused.content.len());
    }
    let few = app.get("de-DE/products?a&a").await.is(400);
    assert_eq!((few.errors().len(), few.json.get("omitted")), (2, None));
}

#[tokio::test]
async fn of_content_with_many_faults_the_first_are_told_and_the_others_counted() {
    let app = App::new().await;
    let mut unknown = unknown_members(5_000);
    unknown.insert("items".into(), json!([]));
    let unknown = Value::from(unknown);
    let wrong = json!({ "items": vec![json!({}); 5_000] });
    let merge = |content: &Value| app.patch("de-DE/collages/lake", content).current();
    for (ask, all) in [
        (app.post("de-DE/collages", &unknown), 5_000),
        (app.put("de-DE/collages/lake", &unknown).current(), 5_000),
        (merge(&unknown), 5_000),
        (app.ask("POST", "de-DE/collages").cbor(&unknown), 5_000),
        // Four members are missing in each, and there are too many.
        (app.post("de-DE/collages", &wrong), 20_001),
        (merge(&wrong), 20_001),
    ] {
        told_shortly(&ask.by("lena").await.is(422), all);
    }
    // Both sides of a request are one list.
    let refused = app.post("de-DE/collages?a&b&c", &unknown).by("lena").await.is(400);
    told_shortly(&refused, 5_003);
    assert_eq!(refused.json["errors"][0]["parameter"], "a");
}

#[tokio::test]
async fn what_only_a_source_tells_is_no_longer() {
    let app = App::new().await;
    let item = |i: usize| json!({ "product": format!("none-{i}"), "x": 0, "y": 0, "size": 1 });
    let body = json!({ "items": (0..100).map(item).collect::<Vec<_>>() });
    told_shortly(&app.post("de-DE/collages", &body).by("lena").await.is(422), 100);
}

#[tokio::test]
async fn a_long_name_is_told_by_its_beginning() {
    let app = App::new().await;
    let name = "\u{1}".repeat(7_000);
    for ask in [
        app.get(&format!("de-DE/products?{}", "%01".repeat(2_500))),
        app.ask("POST", "de-DE/collages").cbor(&json!({ &name: 1, "items": [] })).by("lena"),
        app.post("de-DE/collages", &json!({ &name: 1, "items": [{ &name: 1 }] })).by("lena"),
        app.operate("de-DE/collages/lake", &json!([{ "op": name, "path": "" }])).by("lena").current(),
        app.operate("de-DE/collages/lake", &json!([{ "op": "add", "path": name, "value": 1 }]))
            .by("lena")
            .current(),
    ] {
        let refused = ask.await;
        assert!((400..500).contains(&refused.status), "{refused:#?}");
        assert!(refused.content.len() <= 8 * 1024, "{} bytes: {refused:#?}", refused.content.len());
    }
}

#[tokio::test]
async fn a_locale_that_is_none_is_repeated_by_its_beginning() {
    let app = App::new().await;
    for segment in ["x".repeat(7_000), "%01".repeat(2_500), "%22".repeat(2_500)] {
        let refused = app.get(&format!("{segment}/products")).await.is(404);
        assert!(refused.content.len() < 1024, "{} bytes", refused.content.len());
        assert_eq!(refused.json["type"], "urn:ogrom:problem:unknown-locale");
    }
}

#[tokio::test]
async fn the_link_to_the_next_page_is_no_longer_than_the_request() {
    let app = App::new().await;
    let target = format!("de-DE/products?limit=1&text=em{}", "'".repeat(7_000));
    let page = app.get(&target).await.is(200);
    let link = page.header("link").unwrap();
    assert!(link.len() < target.len() + 500, "{} bytes", link.len());
    assert!(app.get(&page.next().unwrap()).await.is(200).json["items"][0].is_object());
}

#[tokio::test]
async fn nobody_is_led_to_a_target_that_is_too_long() {
    let app = App::new().await;
    let moved = app.get(&format!("de-de/products/{}", "\\".repeat(2_000))).await.is(308);
    assert!(moved.location().ends_with("%5C%5C"));
    let refused = app.get(&format!("de-de/products/{}", "\\".repeat(7_000))).await.is(414);
    assert_eq!(refused.json["type"], "urn:ogrom:problem:uri-too-long");
    app.get(&format!("de-DE/products/?{}", "x".repeat(9_000))).await.is(414);
}
