//! No case is forgotten: the cases of a suite are those that its files define.

#![expect(clippy::unwrap_used, reason = "it runs in a test, which fails where something is wrong")]

use std::{collections::BTreeSet, fs, path::Path};

/// Panics if the macro of a suite does not list exactly the cases that its crate defines.
///
/// `manifest` is `env!("CARGO_MANIFEST_DIR")` of the crate; `suite` is the text of the file that lists the cases by
/// [`cases!`](crate::cases), one call for each noun.
pub fn every_case_is_listed(manifest: &str, suite: &str) {
    let listed: BTreeSet<_> = suite.split("::cases! { $crate ").skip(1).flat_map(cases_of).collect();
    let nouns: BTreeSet<_> = listed.iter().filter_map(|case| Some(case.split_once("::")?.0)).collect();
    let mut defined = defined(&Path::new(manifest).join("src"), "");
    defined.retain(|case| case.split_once("::").is_some_and(|(noun, _)| nouns.contains(noun)));
    assert!(!listed.is_empty(), "the suite lists no case");
    assert_eq!(listed, defined);
}

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

/// The cases of one noun, as its list and the brackets nest them.
fn cases_of(list: &str) -> BTreeSet<String> {
    let list = list.split_once('}').unwrap().0;
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
