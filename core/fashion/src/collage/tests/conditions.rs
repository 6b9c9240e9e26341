//! Conditional requests and concurrent changes, as a client sees them.

use std::sync::Arc;

use ogrom_protocols_fashion_model::Product;
use ogrom_protocols_model::Money;
use serde_json::{Value, json};
use tokio::{join, sync::Barrier};

use crate::tests::{
    Answer, App, Sources,
    broken::Meeting,
    data::{filled_with, products},
    filled,
};

const LAKE: &str = "de-DE/collages/lake";

fn body() -> Value {
    json!({ "title": "New", "items": [] })
}

#[tokio::test]
async fn a_change_on_top_of_what_was_read_is_made_and_on_top_of_another_not() {
    let app = App::new().await;
    let tag = app.get(LAKE).await.tag().to_owned();
    app.put(LAKE, &body()).by("lena").if_match(&tag).await.is(200);
    app.put(LAKE, &body()).by("lena").if_match(&tag).await.is(412);
    app.patch(LAKE, &body()).by("lena").if_match(&tag).await.is(412);
    app.delete(LAKE).by("lena").if_match(&tag).await.is(412);
    let tag = app.get(LAKE).await.tag().to_owned();
    app.delete(LAKE).by("lena").if_match(&format!("\"x\", {tag}")).await.is(204);
    app.delete(LAKE).by("lena").if_match(&tag).await.is(410);
}

#[tokio::test]
async fn the_tag_of_a_post_and_of_a_patch_serve_the_next_change() {
    let app = App::new().await;
    let made = app.post("de-DE/collages", &body()).by("lena").await.is(201);
    let patch = json!({ "title": "Newer" });
    let patched = app.patch(made.location(), &patch).by("lena").if_match(made.tag()).await.is(200);
    app.delete(made.location()).by("lena").if_match(made.tag()).await.is(412);
    app.delete(made.location()).by("lena").if_match(patched.tag()).await.is(204);
}

#[tokio::test]
async fn a_like_changes_the_tag_but_is_no_edit() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    app.ask("PUT", &format!("{LAKE}/likes/omar")).by("omar").await.is(201);
    let after = app.get(LAKE).if_none_match(before.tag()).await.is(200);
    assert_ne!(after.tag(), before.tag());
    assert_ne!(after.header("last-modified"), before.header("last-modified"));
    assert_eq!((&after.json["likes"], &after.json["title"]), (&json!(1), &before.json["title"]));
    // The owner has seen the last edit, and a like is none that could be lost.
    app.put(LAKE, &body()).by("lena").if_match(before.tag()).await.is(200);
}

#[tokio::test]
async fn a_comment_changes_the_tag_but_is_no_edit() {
    let app = App::new().await;
    let before = app.get(LAKE).await;
    let list = app.get("de-DE/collages").await.tag().to_owned();
    let comment = json!({ "text": "Hm.", "rating": 2 });
    app.post(&format!("{LAKE}/comments"), &comment).by("omar").await.is(201);
    let after = app.get(LAKE).if_none_match(before.tag()).await.is(200);
    assert_ne!(after.tag(), before.tag());
    assert_ne!(after.header("last-modified"), before.header("last-modified"));
    let shown =
        |answer: &Answer| ["commentCount", "rating", "version"].map(|member| answer.json[member].clone());
    assert_eq!(shown(&before), [json!(3), json!(5.0), json!(1)]);
    assert_eq!(shown(&after), [json!(4), json!(3.5), json!(1)]);
    app.get("de-DE/collages").if_none_match(&list).await.is(200);
    app.put(LAKE, &body()).by("lena").if_match(before.tag()).await.is(200);
}

#[tokio::test]
async fn a_change_of_a_product_changes_the_tag_but_is_no_edit() {
    let before = App::new().await.get(LAKE).await;
    let dearer = |money: Money| Money { amount: money.amount + 100, ..money };
    let prices = |product: &Product| {
        product.prices.iter().map(|(country, money)| (*country, dearer(*money))).collect()
    };
    let edited = products().into_iter().map(|product| Product { prices: prices(&product), ..product });
    let memory = filled_with(edited.collect()).await;
    let app = App::over(Sources::of(memory.clone(), memory));
    assert_ne!(app.get(LAKE).await.tag(), before.tag());
    app.put(LAKE, &body()).by("lena").if_match(before.tag()).await.is(200);
}

#[tokio::test]
async fn the_tag_of_a_list_changes_with_anything_in_it() {
    let app = App::new().await;
    for list in ["de-DE/collages", "de-DE/users/lena/collages"] {
        let before = app.get(list).await.tag().to_owned();
        app.ask("PUT", &format!("{LAKE}/likes/ida")).by("ida").await.is(201);
        app.get(list).if_none_match(&before).await.is(200);
        app.delete(&format!("{LAKE}/likes/ida")).by("ida").await.is(204);
    }
}

#[tokio::test]
async fn what_must_not_be_there_is_not_replaced() {
    let app = App::new().await;
    app.put(LAKE, &body()).by("lena").current().if_none_match("*").await.is(412);
    app.delete(LAKE).by("lena").current().if_none_match("*").await.is(412);
    app.put(LAKE, &body()).by("lena").if_match("*").await.is(200);
    app.put("de-DE/collages/none", &body()).by("lena").if_match("*").await.is(404);
}

