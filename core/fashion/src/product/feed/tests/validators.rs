//! The validators of feeds.

use ogrom_protocols_fashion::ProductImport;
use ogrom_protocols_fashion_contract::data::{a_product, at, context};
use ogrom_protocols_fashion_model::Product;
use ogrom_sources_fashion_memory::Memory;

use crate::tests::{App, Sources};

const FEEDS: [&str; 2] = ["de-DE/feeds/products", "de-DE/feeds/products/changes"];

/// Over a memory with one product, and that memory.
async fn app() -> (App, Memory) {
    let memory = Memory::default();
    memory.import_products(&context(), &[a_product("p1")], at(0)).await.unwrap();
    (App::over(Sources::of(memory.clone(), memory.clone())), memory)
}

#[tokio::test]
async fn an_unchanged_catalogue_is_not_sent_again() {
    let (app, _) = app().await;
    for feed in FEEDS {
        for format in ["application/json", "application/cbor", "application/jsonl", "text/csv"] {
            let first = app.get(feed).accept(format).await.is(200);
            assert!(first.tag().starts_with("W/\""), "{}", first.tag());
            app.get(feed).accept(format).if_none_match(first.tag()).await.is(304);
            let date = first.header("last-modified").unwrap();
            app.get(feed).accept(format).header("if-modified-since", date).await.is(304);
            app.ask("HEAD", feed).accept(format).if_none_match(first.tag()).await.is(304);
        }
    }
}

#[tokio::test]
async fn each_format_and_each_locale_has_a_tag_of_its_own() {
    let (app, _) = app().await;
    let json = app.get(FEEDS[0]).await.is(200);
    app.get(FEEDS[0]).accept("application/cbor").if_none_match(json.tag()).await.is(200);
    app.get("fr-FR/feeds/products").if_none_match(json.tag()).await.is(200);
}

#[tokio::test]
async fn every_change_ends_what_a_client_has() {
    let (app, memory) = app().await;
    let older = Product { created: at(-9_000), modified: at(-9_000), ..a_product("p0") };
    for feed in FEEDS {
        let first = app.get(feed).await.is(200);
        let id = if feed == FEEDS[0] { "p0" } else { "p2" };
        let product = Product { id: id.parse().unwrap(), ..older.clone() };
        memory.import_products(&context(), &[product], at(5_000)).await.unwrap();
        let second = app.get(feed).if_none_match(first.tag()).await.is(200);
        assert_ne!(first.tag(), second.tag());
        assert!(second.json.to_string().contains(id));
        let date = first.header("last-modified").unwrap();
        if feed == FEEDS[0] {
            app.get(feed).header("if-modified-since", date).await.is(200);
        }
    }
}
