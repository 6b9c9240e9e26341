//! Rules for the names of types: one means one thing wherever a reader meets it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{File, Tree};

/// Names that each crate may have of its own: whoever reads `Result` looks for the crate's alias, as with `std::io`.
const CONVENTIONAL: [&str; 1] = ["Result"];

/// A type that a file defines.
#[derive(Debug, PartialEq, Eq)]
struct Definition<'a> {
    name: &'a str,
    line: usize,
    is_public: bool,
}

/// No name stands for two types of one crate.
pub(crate) fn homonyms(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (folder, files) in crates(tree) {
        let mut first: BTreeMap<&str, String> = BTreeMap::new();
        for file in files {
            for Definition { name, line, .. } in definitions(file.shipped()) {
                let place = format!("{}:{line}", file.path);
                if let Some(first) = first.get(name) {
                    found.push(format!("{place}: `{name}` of {folder} is a type at {first}, too"));
                } else {
                    first.insert(name, place);
                }
            }
        }
    }
    found
}

/// No name stands for public types of two crates that one file uses together, itself included.
pub(crate) fn homonyms_of_neighbours(tree: &Tree) -> Vec<String> {
    let crates = crates(tree);
    let public: BTreeMap<&str, BTreeSet<&str>> = crates
        .iter()
        .map(|(folder, files)| {
            let types = files.iter().flat_map(|file| definitions(file.shipped()));
            (*folder, types.filter(|found| found.is_public).map(|found| found.name).collect())
        })
        .collect();
    let mut found = BTreeMap::new();
    for (own, file) in crates.iter().flat_map(|(own, files)| files.iter().map(move |file| (*own, file))) {
        let code = file.shipped();
        let used = |folder: &&&str| code.contains(&format!("ogrom_{}::", folder.replace(['/', '-'], "_")));
        let together: Vec<&str> = public.keys().filter(used).copied().chain([own]).collect();
        for (at, one) in together.iter().enumerate() {
            for other in together[at + 1..].iter().filter(|other| *other != one) {
                for name in public[one].intersection(&public[other]) {
                    let pair = (*one.min(other), *one.max(other), *name);
                    found.entry(pair).or_insert_with(|| file.path.clone());
                }
            }
        }
    }
    let said =
        |((one, other, name), path)| format!("{path}: uses {one} and {other}, and both have a type `{name}`");
    found.into_iter().map(said).collect()
}

/// The files of each crate that ship, by its folder.
fn crates(tree: &Tree) -> BTreeMap<&str, Vec<&File>> {
    let folders: Vec<&str> = tree.packages().into_keys().collect();
    let owner = |file: &File| {
        let above = folders.iter().filter(|folder| file.path.starts_with(&format!("{folder}/src/")));
        above.max_by_key(|folder| folder.len()).copied()
    };
    let mut crates: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in tree.rust() {
        if let Some(folder) = owner(file) {
            crates.entry(folder).or_default().push(file);
        }
    }
    crates
}

/// The types that code defines outside of functions.
fn definitions(code: &str) -> impl Iterator<Item = Definition<'_>> {
    code.lines().enumerate().filter_map(|(index, line)| {
        let (is_public, rest) = match line.strip_prefix("pub") {
            Some(rest) if rest.starts_with('(') => (false, rest.split_once(") ")?.1),
            Some(rest) => (true, rest.strip_prefix(' ')?),
            None => (false, line),
        };
        let (kind, rest) = rest.split_once(' ')?;
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        let is_type = matches!(kind, "struct" | "enum" | "trait" | "type" | "union");
        (is_type && !CONVENTIONAL.contains(&name)).then_some(Definition { name, line: index + 1, is_public })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_types_in_one_crate_is_found() {
        let tree = Tree::planted([
            ("core/Cargo.toml", "[package]\n"),
            ("core/src/a.rs", "pub(crate) struct Place;\n"),
            ("core/src/b.rs", "\nenum Place {}\ntype Result<T> = T;\nfn a() {\n    struct Inner;\n}\n"),
            ("core/src/c.rs", "type Result<T> = T;\nfn a() {\n    struct Inner;\n}\n"),
            ("run/Cargo.toml", "[package]\n"),
            ("run/src/a.rs", "struct Place;\n"),
        ]);
        assert_eq!(homonyms(&tree), ["core/src/b.rs:2: `Place` of core is a type at core/src/a.rs:1, too"]);
    }

    #[test]
    fn a_name_of_two_types_that_one_file_meets_is_found() {
        let tree = Tree::planted([
            ("core/Cargo.toml", "[package]\n"),
            ("core/src/a.rs", "pub struct Page;\npub trait Answer {}\n"),
            ("sources/sql/Cargo.toml", "[package]\n"),
            ("sources/sql/src/a.rs", "pub struct Page<T>(T);\nstruct Answer;\n"),
            ("run/Cargo.toml", "[package]\n"),
            ("run/src/a.rs", "use ogrom_core::a;\npub enum Page {}\n"),
            ("run/src/b.rs", "use ogrom_core::a;\nuse ogrom_sources_sql::a;\n"),
        ]);
        assert_eq!(
            homonyms_of_neighbours(&tree),
            [
                "run/src/a.rs: uses core and run, and both have a type `Page`",
                "run/src/b.rs: uses core and sources/sql, and both have a type `Page`",
                "run/src/b.rs: uses run and sources/sql, and both have a type `Page`",
            ]
        );
    }
}
