//! Rules for every crate.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::tree::{File, Tree};

/// The first line of `lib.rs`.
const INCLUDED: &str = "#![doc = include_str!(\"../README.md\")]\n";

/// Crates without readers of their documentation: the service, the tests and the examples, whose code is read.
const WITHOUT_PAGE: [&str; 4] = ["core/examples", "run", "server/examples", "tests"];

/// A crate's README is the front page of its documentation.
pub(crate) fn front_page(tree: &Tree) -> Vec<String> {
    let opens = |folder: &str| {
        let library = tree.file(&format!("{folder}/src/lib.rs"));
        let included = library.is_some_and(|file| file.text.starts_with(INCLUDED));
        included && tree.file(&format!("{folder}/README.md")).is_some()
    };
    tree.packages()
        .into_keys()
        .filter(|folder| !WITHOUT_PAGE.contains(folder) && !opens(folder))
        .map(|folder| format!("{folder}: src/lib.rs does not open with README.md, or there is none"))
        .collect()
}

/// The keys in a library's manifest for its readers in a registry.
const FOUND_BY: [&str; 5] = ["categories", "description", "keywords", "license", "rust-version"];

/// The files in a library's folder, so that they are in its package, too.
const PACKAGED: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// A library is found in a registry, and comes with its licences.
pub(crate) fn packaged(tree: &Tree) -> Vec<String> {
    let libraries =
        tree.packages().into_iter().filter(|(_, manifest)| manifest.text.contains("\npublish = true\n"));
    libraries
        .flat_map(|(folder, manifest)| {
            let says = |key: &&str| manifest.text.lines().any(|line| line.starts_with(*key));
            let unsaid = FOUND_BY.iter().filter(|key| !says(key));
            let unsaid = unsaid.map(|key| format!("{folder}/Cargo.toml: has no {key}"));
            let lost = PACKAGED.iter().map(|name| format!("{folder}/{name}"));
            let lost =
                lost.filter(|path| tree.file(path).is_none()).map(|path| format!("{path}: is missing"));
            unsaid.chain(lost).collect::<Vec<_>>()
        })
        .collect()
}

/// Clippy reads the nearest configuration alone, so each repeats the bans of the root.
pub(crate) fn clippy_bans(tree: &Tree) -> Vec<String> {
    let root = tree.file("clippy.toml").map(bans).unwrap_or_default();
    tree.files()
        .filter(|file| file.path.ends_with("/clippy.toml"))
        .flat_map(|file| {
            let own = bans(file);
            let lost: Vec<&String> = root.difference(&own).collect();
            lost.into_iter()
                .map(|ban| format!("{}: does not repeat the ban of {ban}", file.path))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The paths that a configuration disallows.
fn bans(file: &File) -> BTreeSet<String> {
    let configuration: Table = file.text.parse().expect("clippy.toml is TOML");
    let path = |ban: &Value| Some(ban.get("path").unwrap_or(ban).as_str()?.to_owned());
    ["disallowed-methods", "disallowed-types", "disallowed-macros"]
        .iter()
        .filter_map(|list| configuration.get(*list)?.as_array())
        .flat_map(|list| list.iter().filter_map(path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_a_front_page_is_found() {
        let page = format!("{INCLUDED}\nmod a;\n");
        let tree = Tree::planted([
            ("Cargo.toml", "[workspace]\n"),
            ("core/Cargo.toml", "[package]\n"),
            ("core/README.md", "# Core\n"),
            ("core/src/lib.rs", &page),
            ("core/path/Cargo.toml", "[package]\n"),
            ("core/path/src/lib.rs", &page),
            ("core/route/Cargo.toml", "[package]\n"),
            ("core/route/README.md", "# Routes\n"),
            ("core/route/src/lib.rs", "//! Routes.\n"),
            ("run/Cargo.toml", "[package]\n"),
            ("tests/Cargo.toml", "[package]\n"),
        ]);
        assert_eq!(
            front_page(&tree),
            [
                "core/path: src/lib.rs does not open with README.md, or there is none",
                "core/route: src/lib.rs does not open with README.md, or there is none",
            ]
        );
    }

    #[test]
    fn a_library_that_is_not_ready_for_a_registry_is_found() {
        let manifest =
            "[package]\ndescription = \"a\"\nkeywords = []\nlicense.workspace = true\npublish = true\n";
        let tree = Tree::planted([
            ("core/Cargo.toml", manifest),
            ("core/LICENSE-MIT", ""),
            ("core/README.md", ""),
            ("run/Cargo.toml", "[package]\npublish.workspace = true\n"),
        ]);
        assert_eq!(
            packaged(&tree),
            [
                "core/Cargo.toml: has no categories",
                "core/Cargo.toml: has no rust-version",
                "core/LICENSE-APACHE: is missing",
            ]
        );
    }

    #[test]
    fn a_clippy_configuration_that_drops_a_ban_is_found() {
        let tree = Tree::planted([
            ("clippy.toml", "disallowed-methods = [{ path = \"a::b\", reason = \"c\" }, \"d::e\"]\n"),
            ("core/clippy.toml", "disallowed-methods = [\"a::b\", \"f::g\"]\n"),
            ("run/clippy.toml", "disallowed-methods = [\"a::b\", \"d::e\"]\n"),
        ]);
        assert_eq!(clippy_bans(&tree), ["core/clippy.toml: does not repeat the ban of d::e"]);
    }
}
