//! No case is forgotten.

use std::{collections::BTreeSet, fs, path::Path};

/// The cases in the files of a folder, in the modules that the files make, as their definitions have them.
fn defined(folder: &Path, module: &str) -> BTreeSet<String> {
    let mut cases = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let inner = format!("{module}{}::", path.file_stem().unwrap().display());
        if path.is_dir() {
            cases.extend(defined(&path, &inner));
        } else {
            let source = fs::read_to_string(&path).unwrap();
            let names = source.lines().filter_map(|line| line.strip_prefix("pub async fn ")?.split_once('('));
            cases.extend(names.map(|(name, _)| format!("{inner}{name}")));
        }
    }
    cases
}

/// The cases in the suite, as each noun's list and its brackets nest them.
fn listed() -> BTreeSet<String> {
    let lists = include_str!("../suite.rs").split("{ @cases ").skip(1);
    lists.flat_map(|list| cases_of(list.split_once('}').unwrap().0)).collect()
}

fn cases_of(list: &str) -> BTreeSet<String> {
    let (noun, list) = list.split_once(" $($how)*;").unwrap();
    let (mut cases, mut modules) = (BTreeSet::new(), vec![format!("{noun}::")]);
    let mut words = list.split_whitespace().peekable();
    while let Some(word) = words.next() {
        match (word, words.peek()) {
            ("]", _) => drop(modules.pop()),
            ("[", _) => modules.push(String::new()),
            (module, Some(&"[")) => {
                modules.push(format!("{module}::"));
                words.next();
            }
            (case, _) => drop(cases.insert(format!("{}{case}", modules.concat()))),
        }
    }
    cases
}

#[test]
fn every_case_is_in_the_suite() {
    let nouns = ["user", "product", "collage", "comment", "like", "idempotency"];
    let mut defined = defined(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "");
    defined.retain(|case| nouns.iter().any(|noun| case.starts_with(&format!("{noun}::"))));
    assert!(defined.len() > 100, "the cases are not found where they were");
    assert_eq!(listed(), defined);
}
