//! The guides in the READMEs are the examples, word for word: what they show and cannot compile where they stand compiles
//! and runs here.

use std::{fs, path::Path};

/// A guide, and the example that it goes through.
const GUIDES: [(&str, &str); 3] = [
    ("core/fashion/README.md", "in_axum.rs"),
    ("core/resource/README.md", "single_file.rs"),
    ("protocols/fashion/README.md", "own_source.rs"),
];

/// A README that shows a part of an example.
const PART: (&str, &str) = ("protocols/fashion/contract/README.md", "own_source.rs");

/// A file of the repository.
fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The blocks of code in a text that is never compiled in its place, as one.
fn shown(text: &str) -> String {
    let blocks = text.split("```rust,ignore\n").skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block).collect::<Vec<_>>().join("\n")
}

/// An example without the sentences that it opens with.
fn code(text: &str) -> String {
    let lines: Vec<_> = text.lines().skip_while(|line| line.starts_with("//!") || line.is_empty()).collect();
    lines.join("\n") + "\n"
}

#[test]
fn each_guide_shows_the_whole_of_its_example() {
    for (guide, example) in GUIDES {
        let (shown, code) = (shown(&read(guide)), code(&read(&format!("core/examples/{example}"))));
        let differs = shown.lines().zip(code.lines()).find(|(shown, code)| shown != code);
        assert_eq!(differs, None, "{guide} differs from {example}");
        assert_eq!(shown, code, "{guide} differs from {example}");
    }
}

#[test]
fn what_is_shown_of_an_example_is_in_it() {
    let (guide, example) = PART;
    let shown = shown(&read(guide));
    assert!(!shown.is_empty() && read(&format!("core/examples/{example}")).contains(&shown), "{shown}");
}

/// The control: a word that is not the example's is found.
#[test]
fn a_guide_that_is_older_than_its_example_is_found() {
    let old = shown("A\n```rust,ignore\nuse b;\n```\nand\n```rust,ignore\nfn c() {}\n```\n");
    assert_eq!(old, code("//! A.\n\nuse b;\n\nfn c() {}\n"));
    assert_ne!(old, code("//! A.\n\nuse b;\n\nfn d() {}\n"));
}
