//! Tests of the whole: layers, tidiness, the API over HTTP, the sources.

pub mod app;
pub mod client;
pub mod conformance;
pub mod documented;
pub mod fuzz;
pub mod measure;
pub mod tokens;

use std::path::Path;

/// The root of the tree that the tests judge.
///
/// # Panics
///
/// Never: this package is a folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a folder of the workspace")
}
