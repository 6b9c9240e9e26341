//! The release that runs: what it was built of, and the database schema that it is made for.

use http::HeaderMap;
use ogrom_core_resource::{Access, Cx, Endpoint, Result, Singleton};
use ogrom_server_telemetry::Build;
use serde_json::{Map, Value, json};

use super::page::no_store;

/// See [`version`].
#[derive(Debug)]
pub struct VersionResource {
    build: Build,
}

/// The page that says which release runs.
pub fn version(build: Build) -> Endpoint {
    Endpoint::of(VersionResource { build }).get().into()
}

// === impl VersionResource ===

impl Singleton for VersionResource {
    type View = Value;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn view(&self, _: &Cx) -> Result<Value> {
        let Build { version, rust, crates, schema, .. } = &self.build;
        let crates = crates.split(',').filter_map(|named| named.split_once(' '));
        let crates: Map<_, _> = crates.map(|(name, version)| (name.to_owned(), version.into())).collect();
        let mut release = json!({
            "version": version,
            "commit": self.build.commit(),
            "rust": rust,
            "crates": crates,
        });
        if let Some(schema) = schema {
            release["schema"] = schema.as_str().into();
        }
        Ok(release)
    }

    fn describe(&self, headers: &mut HeaderMap) {
        no_store(headers);
    }
}
