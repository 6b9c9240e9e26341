//! Reads a workspace: cargo's metadata, and the facts that only the text of a manifest has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use toml::{Table, Value};

use crate::workspace::{Crate, Dependency, Kind, Rule, Shared, Workspace};

/// Where a manifest may list dependencies.
const TABLES: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];

/// The workspace at `root`.
pub(crate) fn workspace(root: &Path) -> Workspace {
    let manifest = table(&root.join("Cargo.toml"));
    let metadata = metadata(root);
    Workspace {
        crates: metadata.packages.iter().map(|package| member(&metadata, package)).collect(),
        rules: rules(&manifest),
        shared: shared(&manifest),
    }
}

/// The metadata that cargo has for the workspace at `root`, without a call to a registry.
pub(crate) fn metadata(root: &Path) -> Metadata {
    MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("cargo reads the workspace")
}

fn member(metadata: &Metadata, package: &Package) -> Crate {
    let manifest = table(package.manifest_path.as_std_path());
    let own = own_dependencies(&manifest);
    let folder = package.manifest_path.parent().expect("a manifest is in a folder");
    let folder = folder.strip_prefix(&metadata.workspace_root).expect("a member is below the root");
    Crate {
        name: package.name.to_string(),
        folder: folder.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/"),
        dependencies: package.dependencies.iter().map(|dependency| line(dependency, &own)).collect(),
        inherits_lints: manifest.get("lints").is_some_and(inherits),
        is_published: package.publish.as_ref().is_none_or(|registries| !registries.is_empty()),
    }
}

fn line(dependency: &cargo_metadata::Dependency, own: &BTreeSet<String>) -> Dependency {
    let key = dependency.rename.as_ref().unwrap_or(&dependency.name);
    Dependency {
        name: dependency.name.clone(),
        kind: match dependency.kind {
            DependencyKind::Development => Kind::Dev,
            DependencyKind::Build => Kind::Build,
            _ => Kind::Normal,
        },
        optional: dependency.optional,
        inherited: !own.contains(key),
    }
}

/// The dependencies whose line does not say `workspace = true`, those of single platforms included.
fn own_dependencies(manifest: &Table) -> BTreeSet<String> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    std::iter::once(manifest)
        .chain(platforms.filter_map(Value::as_table))
        .flat_map(|holder| TABLES.iter().filter_map(|name| holder.get(*name)?.as_table()))
        .flatten()
        .filter(|(_, entry)| !inherits(entry))
        .map(|(key, _)| key.clone())
        .collect()
}

fn inherits(entry: &Value) -> bool {
    entry.get("workspace").and_then(Value::as_bool) == Some(true)
}

fn rules(manifest: &Table) -> BTreeMap<String, Rule> {
    manifest["workspace"]["metadata"]["layers"]
        .clone()
        .try_into()
        .expect("the table of layers is well formed")
}

fn shared(manifest: &Table) -> BTreeMap<String, Shared> {
    let text = |entry: &Value, key| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let entries =
        manifest["workspace"]["dependencies"].as_table().expect("the shared dependencies are a table");
    entries
        .iter()
        .map(|(name, entry)| {
            (name.clone(), Shared { path: text(entry, "path"), version: text(entry, "version") })
        })
        .collect()
}

/// A manifest as it is written.
fn table(manifest: &Path) -> Table {
    fs::read_to_string(manifest).expect("the manifest can be read").parse().expect("the manifest is TOML")
}
