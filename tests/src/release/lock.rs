//! The facts in `Cargo.lock`: which package of which version a crate is, seen from one of ours.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use semver::Version;
use serde::Deserialize;

use crate::library::crate_name;
use crate::problem::Problem;
use crate::step::compatible;

/// The versions that are built with.
#[derive(Debug, Deserialize)]
pub(crate) struct Lock {
    package: Vec<Locked>,
}

/// A package.
#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: Version,
    /// Each a name, with the version if the name alone is ambiguous.
    #[serde(default)]
    dependencies: Vec<String>,
}

// === impl Lock ===

impl Lock {
    pub(crate) fn read(file: &Path) -> Result<Self, Problem> {
        let text = fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
        toml::from_str(&text).map_err(|error| Problem::file(file, error))
    }

    /// The package that the compiler calls `shown` and that is the nearest to `from`, with its compatible version:
    /// `1`, or `0.9`.
    pub(crate) fn nearest(&self, from: &str, shown: &str) -> Option<(&str, String)> {
        let by_name: BTreeMap<String, &Locked> = self.package.iter().flat_map(names).collect();
        let mut waiting: VecDeque<&str> = [from].into();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(locked) = waiting.pop_front().and_then(|name| by_name.get(name)) {
            if crate_name(&locked.name) == shown {
                return Some((&locked.name, compatible(&locked.version)));
            }
            let next = locked.dependencies.iter().map(String::as_str);
            waiting.extend(next.filter(|name| seen.insert(name)));
        }
        None
    }
}

/// The names that other packages may use for this one.
fn names(locked: &Locked) -> [(String, &Locked); 2] {
    [(locked.name.clone(), locked), (format!("{} {}", locked.name, locked.version), locked)]
}
