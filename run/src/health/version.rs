//! Which release runs: what it was built of, and which schema of a database it is made for.

use http::HeaderMap;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result, Validators, describe::Documented,
};
use serde_json::{Map, Value, json};

use super::page::not_kept;

/// Our crates as `name version`, separated by commas.
const CRATES: &str = env!("BUILT_CRATES");

/// See [`version`].
#[derive(Debug)]
pub struct VersionResource {
    commit: Option<&'static str>,
}

/// The page that says which release runs, and which commit it was built from, if that is known.
pub fn version(commit: Option<&'static str>) -> Endpoint {
    Endpoint::of(VersionResource { commit }).get().into()
}

/// What is told of the commit.
pub(crate) fn known(commit: Option<&'static str>) -> &'static str {
    commit.unwrap_or("unknown")
}

// === impl VersionResource ===

impl Resource for VersionResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::OF_CONTENT
    }
}

impl Get for VersionResource {
    type View = Value;

    async fn get(&self, _: &Cx, (): &()) -> Result<Value> {
        let crates = CRATES.split(',').filter_map(|named| named.split_once(' '));
        let crates: Map<_, _> = crates.map(|(name, version)| (name.to_owned(), version.into())).collect();
        Ok(json!({
            "version": env!("CARGO_PKG_VERSION"),
            "commit": known(self.commit),
            "rust": env!("BUILT_RUST"),
            "schema": ogrom_sources_sql::SCHEMA.to_string(),
            "crates": crates,
        }))
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        not_kept(headers);
    }
}
