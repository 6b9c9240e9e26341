//! The code that is still to be rewritten: committed numbers for each crate, which may only fall.

use std::collections::BTreeMap;

use super::{banned_in_literals, blocks::of_comments, opening};
use crate::tree::{File, Tree};

/// A line for each crate that has any: its folder, its paragraphs, its messages.
const ALLOWED: &str = "tests/tidy/allowed.txt";

/// How many places of a crate are listed.
const NAMED: usize = 20;

/// The places in a crate: doc paragraphs without their subject, and banned words in string literals.
#[derive(Debug, Default)]
struct Found {
    paragraphs: Vec<String>,
    messages: Vec<String>,
}

/// No crate has more paragraphs that open with Who or What, or more banned words in its messages, than is allowed.
pub(crate) fn allowances(tree: &Tree) -> Vec<String> {
    let allowed = allowed(tree);
    let found = found(tree);
    let stale = allowed.keys().filter(|folder| !found.contains_key(*folder));
    let stale = stale.map(|folder| format!("{ALLOWED}: there is no crate {folder}"));
    let exceeded = found.iter().flat_map(|(folder, found)| {
        let [paragraphs, messages] = allowed.get(folder).copied().unwrap_or_default();
        let why = "paragraphs that do not name their subject";
        let paragraphs = exceeded(folder, &found.paragraphs, paragraphs, why);
        paragraphs.into_iter().chain(exceeded(folder, &found.messages, messages, "banned words in messages"))
    });
    stale.chain(exceeded).collect()
}

/// The numbers that the crates have now, as the committed file may have them.
pub(crate) fn present(tree: &Tree) -> String {
    let line = |(folder, found): (&str, Found)| {
        let numbers = [found.paragraphs.len(), found.messages.len()];
        (numbers != [0; 2]).then(|| format!("{folder} {} {}\n", numbers[0], numbers[1]))
    };
    found(tree).into_iter().filter_map(line).collect()
}

fn exceeded(folder: &str, places: &[String], allowed: usize, why: &str) -> Option<String> {
    let number = places.len();
    let named = places.iter().take(NAMED).fold(String::new(), |text, place| format!("{text}\n  {place}"));
    (number > allowed)
        .then(|| format!("{folder}: {number} {why}, {allowed} are allowed in {ALLOWED}:{named}"))
}

/// The places in each crate.
fn found(tree: &Tree) -> BTreeMap<&str, Found> {
    let mut crates: BTreeMap<&str, Found> =
        tree.packages().into_keys().map(|folder| (folder, Found::default())).collect();
    for file in tree.rust() {
        let holds = |folder: &&str| file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let folder = crates.keys().copied().filter(holds).max_by_key(|folder| folder.len());
        if let Some(found) = folder.and_then(|folder| crates.get_mut(folder)) {
            found.add(file);
        }
    }
    crates
}

/// The committed numbers, by folder.
fn allowed(tree: &Tree) -> BTreeMap<&str, [usize; 2]> {
    let text = tree.file(ALLOWED).map_or("", |file| &file.text);
    let line = |line| {
        let [folder, paragraphs, messages] = str::split_whitespace(line).collect::<Vec<_>>()[..] else {
            return None;
        };
        Some((folder, [paragraphs.parse().ok()?, messages.parse().ok()?]))
    };
    text.lines().filter_map(line).collect()
}

// === impl Found ===

impl Found {
    fn add(&mut self, file: &File) {
        let paragraphs = of_comments(file).into_iter().filter(|block| opening(block).is_some());
        self.paragraphs.extend(paragraphs.map(|block| format!("{}:{}", file.path, block.line)));
        let messages = banned_in_literals(file).into_iter();
        self.messages.extend(messages.map(|(line, word)| format!("{}:{line}: {word}", file.path)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_is_allowed_is_found_in_its_crate() {
        let files = [
            ("core/Cargo.toml", "[package]\n"),
            (
                "core/src/a.rs",
                "//! What it is.\n\n/// The value.\n///\n/// Whoever reads it.\nconst A: &str = \"nobody\";\n",
            ),
            ("core/path/Cargo.toml", "[package]\n"),
            ("core/path/src/a.rs", "/// Who asks?\nconst A: &str = \"no question\";\n"),
        ];
        let with = |allowed| Tree::planted([files[0], files[1], files[2], files[3], (ALLOWED, allowed)]);
        let paragraphs = "core: 2 paragraphs that do not name their subject, 1 are allowed in tests/tidy/allowed.txt:\n  core/src/a.rs:1\n  core/src/a.rs:5";
        let messages = "core/path: 1 banned words in messages, 0 are allowed in tests/tidy/allowed.txt:\n  core/path/src/a.rs:2: question";
        assert_eq!(allowances(&with("core 1 1\n")), [paragraphs, messages]);
        assert_eq!(present(&with("")), "core 2 1\ncore/path 0 1\n");
        assert_eq!(allowances(&with("core 2 1\ncore/path 0 1\n")), Vec::<String>::new());
        assert_eq!(
            allowances(&with("core 2 1\ncore/path 0 1\nlost 0 1\n")),
            ["tests/tidy/allowed.txt: there is no crate lost"]
        );
    }
}
