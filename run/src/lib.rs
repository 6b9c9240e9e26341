//! The service of a fashion community: its command line, its sources, its one route table. All else is in libraries.
//!
//! It is a library with a thin binary, so that tests put together the very same service.

mod cli;
pub mod command;
pub mod database;
pub mod demo;
mod docs;
mod document;
pub mod routes;
mod serve;
pub mod sources;
#[cfg(test)]
mod tests;
pub mod upstream;

use ogrom_server_telemetry::Build;

pub use cli::{Cli, Command, DatabaseOptions, ImportCommand, OpenapiCommand, ServeCommand};

/// This release, which was built from this commit, if that is known.
pub fn build(commit: Option<&'static str>) -> Build {
    Build {
        name: "ogrom",
        version: env!("CARGO_PKG_VERSION"),
        commit,
        rust: env!("BUILT_RUST"),
        crates: env!("BUILT_CRATES"),
        schema: Some(ogrom_sources_fashion_sql::SCHEMA.version.to_string()),
    }
}