#[tokio::test]
async fn a_tag_of_ours_that_has_become_weak_guards_a_change() {
    let app = App::new().await;
    let weak = format!("W/{}", app.get(LAKE).await.tag());
    app.get(LAKE).if_none_match(&weak).await.is(304);
    app.get(LAKE).if_match(&weak).await.is(412);
    app.put(LAKE, &body()).by("lena").if_match(&weak).await.is(200);
    app.put(LAKE, &body()).by("lena").if_match(&weak).await.is(412);
}

#[tokio::test]
async fn a_tag_that_was_never_given_guards_no_change() {
    let app = App::new().await;
    let tag = app.get(LAKE).await.tag().to_owned();
    let other = app.get("de-DE/collages/city").await.tag().to_owned();
    let state = tag.split('.').next().unwrap();
    for made_up in [
        format!("{state}.made-up-xml\""),
        format!("{state}-json\""),
        format!("{state}\""),
        tag.replace("json", "xml"),
        format!("{state}{}", &other[other.find('.').unwrap()..]),
    ] {
        app.put(LAKE, &body()).by("lena").if_match(&made_up).await.is(412);
        app.delete(LAKE).by("lena").if_match(&format!("W/{made_up}")).await.is(412);
    }
}

#[tokio::test]
async fn the_tag_of_what_was_deleted_is_none_of_what_is_made_in_its_place() {
    let app = App::new().await;
    for (list, id) in [("de-DE/collages", "x1"), ("de-DE/collages/lake/comments", "x2")] {
        let post = |title| {
            if list.ends_with("comments") {
                app.post(list, &json!({ "id": id, "title": title, "text": "Hm." }))
            } else {
                app.post(list, &json!({ "id": id, "title": title, "items": [] }))
            }
        };
        let first = post("first").by("lena").await.is(201);
        let place = first.location().to_owned();
        let first = app.get(&place).await;
        app.delete(&place).by("lena").if_match(first.tag()).await.is(204);
        post("second").by("lena").await.is(201);
        app.get(&place).if_none_match(first.tag()).await.is(200);
        let part = app.get(&place).header("range", "bytes=0-9").header("if-range", first.tag());
        part.await.is(200);
        let body = if list.ends_with("comments") { json!({ "text": "Late" }) } else { body() };
        app.put(&place, &body).by("lena").if_match(first.tag()).await.is(412);
        app.delete(&place).by("lena").if_match(first.tag()).await.is(412);
    }
}

#[tokio::test]
async fn a_date_guards_a_change_where_there_is_no_tag() {
    let app = App::new().await;
    let read = app.get(LAKE).await.header("last-modified").unwrap().to_owned();
    let put = |since: &str| app.put(LAKE, &body()).by("lena").header("if-unmodified-since", since);
    put("Tue, 14 Nov 2023 22:13:21 GMT").await.is(412);
    put(&read).await.is(200);
    put(&read).await.is(412);
}

#[tokio::test]
async fn a_stranger_is_refused_before_a_condition_is_judged() {
    let app = App::new().await;
    app.put(LAKE, &body()).if_match("\"x\"").await.is(401);
    app.put(LAKE, &body()).by("omar").if_match("\"x\"").await.is(403);
    let wrong = json!({ "title": 7 });
    app.put(LAKE, &wrong).by("lena").if_match("\"x\"").await.is(412);
}

#[tokio::test]
async fn of_two_edits_at_once_one_is_made() {
    for condition in ["if-match", "if-unmodified-since"] {
        let memory = filled().await;
        let meeting = Meeting { memory: memory.clone(), both: Arc::new(Barrier::new(2)) };
        let sources = Sources::of(memory.clone(), memory);
        let app = App::over(Sources { collage_writer: Arc::new(meeting), ..sources });
        let read = app.get(LAKE).await;
        let value = if condition == "if-match" { "etag" } else { "last-modified" };
        let value = read.header(value).unwrap();
        let put = |title: &str| {
            app.put(LAKE, &json!({ "title": title, "items": [] })).by("lena").header(condition, value)
        };
        let (left, right) = join!(put("left"), put("right"));
        let (winner, loser) = if left.status == 200 { (left, right) } else { (right, left) };
        let (winner, _) = (winner.is(200), loser.is(412));
        assert_eq!(app.get(LAKE).await.json["title"], winner.json["title"]);
    }
}

#[tokio::test]
async fn of_two_deletions_at_once_one_is_made() {
    let memory = filled().await;
    let meeting = Meeting { memory: memory.clone(), both: Arc::new(Barrier::new(2)) };
    let sources = Sources::of(memory.clone(), memory);
    let app = App::over(Sources { collage_writer: Arc::new(meeting), ..sources });
    let tag = app.get(LAKE).await.tag().to_owned();
    let delete = || app.delete(LAKE).by("lena").if_match(&tag);
    let (left, right) = join!(delete(), delete());
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 412]);
    app.get(LAKE).await.is(410);
}
