//! A panic is responded to like everything else.

use std::sync::Arc;

use http::Request;
use ogrom_core::mount::Routes;
use ogrom_core_resource::{Access, Body, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result};
use ogrom_server_config::options_from;
use ogrom_server_identity::Authenticator;

use super::*;
use crate::{Pipeline, system::RandomIdentities};

/// Has a defect.
struct Broken;

// === impl Broken ===

impl Resource for Broken {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        panic!("planted")
    }
}

impl Get for Broken {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_panic_becomes_a_problem_with_all_that_goes_with_every_answer() {
    let options = options_from(&["--cors-origins=https://shop.example", "--hsts=1h"]);
    let endpoint: Endpoint = Endpoint::of(Broken).get().into();
    let routes = Routes::new().at("/", endpoint.cached(Caching::Revalidate)).build().unwrap();
    let pipeline = Pipeline::new(routes, Authenticator::default(), Arc::new(RandomIdentities));
    let pipeline = pipeline.with_web(Web::new(&options).unwrap());
    let request =
        Request::get("/").header("origin", "https://shop.example").header("accept-encoding", "gzip");
    let response = pipeline.respond(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 500);
    for (name, value) in [
        ("content-type", "application/problem+json"),
        ("cache-control", "no-store"),
        ("access-control-allow-origin", "https://shop.example"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=3600"),
    ] {
        assert_eq!(response.headers()[name], value, "{name}");
    }
    assert!(response.headers().contains_key("x-request-id"));
    let content = response.into_body().read(10_000).await.unwrap();
    let text = std::str::from_utf8(&content).unwrap();
    assert!(text.contains("/problems/internal") && !text.contains("planted"), "{text}");
}
