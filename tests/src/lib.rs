//! Tests of the whole: layers, tidiness, the API over HTTP, the sources.

pub mod app;
pub mod balancer;
pub mod client;
pub mod conformance;
pub mod documented;
pub mod fuzz;
pub mod group;
pub mod load;
pub mod measure;
pub mod plain;
pub mod tokens;

use std::path::Path;

/// The root of the tree that the tests check.
///
/// # Panics
///
/// Never: this package is a folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a folder of the workspace")
}
