//! The changes of products, as a client that keeps a copy reads them.

use ogrom_protocols_fashion::ProductImport;
use ogrom_protocols_fashion_contract::data::{a_product, at, context};
use ogrom_protocols_fashion_model::Product;
use ogrom_sources_fashion_memory::Memory;
use serde_json::{Value, json};

use crate::tests::{App, Sources};

const CHANGES: &str = "de-DE/feeds/products/changes";

/// Over a memory with as many products as fill two pages and a half.
async fn app() -> (App, Memory) {
    let memory = Memory::default();
    let many: Vec<_> = (0..250).map(|n| a_product(&format!("p{n}"))).collect();
    memory.import_products(&context(), &many, at(0)).await.unwrap();
    (App::over(Sources::of(memory.clone(), memory.clone())), memory)
}

async fn changes(app: &App, query: &str) -> Vec<Value> {
    app.get(&format!("{CHANGES}?{query}")).await.is(200).json.as_array().unwrap().clone()
}

fn cursor(change: &Value) -> &str {
    change["cursor"].as_str().unwrap()
}

#[tokio::test]
async fn every_product_is_a_change_as_its_resource_shows_it() {
    let (app, _) = app().await;
    let all = changes(&app, "").await;
    assert_eq!(all.len(), 250);
    for change in all.iter().step_by(83) {
        let id = change["id"].as_str().unwrap();
        let shown = app.get(&format!("de-DE/products/{id}")).await.is(200).json;
        assert_eq!((&change["product"], &change["removed"]), (&shown, &json!(false)));
    }
    let complete = changes(&app, "complete=true&limit=1").await;
    let id = complete[0]["id"].as_str().unwrap();
    let shown = app.get(&format!("de-DE/products/{id}?complete=true")).await.is(200).json;
    assert_eq!(complete[0]["product"], shown);
}

#[tokio::test]
async fn a_client_that_was_cut_off_goes_on_after_its_last_line() {
    let (app, _) = app().await;
    let all = changes(&app, "").await;
    for received in [1, 99, 100, 101, 249] {
        let rest = changes(&app, &format!("since={}", cursor(&all[received - 1]))).await;
        assert_eq!(rest, all[received..], "{received}");
    }
    let end = cursor(all.last().unwrap());
    assert_eq!(changes(&app, &format!("since={end}")).await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_client_that_comes_again_gets_what_changed_since_whatever_its_dates() {
    let (app, memory) = app().await;
    let all = changes(&app, "").await;
    let end = cursor(all.last().unwrap()).to_owned();
    let older = Product { created: at(-9_000), modified: at(-9_000), ..a_product("older") };
    memory.import_products(&context(), &[older], at(1)).await.unwrap();
    let news = changes(&app, &format!("since={end}")).await;
    assert_eq!(news.iter().map(|change| &change["id"]).collect::<Vec<_>>(), ["older"]);
}

#[tokio::test]
async fn a_limit_ends_the_list_where_it_can_be_continued() {
    let (app, _) = app().await;
    let all = changes(&app, "").await;
    for limit in [1, 99, 100, 101, 249, 250, 251] {
        let first = changes(&app, &format!("limit={limit}")).await;
        assert_eq!(first, all[..limit.min(250)], "{limit}");
    }
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let (app, _) = app().await;
    for (query, error) in [
        ("since=nonsense", "since: cursor"),
        ("since=", "since: cursor"),
        ("limit=0", "limit: minimum"),
        ("after=p1", "after: unknown"),
    ] {
        let refused = app.get(&format!("{CHANGES}?{query}")).await.is(400);
        assert_eq!(refused.errors(), [error], "{query}");
    }
    // That of another list.
    let list = app.get("de-DE/products?limit=1").await.json["next"].as_str().unwrap().to_owned();
    app.get(&format!("{CHANGES}?since={list}")).await.is(400);
}
