//! The guides in the READMEs are the examples, word for word: what they show and cannot compile where they stand compiles
//! and runs there.

use std::{fs, path::Path};

/// A guide, and the files of the example that it goes through, in this order.
const GUIDES: [(&str, &[&str]); 4] = [
    ("core/fashion/README.md", &["core/examples/in_axum.rs"]),
    ("core/resource/README.md", &["core/examples/single_file.rs"]),
    ("protocols/fashion/README.md", &["core/examples/own_source.rs"]),
    (
        "server/README.md",
        &[
            "server/examples/notes/note.rs",
            "server/examples/notes/board.rs",
            "server/examples/notes/contract.rs",
            "server/examples/notes/memory.rs",
            "server/examples/notes/sql.rs",
            "server/examples/notes/migrations/sqlite/0001_notes.sql",
            "server/examples/notes/migrations/mysql/0001_notes.sql",
            "server/examples/notes/migrations/sqlite/0002_version.sql",
            "server/examples/notes/endpoints.rs",
            "server/examples/notes/endpoints/all.rs",
            "server/examples/notes/endpoints/one.rs",
            "server/examples/notes/options.rs",
            "server/examples/notes/routes.rs",
            "server/examples/notes/commands.rs",
            "server/examples/notes/main.rs",
        ],
    ),
];

/// The languages of code blocks that are never compiled in their place, with the end of the names of their files.
const LANGUAGES: [(&str, &str); 2] = [("rust,ignore", ".rs"), ("sql", ".sql")];

/// A README that shows a part of an example.
const PART: (&str, &str) = ("protocols/fashion/contract/README.md", "core/examples/own_source.rs");

/// A guide whose manifest is that of the only example of its crate.
const MANIFEST: (&str, &str) = ("server/README.md", "server/examples/Cargo.toml");

/// A file of the repository.
fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The blocks of code of a language in a text, as one.
fn shown(text: &str, language: &str) -> String {
    let open = format!("```{language}\n");
    let blocks = text.split(&open).skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block).collect::<Vec<_>>().join("\n")
}

/// An example without the sentences that it opens with.
fn code(text: &str) -> String {
    let lines: Vec<_> = text.lines().skip_while(|line| line.starts_with("//!") || line.is_empty()).collect();
    lines.join("\n") + "\n"
}

/// The names in a table of a manifest.
fn names<'a>(manifest: &'a str, table: &str) -> Vec<&'a str> {
    let (_, rest) = manifest.split_once(&format!("[{table}]\n")).unwrap_or_default();
    let lines = rest.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split([' ', '.']).next()).collect()
}

#[test]
fn each_guide_shows_the_whole_of_its_example() {
    for (guide, example) in GUIDES {
        for (language, end) in LANGUAGES {
            let files = example.iter().filter(|path| path.ends_with(end));
            let code = files.map(|path| code(&read(path))).collect::<Vec<_>>().join("\n");
            let shown = shown(&read(guide), language);
            let differs = shown.lines().zip(code.lines()).find(|(shown, code)| shown != code);
            assert_eq!(differs, None, "{guide} differs from {example:?}");
            assert_eq!(shown, code, "{guide} differs from {example:?}");
        }
    }
}

#[test]
fn what_is_shown_of_an_example_is_in_it() {
    let (guide, example) = PART;
    let shown = shown(&read(guide), "rust,ignore");
    assert!(!shown.is_empty() && read(example).contains(&shown), "{shown}");
}

#[test]
fn a_guide_names_the_dependencies_of_its_example() {
    let (guide, manifest) = MANIFEST;
    let (shown, manifest) = (shown(&read(guide), "toml"), read(manifest));
    assert_eq!(names(&shown, "dependencies"), names(&manifest, "dependencies"));
    let of_tests = names(&manifest, "dev-dependencies");
    let lost: Vec<_> =
        names(&shown, "dev-dependencies").into_iter().filter(|name| !of_tests.contains(name)).collect();
    assert_eq!(lost, [""; 0]);
}

/// The control: a word that is not the example's is found.
#[test]
fn a_guide_that_is_older_than_its_example_is_found() {
    let old = shown("A\n```rust,ignore\nuse b;\n```\nand\n```rust,ignore\nfn c() {}\n```\n", "rust,ignore");
    assert_eq!(old, code("//! A.\n\nuse b;\n\nfn c() {}\n"));
    assert_ne!(old, code("//! A.\n\nuse b;\n\nfn d() {}\n"));
}
