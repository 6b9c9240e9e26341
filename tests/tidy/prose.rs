//! Rules for sentences: they are short, name their subject, and use the words of the field.

mod blocks;
mod literals;

use self::blocks::{Block, of_comments, of_document};
pub(crate) use self::literals::literals;
use crate::tree::{File, Tree};

/// The documents that the rules of length and words apply to, beside each `DESIGN.md`.
const DOCUMENTS: [&str; 8] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docker/README.md",
    "docker/VERIFICATION.md",
    "run/README.md",
    "server/OPERATING.md",
    "tests/BENCHMARKS.md",
];

/// The longest sentence, in words. Code counts as one.
const LONGEST: usize = 30;

/// No paragraph, heading or comment opens with these: a reader has to look for the subject.
const OPENINGS: [&str; 4] = ["Who", "Whoever", "What", "Whatever"];

/// Words that hide the subject, and a word that has a standard term: a call or a query.
const BANNED: [&str; 6] = ["anybody", "nobody", "question", "questions", "somebody", "whoever"];

/// A sentence of a document is short.
pub(crate) fn sentences(tree: &Tree) -> Vec<String> {
    judged(tree, |block| {
        let long = sentences_of(&block.text).map(words).filter(|words| *words > LONGEST);
        long.map(|words| format!("a sentence of {words} words, {LONGEST} are the limit")).collect()
    })
}

/// A paragraph of any document, and a comment of any Rust or TOML file, names its subject. So does a heading.
pub(crate) fn openings(tree: &Tree) -> Vec<String> {
    let of_file = |file| {
        let blocks = of_document(file).into_iter().chain(of_comments(file));
        let faults =
            blocks.filter_map(|block| Some(format!("{}: opens with `{}`", block.line, opening(&block)?)));
        faults.map(|fault| format!("{}:{fault}", file.path)).collect::<Vec<_>>()
    };
    tree.files().flat_map(of_file).collect()
}

/// A document uses no banned word.
pub(crate) fn document_words(tree: &Tree) -> Vec<String> {
    judged(tree, |block| banned(&block.text).map(|word| format!("says `{word}`")).collect())
}

/// A message uses no banned word.
pub(crate) fn message_words(tree: &Tree) -> Vec<String> {
    let of_file = |file| {
        banned_in_literals(file)
            .map(|(line, word)| format!("{}:{line}: says `{word}`", file.path))
            .collect::<Vec<_>>()
    };
    tree.rust().flat_map(of_file).collect()
}

/// A complaint about each fault of a block of a document.
fn judged(tree: &Tree, complaints: impl Fn(&Block) -> Vec<String>) -> Vec<String> {
    let documents =
        tree.files().filter(|file| DOCUMENTS.contains(&&*file.path) || file.path.ends_with("/DESIGN.md"));
    let found = documents.flat_map(|file| {
        let of_block = |block: Block| -> Vec<String> {
            let why = complaints(&block).into_iter();
            why.map(|why| format!("{}:{}: {why}", file.path, block.line)).collect()
        };
        of_document(file).into_iter().flat_map(of_block).collect::<Vec<_>>()
    });
    found.collect()
}

/// The forbidden word that a block opens with. A question may open with it.
fn opening(block: &Block) -> Option<&str> {
    let first = sentences_of(&block.text).next().unwrap_or_default();
    let word = first.split(|c: char| !c.is_alphanumeric()).next()?;
    (OPENINGS.contains(&word) && !first.ends_with('?')).then_some(word)
}

/// The banned words of a text, as they are written there.
fn banned(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| BANNED.contains(&&*word.to_lowercase()))
}

/// The banned words in the string literals that a file ships, with their lines.
fn banned_in_literals(file: &File) -> impl Iterator<Item = (usize, &str)> {
    literals(file.shipped()).into_iter().flat_map(|(line, text)| banned(text).map(move |word| (line, word)))
}

fn sentences_of(text: &str) -> impl Iterator<Item = &str> {
    let mut ended = false;
    text.split_inclusive(move |c: char| {
        let splits = ended && c.is_whitespace();
        ended = matches!(c, '.' | '!' | '?') || (ended && matches!(c, ')' | '"'));
        splits
    })
    .map(str::trim)
}

fn words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_found_and_two_short_ones_are_not() {
        let (half, long) = ("word ".repeat(LONGEST - 1), "word ".repeat(LONGEST));
        let text =
            format!("# Title\n\n{half}end. Another `code of many words` (of two). {half}\n\n- {long}end.\n");
        let tree =
            Tree::planted([("README.md", &text), ("core/DESIGN.md", &text), ("core/README.md", &text)]);
        let why = format!("a sentence of {} words, {LONGEST} are the limit", LONGEST + 1);
        assert_eq!(sentences(&tree), [format!("README.md:5: {why}"), format!("core/DESIGN.md:5: {why}")]);
    }

    #[test]
    fn a_paragraph_without_its_subject_is_found() {
        let text = "# What it is\n\nWhat is it for? It serves.\n\nWhoever asks\nis answered.\n\n- Whatever.\n- It is what it is.\n";
        assert_eq!(
            openings(&Tree::planted([("core/README.md", text)])),
            [
                "core/README.md:1: opens with `What`",
                "core/README.md:5: opens with `Whoever`",
                "core/README.md:8: opens with `Whatever`",
            ]
        );
    }

    #[test]
    fn a_comment_without_its_subject_is_found() {
        let code = "//! What it is.\n\n/// The value.\n///\n/// Whoever reads it.\nconst A: &str = \"What\";\nfn a() {\n    // Who asks.\n}\n";
        let manifest = "# What it is.\nname = \"a\"\n";
        assert_eq!(
            openings(&Tree::planted([
                ("core/src/tests/a.rs", code),
                ("Cargo.toml", manifest),
                ("a.txt", manifest)
            ])),
            [
                "core/src/tests/a.rs:1: opens with `What`",
                "core/src/tests/a.rs:5: opens with `Whoever`",
                "core/src/tests/a.rs:8: opens with `Who`",
                "Cargo.toml:1: opens with `What`",
            ]
        );
    }

    #[test]
    fn a_banned_word_is_found_outside_of_code() {
        let text = "Nobody asks.\n\n`nobody`, questionable.\n\n| a question |\n\n```\nnobody\n```\n";
        assert_eq!(
            document_words(&Tree::planted([("README.md", text)])),
            ["README.md:1: says `Nobody`", "README.md:5: says `question`"]
        );
    }

    #[test]
    fn a_banned_word_is_found_in_messages_that_ship() {
        let text = "/// Nobody.\nfn a() { warn!(\"dropped, since nobody reads\"); }\n\n#[cfg(test)]\nmod tests {\n    const A: &str = \"nobody\";\n}\n";
        let tree = Tree::planted([("core/src/a.rs", text), ("core/src/a/tests.rs", text)]);
        assert_eq!(message_words(&tree), ["core/src/a.rs:2: says `nobody`"]);
    }
}
