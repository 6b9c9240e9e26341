//! Our endpoints inside of a foreign service.

use std::sync::Arc;

use axum::{Router, routing::get};
use http::Request;
use http_body_util::BodyExt;
use ogrom_core::{
    Body,
    mount::{Mounted, RememberUri},
};
use ogrom_core_fashion::product as products;
use ogrom_core_openapi::{DescribedRoutes, DocumentCell, Info, forms};
use ogrom_protocols_model::Locales;
use ogrom_run::{database, routes, sources::Sources};
use ogrom_server::Services;
use ogrom_sources_fashion_sql::Sql;
use tempfile::TempDir;
use tower_service::Service;

async fn mounted(folder: &TempDir) -> Mounted {
    let opened = database::open(&folder.path().join("ogrom.db").as_path().into(), true)
        .await
        .expect("the demo set can be loaded");
    let locale = "de-DE; EUR; en-GB".parse().expect("this is how a locale is written");
    let locales = Locales::new([locale]).expect("no locale is there twice");
    let services = Services::of_system(locales);
    routes::service(&Sources::all_from(&Arc::new(Sql::from(opened.database))), &services)
        .expect("the routes fit together")
}

async fn ask<S>(service: &mut S, path: &str) -> (u16, http::HeaderMap, String)
where
    S: Service<Request<axum::body::Body>, Error = std::convert::Infallible>,
    S::Response: Into<http::Response<axum::body::Body>>,
{
    let request = Request::get(path).body(axum::body::Body::empty()).expect("a request");
    let response: http::Response<_> =
        service.call(request).await.unwrap_or_else(|never| match never {}).into();
    let (head, body) = response.into_parts();
    let content = body.collect().await.expect("the content comes whole").to_bytes();
    (head.status.as_u16(), head.headers, String::from_utf8(content.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn a_table_behind_axums_prefix_makes_right_links() {
    let folder = tempfile::tempdir().unwrap();
    let app =
        Router::new().route("/own", get(|| async { "own" })).nest_service("/shop", mounted(&folder).await);
    let mut app = RememberUri(app);

    assert_eq!(ask(&mut app, "/own").await.2, "own");
    let (status, headers, page) = ask(&mut app, "/shop/v1/de-DE/products?limit=1").await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("\"self\":\"/shop/v1/de-DE/products/"), "{page}");
    let next = headers["link"].to_str().unwrap();
    let next = next.strip_prefix('<').and_then(|link| link.split_once('>')).unwrap().0;
    assert!(next.starts_with("/shop/v1/de-DE/products?limit=1&cursor="), "{next}");
    assert_eq!(ask(&mut app, next).await.0, 200);

    // Slashes are corrected first, then other spellings.
    for (path, canonical) in [
        ("/shop/v1/de-de/products/", "/shop/v1/de-de/products"),
        ("/shop/v1/de-de/products", "/shop/v1/de-DE/products"),
    ] {
        let (status, headers, _) = ask(&mut app, path).await;
        assert_eq!((status, headers["location"].to_str().unwrap()), (308, canonical));
    }
}

/// The control: without a layer that keeps the prefix, it is unknown.
#[tokio::test]
async fn a_prefix_that_nobody_remembers_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = Router::new().nest_service("/shop", mounted(&folder).await);
    let (_, _, page) = ask(&mut app, "/shop/v1/de-DE/products?limit=1").await;
    assert!(page.contains("\"self\":\"/v1/de-DE/products/"), "{page}");
}

/// The other way round: the table's own responses pass through a service that does not know ours.
#[tokio::test]
async fn a_table_is_a_plain_service() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = mounted(&folder).await;
    let request = Request::get("/v1/").body(Body::empty()).unwrap();
    assert_eq!(table.call(request).await.unwrap().status(), 200);
}

/// Two of our endpoints in a foreign application, which serves the document of those two.
#[tokio::test]
async fn a_part_of_the_endpoints_has_a_document_of_its_own() {
    let products: Arc<dyn ogrom_protocols_fashion::ProductReader> =
        Arc::new(ogrom_sources_fashion_memory::Memory::default());
    let document = DocumentCell::default();
    let table = ogrom_core::mount::Routes::new()
        .at("/products", products::products(Arc::clone(&products)))
        .at("/products/{product}", products::product(products))
        .at("/openapi.json", ogrom_core_openapi::document::<forms::Json>(document.clone()))
        .without::<ogrom_core_fashion::collage::CollagesResource>()
        .build()
        .unwrap();
    document.set(DescribedRoutes::of(table.table(), |guard| guard.values()).with_prefix("/shop"), info());
    let mut app = RememberUri(Router::new().nest_service("/shop", table));

    let (status, headers, text) = ask(&mut app, "/shop/openapi.json").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "application/json"));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["servers"], serde_json::json!([{"url": "/shop"}]));
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/products", "/products/{product}"]);
    let list = &document["paths"]["/products"]["get"];
    let link = &list["responses"]["200"]["links"]["getProduct"]["parameters"];
    assert_eq!(link, &serde_json::json!({"product": "$response.body#/items/0/id"}));
    let schemas: Vec<_> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    let known = [
        "ErrorDetail",
        "Price",
        "Problem",
        "Product",
        "ProductLinks",
        "ProductPage",
        "ProductSort",
        "ProductText",
    ];
    assert_eq!(schemas, known);
    assert!(document["components"].get("securitySchemes").is_none(), "nothing needs a token");
    assert_eq!(ask(&mut app, "/shop/products").await.0, 200);
}

fn info() -> Info {
    Info {
        title: "A shop",
        version: "1.0.0",
        about: "Products.",
        contact: "The shop",
        licence: "MIT",
        token: "",
        token_format: "",
        on_every_answer: vec![],
    }
}
