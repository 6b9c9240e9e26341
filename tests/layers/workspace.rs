//! The facts that the rules check: our crates, their dependencies, and the table of what they may see.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The manifests, reduced to what the rules need.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// The members.
    pub(crate) crates: Vec<Crate>,
    /// `[workspace.metadata.layers]`, by package name.
    pub(crate) rules: BTreeMap<String, Rule>,
    /// `[workspace.dependencies]`, by name.
    pub(crate) shared: BTreeMap<String, Shared>,
}

/// A member.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    /// Relative to the root, with slashes.
    pub(crate) folder: String,
    pub(crate) dependencies: Vec<Dependency>,
    /// Whether the manifest says `[lints] workspace = true`.
    pub(crate) inherits_lints: bool,
    /// Whether a registry may have it.
    pub(crate) is_published: bool,
}

/// A line of a dependency table.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    /// The name of the package, not the name that the crate gives it.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    /// Whether the line says `workspace = true`.
    pub(crate) inherited: bool,
}

/// The table of a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

/// The crates that a crate may see.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// Our crates; `all` means every other one.
    pub(crate) sees: Vec<String>,
    /// Our crates that its tests may see on top.
    #[serde(default)]
    pub(crate) dev: Vec<String>,
    /// Foreign crates that it must never name.
    #[serde(default)]
    pub(crate) bans: Vec<String>,
    /// Crates that do not come along with it, however deep.
    #[serde(default)]
    pub(crate) without: Vec<String>,
}

/// A line of `[workspace.dependencies]`.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) path: Option<String>,
    pub(crate) version: Option<String>,
}

// === impl Crate ===

impl Crate {
    /// The path of the manifest.
    pub(crate) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }
}

// === impl Dependency ===

impl Dependency {
    /// How the crate depends, in words.
    pub(crate) fn words(&self) -> &'static str {
        match (self.kind, self.optional) {
            (Kind::Normal, false) => "normal",
            (Kind::Normal, true) => "optional",
            (Kind::Build, false) => "build",
            (Kind::Build, true) => "optional build",
            (Kind::Dev, _) => "dev",
        }
    }
}

// === impl Rule ===

impl Rule {
    /// Whether a dependency of this kind may lead to our crate of this name.
    pub(crate) fn allows(&self, name: &str, kind: Kind) -> bool {
        self.seen(kind).any(|seen| seen == "all" || seen == name)
    }

    /// The crates that a dependency of this kind may lead to.
    pub(crate) fn seen(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let dev = if kind == Kind::Dev { self.dev.as_slice() } else { &[] };
        self.sees.iter().chain(dev).map(String::as_str)
    }
}
