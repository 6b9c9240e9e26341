//! A library: a crate of the workspace that others may build on, since its manifest permits its publication.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

/// A library, as its manifest has it.
#[derive(Debug)]
pub(crate) struct Library {
    /// The package.
    pub(crate) name: String,
    /// Relative to the root, with slashes.
    pub(crate) folder: String,
    /// The folders of other crates inside its own.
    pub(crate) inside: Vec<String>,
    pub(crate) version: Version,
    /// Its features, each with those that it enables.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// The other libraries that it depends on, its tests apart.
    pub(crate) needs: BTreeSet<String>,
    /// The other libraries that must be published before.
    pub(crate) after: BTreeSet<String>,
    /// `[package.metadata.surface] foreign`: the packages whose items its signatures may show.
    pub(crate) foreign: BTreeSet<String>,
}

// === impl Library ===

impl Library {
    /// Its name in the compiler.
    pub(crate) fn crate_name(&self) -> String {
        crate_name(&self.name)
    }

    /// Where its manifest is.
    pub(crate) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// The file with its listing.
    pub(crate) fn listing(&self) -> String {
        format!("{}/api.txt", self.folder)
    }

    /// The tag of its release with this version.
    pub(crate) fn tag(&self, version: &Version) -> String {
        format!("{}{version}", self.tags())
    }

    /// The prefix of its tags.
    pub(crate) fn tags(&self) -> String {
        format!("{}-v", self.name)
    }
}

/// A package's name in the compiler.
pub(crate) fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}
