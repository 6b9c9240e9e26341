//! Rules for the walls between layers that no manifest shows.

use crate::tree::{File, Tree};

/// The crate that reads the environment.
const CONFIGURATION: &str = "server/config";

/// Lines of the crate of a service, tests aside. A service that needs more shows that the shell lacks something.
const LARGEST_SERVICE: usize = 1_500;

/// The crates beneath `run` that are no services.
const NO_SERVICES: [&str; 1] = ["run/import"];

/// `core` and `sources` do not know their mount points.
pub(crate) fn mount(tree: &Tree) -> Vec<String> {
    let wrong = |line: &str| line.contains("/v1");
    shipped(tree, &["core", "sources"], "only run knows where endpoints are mounted", wrong, |_| true)
}

/// Among endpoints, only representations are serialisable.
pub(crate) fn serialisable(tree: &Tree) -> Vec<String> {
    let endpoints = ["core/src", "core/fashion/src"].into_iter().flat_map(|folder| tree.at(folder));
    endpoints
        .filter(|file| file.has_extension("rs") && !file.path.contains("/representation"))
        .filter(|file| derives_or_implements_serde(file.shipped()))
        .map(|file| format!("{}: only a representation is serialisable", file.path))
        .collect()
}

/// Only the configuration reads the environment, and only services declare options for it. They leave the names to
/// the configuration.
pub(crate) fn environment(tree: &Tree) -> Vec<String> {
    let reads = |line: &str| line.contains("std::env") || line.contains("env::var");
    let layers = ["protocols", "sources", "core", "run", "server"];
    // Cargo sets it for a build script.
    let elsewhere = |file: &File| {
        let below = file.path.strip_prefix(CONFIGURATION);
        !file.path.ends_with("/build.rs") && !below.is_some_and(|rest| rest.starts_with('/'))
    };
    let why = format!("only {CONFIGURATION} reads the environment");
    let mut found = shipped(tree, &layers, &why, reads, elsewhere);
    let why = "only run and server declare variables";
    found.extend(shipped(tree, &layers[..3], why, declares_variable, |_| true));
    let names = |line: &str| declares_variable(line) && line.contains("env = ");
    found.extend(shipped(tree, &layers[3..], "a variable is named after its option", names, elsewhere));
    let parses = |line: &str| line.contains("parse_from(") || line.contains("CommandFactory");
    found.extend(shipped(tree, &layers[3..], "App knows the command with its variables", parses, elsewhere));
    found
}

/// Whether a line, which may be all that there is of an option's attribute, says that it has a variable.
fn declares_variable(line: &str) -> bool {
    let attribute = line.trim().strip_prefix("#[arg(").unwrap_or(line);
    let mut words = attribute.split([',', ')']).map(str::trim);
    words.any(|word| word == "env" || word.starts_with("env = \""))
}

/// A service leaves the work to the shell.
pub(crate) fn thin_services(tree: &Tree) -> Vec<String> {
    let is_service = |folder: &&str| *folder == "run" || folder.starts_with("run/");
    let lines = |folder: &str| -> usize {
        let source = format!("{folder}/src");
        let files = tree.at(&source).filter(|file| file.has_extension("rs"));
        files.map(|file| file.shipped().lines().count()).sum()
    };
    tree.packages()
        .into_keys()
        .filter(|folder| is_service(folder) && !NO_SERVICES.contains(folder))
        .map(|folder| (folder, lines(folder)))
        .filter(|(_, lines)| *lines > LARGEST_SERVICE)
        .map(|(folder, lines)| format!("{folder}: {lines} lines, {LARGEST_SERVICE} are the limit"))
        .collect()
}

/// Every source of a domain runs the contract suite of that domain. Its folder is `sources/DOMAIN/DRIVER`.
pub(crate) fn contract(tree: &Tree) -> Vec<String> {
    let runs_it = |folder: &str, domain: &str| {
        let suite = format!("ogrom_protocols_{domain}_contract");
        tree.at(folder).any(|file| file.has_extension("rs") && file.text.contains(&suite))
    };
    tree.packages()
        .into_keys()
        .filter_map(|folder| Some((folder, folder.strip_prefix("sources/")?.split_once('/')?.0)))
        .filter(|(folder, domain)| !runs_it(folder, domain))
        .map(|(folder, domain)| {
            format!("{folder}: its tests do not run the suite of protocols/{domain}/contract")
        })
        .collect()
}

/// A message for each wrong line that ships in these folders.
fn shipped(
    tree: &Tree,
    folders: &[&str],
    why: &str,
    wrong: fn(&str) -> bool,
    concerns: impl Fn(&File) -> bool,
) -> Vec<String> {
    folders
        .iter()
        .flat_map(|folder| tree.at(folder))
        .filter(|file| file.has_extension("rs") && concerns(file))
        .flat_map(|file| file.complaints(file.shipped(), why, wrong))
        .collect()
}

