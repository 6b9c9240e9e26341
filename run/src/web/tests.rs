//! A defect is answered as everything else is.

use std::sync::Arc;

use http::Request;
use ogrom_core::mount::Routes;
use ogrom_core_resource::{Access, Body, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result};

use super::*;
use crate::{Cli, Command, front::Front, identity::Bearers, system::RandomIdentities};

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
    let cli = Cli::from_arguments(["ogrom", "--cors-origins=https://shop.example", "--hsts=1h"]).unwrap();
    let Command::Serve(command) = cli.into_command() else { panic!("it serves") };
    let endpoint: Endpoint = Endpoint::of(Broken).get().into();
    let routes = Routes::new().at("/", endpoint.cached(Caching::Asking)).build().unwrap();
    let front = Front::new(routes, Bearers::default(), Arc::new(RandomIdentities));
    let front = front.with_web(Web::new(&command.web).unwrap());
    let request =
        Request::get("/").header("origin", "https://shop.example").header("accept-encoding", "gzip");
    let response = front.answer(request.body(Body::empty()).unwrap()).await.unwrap();
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
