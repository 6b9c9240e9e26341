//! The items of libraries, by rustdoc.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::process::Command;

use rustdoc_types::{Crate, FORMAT_VERSION};
use serde::Deserialize;

use crate::items::lines;
use crate::library::Library;
use crate::listing::Line;
use crate::problem::{Problem, output};

/// The program that cargo calls in place of rustdoc.
const WRAPPER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/release/rustdoc");

/// The items of a library.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// With any features.
    pub(crate) always: Vec<Line>,
    /// With all features.
    pub(crate) at_most: Vec<Line>,
}

/// Rustdoc, for one workspace.
#[derive(Debug)]
pub(crate) struct Rustdoc<'a> {
    root: &'a Path,
    target: &'a Path,
}

/// The part of a document that gives its format.
#[derive(Debug, Deserialize)]
struct Format {
    format_version: u32,
}

// === impl Rustdoc ===

impl<'a> Rustdoc<'a> {
    pub(crate) fn new(root: &'a Path, target: &'a Path) -> Self {
        Self { root, target }
    }

    /// The items of each library, by its name.
    pub(crate) fn shown(&self, libraries: &[Library]) -> Result<BTreeMap<String, Shown>, Problem> {
        let (with, without): (Vec<_>, Vec<_>) = libraries.iter().partition(|it| !it.features.is_empty());
        let mut shown = BTreeMap::new();
        if !without.is_empty() {
            self.document(&without, "--no-default-features")?;
        }
        for library in without {
            shown.insert(library.name.clone(), Shown { always: self.lines(library)?, at_most: Vec::new() });
        }
        // One by one, since the features that one enables in another would be on for that one, too.
        for library in with {
            self.document(&[library], "--no-default-features")?;
            let always = self.lines(library)?;
            self.document(&[library], "--all-features")?;
            shown.insert(library.name.clone(), Shown { always, at_most: self.lines(library)? });
        }
        Ok(shown)
    }

    fn document(&self, libraries: &[&Library], features: &str) -> Result<(), Problem> {
        // Cargo takes an earlier output for fresh, though the same file may have been written for other features
        // since.
        let once = RandomState::new().hash_one(());
        let packages = libraries.iter().flat_map(|library| ["--package", &library.name]);
        let mut cargo = Command::new("cargo");
        cargo
            .args(["doc", "--quiet", "--lib", "--no-deps", features])
            .args(packages)
            .current_dir(self.root)
            .env("RUSTDOC", WRAPPER)
            .env("RUSTDOCFLAGS", format!("-Zunstable-options --output-format=json --cfg=once=\"{once}\""));
        output(&mut cargo).map(drop)
    }

    fn lines(&self, library: &Library) -> Result<Vec<Line>, Problem> {
        let file = self.target.join("doc").join(library.crate_name()).with_extension("json");
        let text = fs::read_to_string(&file).map_err(|error| Problem::file(&file, error))?;
        let Format { format_version } =
            serde_json::from_str(&text).map_err(|error| Problem::file(&file, error))?;
        if format_version != FORMAT_VERSION {
            return Err(Problem::new(format!(
                "this rustdoc writes format {format_version}, and format {FORMAT_VERSION} can be read: call \
                 this with the toolchain that rust-version in Cargo.toml names"
            )));
        }
        let document: Crate = serde_json::from_str(&text).map_err(|error| Problem::file(&file, error))?;
        let api = public_api::Builder::from_rustdoc_json(&file)
            .omit_blanket_impls(true)
            .build()
            .map_err(|error| Problem::file(&file, error))?;
        Ok(lines(&document, &api))
    }
}