fn derives_or_implements_serde(code: &str) -> bool {
    let derived = code.split("derive(").skip(1).filter_map(|rest| rest.split(')').next());
    let implemented = code.lines().filter(|line| line.starts_with("impl") && line.contains(" for "));
    derived.chain(implemented).any(|text| text.contains("Serialize") || text.contains("Deserialize"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_in_core_or_a_source_is_found() {
        let text =
            "fn a() {}\nconst MOUNT: &str = \"/v1\";\n\n#[cfg(test)]\nmod tests {\n    // \"/v1\"\n}\n";
        let tree = Tree::planted([
            ("core/route/src/a.rs", text),
            ("core/src/a/tests.rs", text),
            ("run/src/mount.rs", text),
            ("sources/sql/src/a.rs", text),
        ]);
        assert_eq!(
            mount(&tree),
            [
                "core/route/src/a.rs:2: only run knows where endpoints are mounted",
                "sources/sql/src/a.rs:2: only run knows where endpoints are mounted",
            ]
        );
    }

    #[test]
    fn serialisable_types_outside_a_representation_are_found() {
        let derived = "#[derive(\n    Debug,\n    Serialize,\n)]\nstruct A;\n";
        let tree = Tree::planted([
            ("core/resource/src/problem.rs", derived),
            ("core/src/product/representation.rs", derived),
            ("core/src/product/endpoint.rs", derived),
            ("core/src/product/query.rs", "impl<'de> Deserialize<'de> for Query {\n"),
            ("core/src/product/link.rs", "use serde::Serialize;\nfn a(view: &impl Serialize) {}\n"),
        ]);
        assert_eq!(
            serialisable(&tree),
            [
                "core/src/product/endpoint.rs: only a representation is serialisable",
                "core/src/product/query.rs: only a representation is serialisable",
            ]
        );
    }

    #[test]
    fn a_look_at_the_environment_is_found() {
        let text = "use std::env;\nenv::var(\"PORT\");\n#[arg(long, env = \"PORT\")]\nenv!(\"CARGO_PKG_VERSION\");\n    env,\n\
                    Cli::parse_from(a);\n";
        let files = ["server/config/src/load.rs", "server/configured/src/a.rs", "core/src/a.rs"];
        assert_eq!(
            environment(&Tree::planted(files.map(|path| (path, text)))),
            [
                "core/src/a.rs:1: only server/config reads the environment",
                "core/src/a.rs:2: only server/config reads the environment",
                "server/configured/src/a.rs:1: only server/config reads the environment",
                "server/configured/src/a.rs:2: only server/config reads the environment",
                "core/src/a.rs:3: only run and server declare variables",
                "core/src/a.rs:5: only run and server declare variables",
                "server/configured/src/a.rs:3: a variable is named after its option",
                "server/configured/src/a.rs:6: App knows the command with its variables",
            ]
        );
    }

    #[test]
    fn a_thick_service_is_found() {
        let (limit, thick) = ("\n".repeat(LARGEST_SERVICE - 1), "\n".repeat(LARGEST_SERVICE));
        let tree = Tree::planted([
            ("run/Cargo.toml", "[package]\n"),
            ("run/src/main.rs", "\n"),
            ("run/src/serve.rs", &limit),
            ("run/src/serve/tests.rs", &thick),
            ("run/import/Cargo.toml", "[package]\n"),
            ("run/import/src/a.rs", &thick),
            ("run/import/src/b.rs", &thick),
            ("run/chat/Cargo.toml", "[package]\n"),
            ("run/chat/src/main.rs", "\n"),
            ("run/chat/src/serve.rs", &thick),
        ]);
        assert_eq!(thin_services(&tree), ["run/chat: 1501 lines, 1500 are the limit"]);
    }

    #[test]
    fn a_source_that_does_not_run_the_contract_is_found() {
        let suite = "ogrom_protocols_fashion_contract::products(source);\n";
        let tree = Tree::planted([
            ("sources/sql/Cargo.toml", "[package]\n"),
            ("sources/fashion/http/Cargo.toml", "[package]\n"),
            ("sources/fashion/http/src/lib.rs", "fn a() {}\n"),
            ("sources/fashion/sql/Cargo.toml", "[package]\n"),
            ("sources/fashion/sql/tests/contract.rs", suite),
            ("sources/notes/sql/Cargo.toml", "[package]\n"),
            ("sources/notes/sql/tests/contract.rs", suite),
        ]);
        assert_eq!(
            contract(&tree),
            [
                "sources/fashion/http: its tests do not run the suite of protocols/fashion/contract",
                "sources/notes/sql: its tests do not run the suite of protocols/notes/contract",
            ]
        );
    }
}
