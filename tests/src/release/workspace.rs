//! The checked workspace: its libraries in the order in which they can be published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use semver::VersionReq;

use crate::library::Library;
use crate::listing::Listing;
use crate::lock::Lock;
use crate::problem::Problem;
use crate::rustdoc::Rustdoc;

/// A workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo writes.
    target: PathBuf,
    /// Each one after all its dependencies.
    pub(crate) libraries: Vec<Library>,
    /// The versions of a library that the others require, by its name.
    pub(crate) asked: BTreeMap<String, Vec<VersionReq>>,
}

// === impl Workspace ===

impl Workspace {
    /// Reads the manifests; whether they agree with each other is not checked.
    pub(crate) fn read(root: &Path) -> Result<Self, Problem> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .no_deps()
            .other_options(["--offline".to_owned()])
            .exec()
            .map_err(|error| Problem::new(error.to_string()))?;
        let libraries: Vec<&Package> = metadata.packages.iter().filter(|it| is_library(it)).collect();
        let names: BTreeSet<&str> = libraries.iter().map(|package| package.name.as_str()).collect();
        Ok(Self {
            root: metadata.workspace_root.clone().into(),
            target: metadata.target_directory.clone().into(),
            asked: asked(&metadata, &names),
            libraries: in_order(libraries.iter().map(|it| library(&metadata, it, &names)).collect()),
        })
    }

    /// The items of each library.
    pub(crate) fn listings(&self) -> Result<Vec<(&Library, Listing)>, Problem> {
        let mut shown = Rustdoc::new(&self.root, &self.target).shown(&self.libraries)?;
        // Cargo has just brought it up to date.
        let lock = Lock::read(&self.root.join("Cargo.lock"))?;
        Ok(self
            .libraries
            .iter()
            .map(|library| {
                let shown = shown.remove(&library.name).unwrap_or_default();
                (library, Listing::of(library, shown, &lock))
            })
            .collect())
    }
}

fn is_library(package: &Package) -> bool {
    package.publish.as_ref().is_none_or(|registries| !registries.is_empty())
}

fn asked(metadata: &Metadata, names: &BTreeSet<&str>) -> BTreeMap<String, Vec<VersionReq>> {
    let mut asked: BTreeMap<String, Vec<VersionReq>> = BTreeMap::new();
    for dependency in metadata.packages.iter().flat_map(|package| &package.dependencies) {
        if names.contains(dependency.name.as_str()) {
            asked.entry(dependency.name.clone()).or_default().push(dependency.req.clone());
        }
    }
    asked
}

fn library(metadata: &Metadata, package: &Package, names: &BTreeSet<&str>) -> Library {
    let folder = folder(metadata, package);
    let inside = format!("{folder}/");
    let others = metadata.packages.iter().map(|other| self::folder(metadata, other));
    let ours = package.dependencies.iter().filter(|it| names.contains(it.name.as_str()));
    let of = |kind: fn(DependencyKind) -> bool| {
        ours.clone().filter(|it| kind(it.kind)).map(|it| it.name.clone()).collect()
    };
    Library {
        name: package.name.to_string(),
        inside: others.filter(|other| other.starts_with(&inside)).collect(),
        version: package.version.clone(),
        features: package.features.clone().into_iter().collect(),
        needs: of(|kind| kind != DependencyKind::Development),
        after: of(|_| true),
        foreign: foreign(package),
        folder,
    }
}

/// Relative to the root, with slashes.
fn folder(metadata: &Metadata, package: &Package) -> String {
    let folder = package.manifest_path.parent().expect("a manifest is in a folder");
    let folder = folder.strip_prefix(&metadata.workspace_root).expect("a member is below the root");
    folder.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/")
}

fn foreign(package: &Package) -> BTreeSet<String> {
    let listed = package.metadata.get("surface").and_then(|surface| surface.get("foreign"));
    let names = listed.and_then(|listed| listed.as_array()).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Each one after all its dependencies, tests included, since a registry requires these, too.
fn in_order(mut libraries: Vec<Library>) -> Vec<Library> {
    libraries.sort_by(|one, other| one.name.cmp(&other.name));
    let mut ordered: Vec<Library> = Vec::new();
    while !libraries.is_empty() {
        let known = |name: &String| ordered.iter().any(|library| library.name == *name);
        let next = libraries.iter().position(|library| library.after.iter().all(known)).unwrap_or(0);
        ordered.push(libraries.remove(next));
    }
    ordered
}
