//! The code map shows every crate with its arrows, as the root manifest has them.

use std::collections::{BTreeMap, BTreeSet};

use toml::Table;

use crate::{
    documents::{ARCHITECTURE, column},
    tree::Tree,
};

/// The heading of the column with the arrows of a crate.
const USES: &str = "uses";

/// The word of a crate that may use every other one.
const ALL: &str = "all";

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The code map has a row for every crate. It names the crates that this one may use, without those that these may use.
pub(crate) fn code_map(tree: &Tree) -> Vec<String> {
    let (shown, allowed) = (shown(tree), allowed(tree));
    let crates: BTreeSet<&String> = shown.keys().chain(allowed.keys()).collect();
    let fault = |name: &String| match (shown.get(name), allowed.contains_key(name)) {
        (None, _) => Some(format!("{ARCHITECTURE}: the code map does not show {name}")),
        (Some(_), false) => Some(format!("{ARCHITECTURE}: there is no crate {name}")),
        (Some(shown), true) => {
            let direct = direct(&allowed, name);
            (*shown != direct).then(|| format!("{ARCHITECTURE}: {name} uses {direct:?}, not {shown:?}"))
        }
    };
    crates.into_iter().filter_map(fault).collect()
}

/// The arrows of the code map.
fn shown(tree: &Tree) -> Arrows {
    let rows = tree.file(ARCHITECTURE).map(|file| column(&file.text, USES)).unwrap_or_default();
    let names = |cell: &str| {
        let folders = cell.split('`').skip(1).step_by(2);
        folders.map(|folder| format!("ogrom-{}", folder.replace('/', "-"))).collect::<BTreeSet<_>>()
    };
    let row = |cells: &[&str], uses: &str| {
        let all = (uses == ALL).then(|| ALL.to_owned());
        Some((names(cells.first()?).pop_first()?, names(uses).into_iter().chain(all).collect()))
    };
    rows.iter().filter_map(|(_, cells, uses)| row(cells, uses)).collect()
}

/// The arrows of the root manifest.
fn allowed(tree: &Tree) -> Arrows {
    let manifest = tree.file("Cargo.toml").and_then(|file| file.text.parse::<Table>().ok());
    let layers = ["workspace", "metadata", "layers"].iter();
    let layers = manifest.and_then(|manifest| {
        layers.clone().try_fold(manifest, |table, key| table.get(*key)?.as_table().cloned())
    });
    let names = |rule: &toml::Value| {
        let sees = rule.get("sees").and_then(|sees| sees.as_array());
        sees.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    layers.iter().flatten().map(|(name, rule)| (name.clone(), names(rule))).collect()
}

/// The crates that this one may use, without those that one of them may use.
fn direct(arrows: &Arrows, name: &str) -> BTreeSet<String> {
    let sees = &arrows[name];
    let beyond: BTreeSet<String> = sees.iter().flat_map(|seen| reachable(arrows, seen)).collect();
    sees.difference(&beyond).cloned().collect()
}

/// The crates that one may use, directly or not.
fn reachable(arrows: &Arrows, from: &str) -> BTreeSet<String> {
    let sees = arrows.get(from).filter(|sees| !sees.contains(ALL));
    sees.into_iter()
        .flatten()
        .flat_map(|seen| reachable(arrows, seen).into_iter().chain([seen.clone()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_map_that_differs_from_the_manifest_is_found() {
        let map = "| crate | uses |\n|---|---|\n\
            | `core/path` | |\n\
            | `core/route` | `core/path` |\n\
            | `core` | `core/path` |\n\
            | `run` | all |\n\
            | `lost` | |\n";
        let manifest = "[workspace.metadata.layers]\n\
            ogrom-core-path = { sees = [] }\n\
            ogrom-core-route = { sees = [\"ogrom-core-path\"] }\n\
            ogrom-core = { sees = [\"ogrom-core-path\", \"ogrom-core-route\"] }\n\
            ogrom-run = { sees = [\"all\"] }\n\
            ogrom-tests = { sees = [\"all\"] }\n";
        let tree = Tree::planted([(ARCHITECTURE, map), ("Cargo.toml", manifest)]);
        assert_eq!(
            code_map(&tree),
            [
                "ARCHITECTURE.md: ogrom-core uses {\"ogrom-core-route\"}, not {\"ogrom-core-path\"}",
                "ARCHITECTURE.md: there is no crate ogrom-lost",
                "ARCHITECTURE.md: the code map does not show ogrom-tests",
            ]
        );
    }
}
