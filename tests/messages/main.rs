//! What the compiler says to the likeliest mistakes is readable, and stays so.
//!
//! Each mistake is compiled against the engine that these tests were built with, which takes no time.

use std::{
    env::current_exe,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The libraries of the engine that lie beside this test, the newest first: a build may have left older ones.
fn engines() -> Vec<PathBuf> {
    let folder = current_exe().unwrap().parent().unwrap().to_owned();
    let is_engine = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libogrom_core_resource-") && name.ends_with(".rlib")
    };
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_engine).collect();
    found.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).unwrap().modified().unwrap()));
    found
}

/// What the compiler says to a program; nothing where it takes it.
fn said(program: &str) -> String {
    let source = ogrom_tests::root().join("tests/messages/mistakes").join(program);
    let out = tempfile::tempdir().unwrap();
    let engines = engines();
    let engine = engines.first().expect("these tests are built with the engine");
    let output = Command::new("rustc")
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "bin",
            "--emit",
            "metadata",
            "--color",
            "never",
            "-A",
            "warnings",
        ])
        .arg("--out-dir")
        .arg(out.path())
        .arg("-L")
        .arg(format!("dependency={}", engine.parent().unwrap_or(Path::new(".")).display()))
        .arg("--extern")
        .arg(format!("ogrom_core_resource={}", engine.display()))
        .arg(source)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), said.is_empty(), "{said}");
    said
}

#[track_caller]
fn check(program: &str, expected: &[&str]) {
    let said = said(program);
    for words in expected {
        assert!(said.contains(words), "'{words}' is not in:\n{said}");
    }
    assert!(said.matches("error[").count() <= 2, "one mistake is not a wall of errors:\n{said}");
}

#[test]
fn what_is_right_compiles() {
    assert_eq!(said("nothing_wrong.rs"), "");
}

#[test]
fn a_method_without_its_trait_names_the_trait() {
    check(
        "capability_without_its_trait.rs",
        &["`Silent` does not support GET", "implement `Get` for `Silent`", "Endpoint::of(Silent).get()"],
    );
}

#[test]
fn content_without_a_schema_says_what_it_lacks() {
    check(
        "content_without_a_schema.rs",
        &[
            "`Note: schemars::JsonSchema` is not satisfied",
            "#[derive(serde::Deserialize)]",
            "type Body = Note;",
        ],
    );
}

#[test]
fn a_link_with_a_wrong_path_names_both() {
    check("link_with_a_wrong_path.rs", &["mismatched types", "expected `&ProductPath`, found `&UserPath`"]);
}
