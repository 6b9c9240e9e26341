//! Conditions by date, as a client sees them.

use std::time::{Duration, SystemTime};

use ogrom_core_resource::Received;
use ogrom_protocols::Clock;
use ogrom_protocols_fashion_contract::data::at;
use ogrom_protocols_fashion_model::Product;
use serde_json::json;

use crate::tests::{
    Answer, App, Sources,
    data::{filled_with, products},
};

const LAKE: &str = "de-DE/collages/lake";

fn body() -> serde_json::Value {
    json!({ "title": "New", "items": [] })
}

fn date(answer: &Answer) -> String {
    answer.header("last-modified").expect("it has a date").to_owned()
}

#[tokio::test]
async fn of_two_changes_within_a_second_by_one_date_the_second_is_refused() {
    let app = App::new().await;
    let put = |date: &str| {
        let other = json!({ "title": "Newer", "items": [] });
        app.put(LAKE, &other).by("lena").header("if-unmodified-since", date)
    };
    app.put(LAKE, &body()).by("lena").current().await.is(200);
    let date = date(&app.get(LAKE).await);
    put(&date).await.is(200);
    put(&date).await.is(412);
    app.clock.advance(60_000);
    put(&date).await.is(412);
}

#[tokio::test]
async fn a_change_by_a_clock_that_is_behind_is_dated_after_what_it_replaces() {
    let app = App::new().await;
    app.put(LAKE, &body()).by("lena").current().await.is(200);
    for behind in [30_000, 3_600_000] {
        let before = app.get(LAKE).await;
        app.clock.advance(-behind);
        let other = json!({ "title": behind.to_string(), "items": [] });
        app.put(LAKE, &other).by("lena").current().await.is(200);
        let after = app.get(LAKE).header("if-modified-since", &date(&before)).await.is(200);
        assert!(after.json["modified"].as_str() > before.json["modified"].as_str(), "{after:?}");
        app.put(LAKE, &body()).by("lena").header("if-unmodified-since", &date(&before)).await.is(412);
        let part = app.get(LAKE).header("range", "bytes=0-9").header("if-range", &date(&before));
        part.await.is(200);
    }
}

#[tokio::test]
async fn each_like_has_a_tag_and_a_date_of_its_own() {
    let app = App::new().await;
    let like = format!("{LAKE}/likes/ida");
    let before = app.get(LAKE).await;
    app.ask("PUT", &like).by("ida").await.is(201);
    let liked = app.get(LAKE).await;
    app.delete(&like).by("ida").await.is(204);
    let after = app.get(LAKE).await;
    let tags = [before.tag(), liked.tag(), after.tag()];
    let dates = [date(&before), date(&liked), date(&after)];
    for (one, other) in [(0, 1), (1, 2), (0, 2)] {
        assert_ne!((tags[one], &dates[one]), (tags[other], &dates[other]));
        assert_ne!(tags[one], tags[other]);
        assert_ne!(dates[one], dates[other]);
    }
    app.get(LAKE).if_none_match(before.tag()).await.is(200);
    app.get(LAKE).header("if-modified-since", &date(&liked)).await.is(200);
}

#[tokio::test]
async fn the_date_of_what_was_deleted_is_none_of_what_is_made_in_its_place() {
    let app = App::new().await;
    let post = |title: &str| app.post("de-DE/collages", &json!({ "id": "x1", "title": title, "items": [] }));
    let place = post("first").by("lena").await.is(201).location().to_owned();
    app.put(&place, &body()).by("lena").current().await.is(200);
    let first = date(&app.get(&place).await);
    app.clock.advance(5_000);
    app.delete(&place).by("lena").current().await.is(204);
    post("second").by("lena").await.is(201);
    app.get(&place).header("if-modified-since", &first).await.is(200);
    app.put(&place, &body()).by("lena").header("if-unmodified-since", &first).await.is(412);
}

#[tokio::test]
async fn a_date_before_the_epoch_is_earlier_than_any_change() {
    let app = App::new().await;
    let old = "Wed, 31 Dec 1969 23:59:59 GMT";
    app.put(LAKE, &body()).by("lena").header("if-unmodified-since", old).await.is(412);
    app.get(LAKE).header("if-modified-since", old).await.is(200);
}

#[tokio::test]
async fn no_date_is_later_than_the_response() {
    let app = App::new().await;
    let (noon, in_2099) = (1_800_000_000, 4_070_908_800_000);
    app.clock.advance(in_2099 - app.clock.now().as_millis());
    app.put(LAKE, &body()).by("lena").current().await.is(200);
    let received = Received(SystemTime::UNIX_EPOCH + Duration::from_secs(noon));
    let told = app.get(LAKE).fact(received).await;
    assert!(told.json["modified"].as_str() > Some("2099"), "{told:?}");
    let told = date(&told);
    assert_eq!(told, httpdate::fmt_http_date(received.0));
    app.get(LAKE).fact(received).header("if-modified-since", &told).await.is(200);
    app.put(LAKE, &body()).by("lena").header("if-unmodified-since", &told).await.is(412);
    let before_the_epoch = Received(SystemTime::UNIX_EPOCH - Duration::from_secs(1));
    assert_eq!(date(&app.get(LAKE).fact(before_the_epoch).await), "Thu, 01 Jan 1970 00:00:00 GMT");
}

#[tokio::test]
async fn a_change_is_dated_after_what_is_shown_beside_it() {
    let in_a_day = at(24 * 60 * 60 * 1_000);
    let later = products().into_iter().map(|product| Product { modified: in_a_day, ..product });
    let memory = filled_with(later.collect()).await;
    let app = App::over(Sources::of(memory.clone(), memory));
    let date = date(&app.get(LAKE).await);
    app.clock.advance(-30_000);
    app.put(LAKE, &body()).by("lena").current().await.is(200);
    app.put(LAKE, &body()).by("lena").header("if-unmodified-since", &date).await.is(412);
    app.get(LAKE).header("if-modified-since", &date).await.is(200);
}
