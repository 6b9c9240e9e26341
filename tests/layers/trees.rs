//! A user of one of our crates does not get the packages that the table excludes.

use std::{collections::BTreeSet, process::Command};

use crate::read;

/// The crates that come with one of ours, for a user who depends on it alone: with its default features.
fn tree(package: &str) -> BTreeSet<String> {
    let output = Command::new("cargo")
        .current_dir(ogrom_tests::root())
        .args("tree --edges normal,build --prefix none --format {p} --locked --offline --package".split(' '))
        .arg(package)
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("names are UTF-8");
    lines.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
}

/// Which of these come with a crate nevertheless.
fn brought(package: &str, without: &[String]) -> Vec<String> {
    let tree = tree(package);
    assert!(tree.contains(package), "the tree of {package} is not read");
    let brought = without.iter().filter(|name| tree.contains(*name));
    brought.map(|name| format!("{package} brings {name}: see `cargo tree -p {package} -i {name}`")).collect()
}

#[test]
fn no_crate_brings_what_it_goes_without() {
    let rules = read::workspace(ogrom_tests::root()).rules;
    let bound = rules.iter().filter(|(_, rule)| !rule.without.is_empty());
    let found: Vec<_> = bound.flat_map(|(package, rule)| brought(package, &rule.without)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    assert!(!rules["ogrom-core"].without.is_empty(), "the endpoints are bound");
}

/// The control: the service brings all of it.
#[test]
fn what_the_service_brings_is_named() {
    let without = ["hyper", "sqlx", "windmill"].map(str::to_owned);
    assert_eq!(
        brought("ogrom-run", &without),
        [
            "ogrom-run brings hyper: see `cargo tree -p ogrom-run -i hyper`",
            "ogrom-run brings sqlx: see `cargo tree -p ogrom-run -i sqlx`",
        ]
    );
}
