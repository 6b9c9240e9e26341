//! The compiler's messages for the likeliest mistakes are readable, and stay so.
//!
//! Each mistake is compiled against the engine that these tests were built with, which takes no time.

use std::{env::current_exe, fs, io, path::PathBuf, process::Command, time::SystemTime};

/// The library of the engine that lies beside this test; the newest, since a build may have left older ones.
fn engine() -> io::Result<PathBuf> {
    let this = current_exe()?;
    let mut newest: Option<(SystemTime, PathBuf)> = None;
    for entry in fs::read_dir(this.parent().unwrap_or(&this))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("libogrom_core_resource-")
            && entry.path().extension().is_some_and(|kind| kind == "rlib")
        {
            let found = (entry.metadata()?.modified()?, entry.path());
            newest = newest.max(Some(found));
        }
    }
    newest.map(|(_, path)| path).ok_or_else(|| io::Error::other("these tests were not built with the engine"))
}

/// The compiler's message for a program; nothing if it compiles.
fn said(program: &str) -> io::Result<String> {
    let engine = engine()?;
    let out = tempfile::tempdir()?;
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
        .arg(format!("dependency={}", engine.parent().unwrap_or(&engine).display()))
        .arg("--extern")
        .arg(format!("ogrom_core_resource={}", engine.display()))
        .arg(ogrom_tests::root().join("tests/messages/mistakes").join(program))
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), said.is_empty(), "{said}");
    Ok(said)
}

#[track_caller]
fn check(program: &str, expected: &[&str]) -> io::Result<()> {
    let said = said(program)?;
    for words in expected {
        assert!(said.contains(words), "'{words}' is not in:\n{said}");
    }
    assert!(said.matches("error[").count() <= 2, "one mistake is not a wall of errors:\n{said}");
    Ok(())
}

#[test]
fn what_is_right_compiles() -> io::Result<()> {
    assert_eq!(said("nothing_wrong.rs")?, "");
    Ok(())
}

#[test]
fn a_method_without_its_trait_names_the_trait() -> io::Result<()> {
    check(
        "capability_without_its_trait.rs",
        &["`Silent` does not support GET", "implement `Get` for `Silent`", "Endpoint::of(Silent).get()"],
    )
}

#[test]
fn content_without_a_schema_says_what_it_lacks() -> io::Result<()> {
    check(
        "content_without_a_schema.rs",
        &[
            "`Note: schemars::JsonSchema` is not satisfied",
            "#[derive(serde::Deserialize)]",
            "type Body = Note;",
        ],
    )
}

#[test]
fn a_link_with_a_wrong_path_names_both() -> io::Result<()> {
    check("link_with_a_wrong_path.rs", &["mismatched types", "expected `&ProductPath`, found `&UserPath`"])
}
