//! The feed, as a client sees it, and the calls of its source.

mod changes;
mod csv;
mod validators;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use http::{Request, Response};
use http_body_util::BodyExt;
use ogrom_core::{Body, facts::Deadline};
use ogrom_protocols::{Context, Error, Page, PageRequest, Result};
use ogrom_protocols_fashion::{ProductQuery, ProductReader};
use ogrom_protocols_fashion_contract::{data::a_product, given};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_sources_fashion_memory::Memory;
use serde_json::{Value, json};
use tower_service::Service;

use super::feed;
use crate::tests::{App, Ask, Sources};

/// Reads from memory, remembers until when each page was to be there, and fails from some page on.
struct Watched {
    memory: Memory,
    asked: Mutex<Vec<Option<Instant>>>,
    fails_from: usize,
}

// === impl Watched ===

impl Watched {
    /// As many products as fill two pages and half a third.
    async fn new() -> Self {
        let many: Vec<_> = (0..250).map(|i| a_product(&format!("p{i}"))).collect();
        let memory = Memory::default();
        given::products(&memory, &many).await;
        Self { memory, asked: Mutex::default(), fails_from: usize::MAX }
    }

    fn pages(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

#[async_trait]
impl ProductReader for Watched {
    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        self.memory.products_by_ids(ctx, ids).await
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>> {
        self.asked.lock().unwrap().push(ctx.deadline);
        if self.pages() > self.fails_from {
            return Err(Error::unavailable("db-01"));
        }
        self.memory.products(ctx, query, page).await
    }
}

async fn get(source: &Arc<Watched>, deadline: Option<Instant>) -> Response<Body> {
    let mut request = Request::get("/").header("accept", "application/jsonl");
    if let Some(deadline) = deadline {
        request = request.extension(Deadline(deadline));
    }
    feed(source.clone()).call(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// How many lines the next piece of the content has; an error where it ends in one, none where it ends.
async fn lines(body: &mut Body) -> Option<std::result::Result<usize, String>> {
    let frame = body.frame().await?;
    Some(
        frame
            .map_err(|error| error.to_string())
            .map(|frame| std::str::from_utf8(frame.data_ref().unwrap()).unwrap().matches('\n').count()),
    )
}

#[tokio::test]
async fn it_tells_what_the_list_tells_in_its_order() {
    let app = App::new().await;
    for locale in ["de-DE", "fr-FR", "en-GB"] {
        let place = format!("{locale}/feeds/products");
        let list = app.get(&format!("{locale}/products?limit=100")).await.is(200);
        for format in ["application/json", "application/cbor", "application/jsonl"] {
            let told = app.get(&place).accept(format).await.is(200);
            assert_eq!(told.header("content-type"), Some(format));
            assert_eq!(told.json, list.json["items"], "{format}");
            assert_eq!(told.header("accept-ranges"), None);
        }
    }
    let nothing = App::over(Sources::of(Memory::default(), Memory::default()));
    assert_eq!(nothing.get("de-DE/feeds/products").await.is(200).json, json!([]));
}

#[tokio::test]
async fn head_reads_nothing() {
    let source = Arc::new(Watched::new().await);
    let head = Ask::new(feed(source.clone()), "HEAD", "/").await.is(200);
    assert_eq!((head.header("content-length"), source.pages()), (None, 0));
    assert_eq!(head.headers, Ask::new(feed(source), "GET", "/").await.is(200).headers);
}

#[tokio::test]
async fn a_page_is_read_when_the_one_before_is_sent() {
    let source = Arc::new(Watched::new().await);
    let mut body = get(&source, None).await.into_body();
    let mut sent = 0;
    assert_eq!(source.pages(), 1, "the first product decides the status");
    while let Some(more) = lines(&mut body).await {
        sent += more.unwrap();
        assert!(
            source.pages() <= sent / 100 + 1,
            "{} pages are read and {sent} products sent",
            source.pages()
        );
    }
    assert_eq!((sent, source.pages()), (250, 3));
}

#[tokio::test]
async fn many_slow_readers_hold_a_page_each() {
    let source = Arc::new(Watched::new().await);
    let (mut readers, mut pages) = (Vec::new(), 0);
    for _ in 0..100 {
        let mut body = get(&source, None).await.into_body();
        let sent = lines(&mut body).await.unwrap().unwrap();
        assert!(sent < 250, "it has not read all");
        readers.push((body, sent));
        // The pages that are sent, and the one that the next piece comes from.
        pages += sent / 100 + 1;
    }
    assert!(source.pages() <= pages, "{} pages are read for {} readers", source.pages(), readers.len());
    for (mut body, mut sent) in readers {
        while let Some(more) = lines(&mut body).await {
            sent += more.unwrap();
        }
        assert_eq!(sent, 250);
    }
}

#[tokio::test]
async fn each_page_has_as_much_time_as_the_first() {
    let source = Arc::new(Watched::new().await);
    let within = Duration::from_millis(50);
    let deadline = Instant::now() + within;
    let mut body = get(&source, Some(deadline)).await.into_body();
    while Instant::now() <= deadline {
        // A client that takes its time.
        std::thread::sleep(within / 10);
    }
    while let Some(more) = lines(&mut body).await {
        more.unwrap();
    }
    let asked = source.asked.lock().unwrap();
    let later: Vec<_> = asked[1..].iter().map(|until| until.unwrap() > deadline).collect();
    assert_eq!(later, [true, true]);
    assert!(asked[0].unwrap() <= Instant::now() + within, "nothing waits for ever");
}

#[tokio::test]
async fn a_source_that_fails_at_once_is_told_and_one_that_fails_later_cuts_off() {
    let source = Arc::new(Watched { fails_from: 0, ..Watched::new().await });
    let refused = Ask::new(feed(source), "GET", "/").await.is(503);
    assert!(!refused.json.to_string().contains("db-01"));

    let source = Arc::new(Watched { fails_from: 2, ..Watched::new().await });
    let response = get(&source, None).await;
    assert_eq!(response.status(), 200);
    let mut body = response.into_body();
    let mut sent = 0;
    let end = loop {
        match lines(&mut body).await {
            Some(Ok(more)) => sent += more,
            end => break end,
        }
    };
    assert!(end.is_some_and(|end| end.is_err_and(|told| !told.contains("db-01"))), "half of it is no whole");
    assert_eq!(sent, 200, "what was read is sent");
}

#[tokio::test]
async fn a_product_that_is_added_meanwhile_does_not_disturb() {
    let source = Arc::new(Watched::new().await);
    let body = get(&source, None).await.into_body();
    let newer = Product { created: ogrom_protocols_fashion_contract::data::at(1), ..a_product("new") };
    given::products(&source.memory, &[newer]).await;
    let content = body.collect().await.unwrap().to_bytes();
    let lines = std::str::from_utf8(&content).unwrap().lines();
    let mut ids: Vec<_> = lines
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), ids.contains(&"new".to_owned())), (250, false));
}
