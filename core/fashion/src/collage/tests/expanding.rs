//! Products and comments in full with a collage.

use std::sync::Arc;

use ogrom_protocols::Error;
use serde_json::json;

use crate::tests::{App, Sources, broken::Broken, filled};

const LAKE: &str = "de-DE/collages/lake";

#[tokio::test]
async fn nothing_is_expanded_unless_a_client_asks_for_it() {
    let memory = filled().await;
    let down = Broken(|| Error::unavailable("it is down"));
    let app = App::over(Sources { comments: Arc::new(down), ..Sources::of(memory.clone(), memory) });
    let plain = app.get(LAKE).await.is(200);
    assert_eq!((plain.json.get("products"), plain.json.get("comments")), (None, None));
    app.get(&format!("{LAKE}?expand=products")).await.is(200);
    app.get(&format!("{LAKE}?expand=comments")).await.is(503);
    app.get(&format!("{LAKE}?expand=comments&fields=id,items")).await.is(200);
    app.put(&format!("{LAKE}?expand=comments"), &plain.json).by("lena").if_match(plain.tag()).await.is(200);
}

#[tokio::test]
async fn products_are_shown_as_at_their_own_place() {
    let app = App::new().await;
    let item = |product| json!({ "product": product, "x": 0.5, "y": 0.5, "size": 0.5 });
    let items = ["shirt", "scarf", "shirt"].map(item);
    let made = app.post("de-DE/collages", &json!({ "items": items })).by("lena").await.is(201);
    let shown = app.get(&format!("{}?expand=products", made.location())).await.is(200);
    let [shirt, scarf] = [app.get("de-DE/products/shirt").await, app.get("de-DE/products/scarf").await];
    assert_eq!(
        shown.json["products"],
        json!([shirt.json, scarf.json]),
        "each once, in the order of the items"
    );
    let empty = app.get("de-DE/collages/empty?expand=products").await.is(200);
    assert_eq!(empty.json["products"], json!([]));
}

#[tokio::test]
async fn comments_are_shown_as_the_first_page_of_their_list() {
    let app = App::new().await;
    for text in 0..21 {
        app.clock.advance(1_000);
        app.post(&format!("{LAKE}/comments"), &json!({ "text": text.to_string() })).by("omar").await.is(201);
    }
    let shown = app.get(&format!("{LAKE}?expand=comments,products")).await.is(200);
    let first = app.get(&format!("{LAKE}/comments")).await.is(200);
    assert_eq!(shown.json["comments"], first.json);
    assert!(shown.json["products"].is_array());
    let next = first.json["next"].as_str().unwrap();
    app.get(&format!("{LAKE}/comments?cursor={next}")).await.is(200);
    let part = app.get(&format!("{LAKE}?expand=comments&fields=id,comments.items.text")).await.is(200);
    assert_eq!(part.json["comments"]["items"][0], json!({ "text": "20" }));
}

#[tokio::test]
async fn an_expansion_that_nobody_knows_is_refused() {
    let app = App::new().await;
    let refused = app.get(&format!("{LAKE}?expand=products,owner")).await.is(400);
    assert_eq!(refused.errors(), ["expand: enum"]);
    app.get("de-DE/collages?expand=products").await.is(400);
}

#[tokio::test]
async fn a_comment_changes_the_tag_and_no_date_hides_it() {
    let app = App::new().await;
    let target = format!("{LAKE}?expand=comments");
    let before = app.get(&target).await;
    let date = before.header("last-modified").unwrap().to_owned();
    app.get(&target).if_none_match(before.tag()).await.is(304);
    app.delete("de-DE/comments/c2").by("lena").current().await.is(204);
    app.get(&target).header("if-modified-since", &date).await.is(200);
    let after = app.get(&target).if_none_match(before.tag()).await.is(200);
    assert_eq!(after.json["comments"]["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_expanded_collage_is_edited_and_put_back() {
    let app = App::new().await;
    let read = app.get(&format!("{LAKE}?expand=products,comments")).by("lena").await;
    let mut edited = read.json.clone();
    edited["title"] = "Am See".into();
    let put = app.put(LAKE, &edited).by("lena").if_match(read.tag()).await.is(200);
    assert_eq!((&put.json["title"], &put.json["items"]), (&edited["title"], &edited["items"]));
}
