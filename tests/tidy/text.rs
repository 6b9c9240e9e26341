//! Rules for every text.

use crate::tree::{File, Tree};

/// The texts that no file may contain: marks of unfinished work, paths of one machine, hosts of registries.
///
/// Each is written in two halves, so that this list does not break its own rule.
const REFUSED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("/wo", "rk/"),
    concat!("crates", ".io"),
];

/// Lines do not end in white space.
pub(crate) fn trailing_space(tree: &Tree) -> Vec<String> {
    let wrong = |line: &str| line.ends_with(char::is_whitespace);
    tree.files().flat_map(|file| file.complaints(&file.text, "white space at the end", wrong)).collect()
}

/// Files end with one line break.
pub(crate) fn last_line(tree: &Tree) -> Vec<String> {
    let wrong =
        |file: &&File| !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n"));
    tree.files()
        .filter(wrong)
        .map(|file| format!("{}: does not end with one line break", file.path))
        .collect()
}

/// No file holds a refused word. The lock file names its registry, as it must.
pub(crate) fn left_over(tree: &Tree) -> Vec<String> {
    tree.files()
        .filter(|file| file.path != "Cargo.lock")
        .flat_map(|file| {
            REFUSED.iter().flat_map(|word| {
                file.complaints(&file.text, &format!("{word} has no place here"), |line| says(line, word))
            })
        })
        .collect()
}

/// Whether a line holds a word, not as a part of another word.
fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let joined = |edge: Option<char>| edge.is_some_and(char::is_alphanumeric);
        word.contains(['/', '.']) || !(joined(before) || joined(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_at_the_end_is_found() {
        let tree = Tree::planted([("README.md", "one\ntwo \nthree\t\n")]);
        assert_eq!(
            trailing_space(&tree),
            ["README.md:2: white space at the end", "README.md:3: white space at the end"]
        );
    }

    #[test]
    fn a_missing_or_doubled_last_line_break_is_found() {
        let tree = Tree::planted([("a", "one"), ("b", "one\n\n"), ("c", "one\n"), ("d", "")]);
        assert_eq!(
            last_line(&tree),
            ["a: does not end with one line break", "b: does not end with one line break"]
        );
    }

    #[test]
    fn every_refused_word_is_found() {
        for word in REFUSED {
            let text = format!("first\nsee {word}: later\n");
            let tree = Tree::planted([("core/src/a.rs", &text), ("Cargo.lock", &text)]);
            assert_eq!(left_over(&tree), [format!("core/src/a.rs:2: {word} has no place here")]);
        }
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        let tree = Tree::planted([("a.md", concat!("MASTO", "DON and X", "XXL\n"))]);
        assert_eq!(left_over(&tree), Vec::<String>::new());
    }
}
