//! Rules for every Rust file.

use crate::tree::{File, Tree};

/// Lines of a source file, its tests apart.
const LONGEST: usize = 350;

/// Source files that may be longer, each with the reason.
const LONG: [&str; 0] = [];

/// Messages for debug builds alone; written in two halves, so that this file does not break its own rule.
const ONLY_DEBUG: &str = concat!("debug_", "assertions");

/// A file opens with a sentence, `lib.rs` with its README.
pub(crate) fn opening(tree: &Tree) -> Vec<String> {
    let opens = |file: &File| {
        let included = file.path.ends_with("lib.rs") && file.text.starts_with("#![doc = include_str!(");
        included || file.text.starts_with("//! ")
    };
    tree.rust()
        .filter(|file| !opens(file))
        .map(|file| format!("{}:1: does not open with `//!` and what it is for", file.path))
        .collect()
}

/// A file holds one idea.
pub(crate) fn length(tree: &Tree) -> Vec<String> {
    tree.rust()
        .map(|file| (file, file.before_tests().lines().count()))
        .filter(|(file, lines)| *lines > LONGEST && !LONG.contains(&file.path.as_str()))
        .map(|(file, lines)| {
            format!("{}: {lines} lines before its tests, {LONGEST} are the limit", file.path)
        })
        .collect()
}

/// A silenced lint is one that is expected, with a reason.
pub(crate) fn allowed_lints(tree: &Tree) -> Vec<String> {
    let wrong = |line: &str| line.trim_start().starts_with("#[allow(") || line.starts_with("#![allow(");
    let why = "use `#[expect(…, reason = \"…\")]`";
    tree.rust().flat_map(|file| file.complaints(&file.text, why, wrong)).collect()
}

/// Code for debug builds alone is compiled by every build, so that none has warnings of its own: no test sees those
/// of others.
pub(crate) fn left_out_of_profiles(tree: &Tree) -> Vec<String> {
    let wrong = |line: &str| {
        let asked = line.matches(ONLY_DEBUG).count();
        asked > line.matches(&format!("cfg!({ONLY_DEBUG})")).count() && !line.trim_start().starts_with("//")
    };
    let why = format!("use `if cfg!({ONLY_DEBUG})`, which is compiled in every profile");
    tree.rust().flat_map(|file| file.complaints(&file.text, &why, wrong)).collect()
}

/// `foo.rs` is beside `foo/`.
pub(crate) fn mod_files(tree: &Tree) -> Vec<String> {
    tree.rust()
        .filter_map(|file| file.path.strip_suffix("/mod.rs"))
        .map(|folder| format!("{folder}/mod.rs: call it {folder}.rs"))
        .collect()
}

/// The exports of a crate are listed.
pub(crate) fn glob_exports(tree: &Tree) -> Vec<String> {
    tree.rust()
        .flat_map(|file| {
            file.text.match_indices("pub use ").filter_map(|(start, _)| {
                let export = file.text[start..].split(';').next()?;
                let line = file.text[..start].matches('\n').count() + 1;
                export.contains('*').then(|| format!("{}:{line}: exports by glob", file.path))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_what_it_is_for_is_found() {
        let tree = Tree::planted([
            ("core/src/a.rs", "use b;\n//! Late.\n"),
            ("core/src/b.rs", "#![doc = include_str!(\"../README.md\")]\n"),
            ("core/src/c.rs", "//! What it is for.\n"),
            ("core/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"),
        ]);
        assert_eq!(
            opening(&tree),
            [
                "core/src/a.rs:1: does not open with `//!` and what it is for",
                "core/src/b.rs:1: does not open with `//!` and what it is for",
            ]
        );
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let tests =
            format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(LONGEST), "\n".repeat(LONGEST));
        let tree = Tree::planted([("a.rs", &"\n".repeat(LONGEST + 1)), ("b.rs", &tests)]);
        assert_eq!(length(&tree), ["a.rs: 351 lines before its tests, 350 are the limit"]);
    }

    #[test]
    fn an_allowed_lint_is_found() {
        let text =
            "#![allow(dead_code)]\n#[expect(dead_code, reason = \"later\")]\n    #[allow(dead_code)]\n";
        let tree = Tree::planted([("a.rs", text)]);
        assert_eq!(
            allowed_lints(&tree),
            ["a.rs:1: use `#[expect(…, reason = \"…\")]`", "a.rs:3: use `#[expect(…, reason = \"…\")]`"]
        );
    }

    #[test]
    fn code_that_only_some_profiles_compile_is_found() {
        let text = "#[cfg(DEBUG)]\nuse a::b;\nif cfg!(DEBUG) {}\n#[cfg(all(\n    not(DEBUG),\n    unix,\n))]\n// DEBUG\n"
            .replace("DEBUG", ONLY_DEBUG);
        let why = format!("use `if cfg!({ONLY_DEBUG})`, which is compiled in every profile");
        assert_eq!(
            left_out_of_profiles(&Tree::planted([("a.rs", &text)])),
            [format!("a.rs:1: {why}"), format!("a.rs:5: {why}")]
        );
    }

    #[test]
    fn a_file_called_mod_is_found() {
        let tree = Tree::planted([("core/src/product/mod.rs", ""), ("core/src/product.rs", "")]);
        assert_eq!(mod_files(&tree), ["core/src/product/mod.rs: call it core/src/product.rs"]);
    }

    #[test]
    fn an_export_by_glob_is_found() {
        let text = concat!("use a::*;\npub", " use b::{\n    c,\n    d::*,\n};\npub", " use e::f;\n");
        assert_eq!(glob_exports(&Tree::planted([("a.rs", text)])), ["a.rs:2: exports by glob"]);
    }
}
