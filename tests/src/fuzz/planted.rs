//! Planted defects, to test the judge: a resource that fails for some names in each way that counts.

use std::future::pending;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request as HttpRequest;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, NoParameters, Resource, Result, path,
};

use super::{judge, probe::Probed, request::Asked};

path! {
    /// Names a defect.
    pub struct PlantedPath { name: String }
}

/// Panics on a request for `ogrom`, fails for `fault`, and never responds for `never`.
struct Planted;

/// The bytes are the name.
pub(super) fn run(bytes: &[u8]) {
    thread_local!(static ENDPOINT: Endpoint = Endpoint::of(Planted).get().into());
    ENDPOINT.with(|endpoint| judge::judge(endpoint, Probed::like(0), &|| ask_for(bytes)));
}

fn ask_for(name: &[u8]) -> Option<Asked> {
    let target = [b"/", name].concat();
    HttpRequest::builder().uri(&target[..]).body(Full::new(Bytes::new())).ok()
}

/// Whether the name is this word. Each letter is a step of its own, which guides a fuzzer: to guess all of them
/// together would take too long.
fn is(name: &str, word: &[u8]) -> bool {
    for (at, letter) in word.iter().enumerate() {
        if name.as_bytes().get(at) != Some(letter) {
            return false;
        }
        std::hint::black_box(at);
    }
    name.len() == word.len()
}

impl Resource for Planted {
    type Path = PlantedPath;
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, path: &PlantedPath, _: &NoParameters) -> Result<Existence<()>> {
        assert!(!is(&path.name, b"ogrom"), "the planted defect");
        if path.name == "fault" {
            return Err(Fault::internal("the planted fault"));
        }
        if path.name == "never" {
            return pending().await;
        }
        Ok(Existence::Missing)
    }
}

impl Get for Planted {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}
