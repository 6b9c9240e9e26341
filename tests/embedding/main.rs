//! Our endpoints inside of somebody else's service.

use std::sync::Arc;

use axum::{Router, routing::get};
use http::Request;
use http_body_util::BodyExt;
use ogrom_core::{
    Body,
    mount::{Mounted, RememberUri},
};
use ogrom_protocols_model::Locales;
use ogrom_run::{
    database,
    routes::{self, Surroundings},
    sources::Sources,
    system::{RandomIdentities, SystemClock},
};
use tempfile::TempDir;
use tower_service::Service;

async fn mounted(folder: &TempDir) -> Mounted {
    let opened = database::open(&folder.path().join("ogrom.db").as_path().into(), true)
        .await
        .expect("the demo set can be loaded");
    let locale = "de-DE; EUR; en-GB".parse().expect("this is how a locale is written");
    let locales = Locales::new([locale]).expect("no locale is there twice");
    let around = Surroundings {
        locales: Arc::new(locales),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
    };
    routes::service(&Sources::all_from(&Arc::new(opened.database)), &around).expect("the routes fit together")
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

    // Slashes are put right first, then what is written otherwise.
    for (path, canonical) in [
        ("/shop/v1/de-de/products/", "/shop/v1/de-de/products"),
        ("/shop/v1/de-de/products", "/shop/v1/de-DE/products"),
    ] {
        let (status, headers, _) = ask(&mut app, path).await;
        assert_eq!((status, headers["location"].to_str().unwrap()), (308, canonical));
    }
}

/// The control: without anybody to remember the prefix, nobody can know it.
#[tokio::test]
async fn a_prefix_that_nobody_remembers_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = Router::new().nest_service("/shop", mounted(&folder).await);
    let (_, _, page) = ask(&mut app, "/shop/v1/de-DE/products?limit=1").await;
    assert!(page.contains("\"self\":\"/v1/de-DE/products/"), "{page}");
}

/// The other way round: the table's own answers pass through a service that knows nothing of ours.
#[tokio::test]
async fn a_table_is_a_plain_service() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = mounted(&folder).await;
    let request = Request::get("/v1/").body(Body::empty()).unwrap();
    assert_eq!(table.call(request).await.unwrap().status(), 200);
}
