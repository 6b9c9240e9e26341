//! The command prints its findings, and its exit status agrees.

use std::{fs, process::Command};

const PASSES: &str = r#"{"name":"fine","request":{"method":"GET"},"expect":{"status":200}}"#;
const FAILS: &str = r#"{"name":"not fine","request":{"method":"GET"},"expect":{"status":[404,410]}}"#;
const STRANGE: &str = r#"{"name":"strange","request":{"method":"GET"},"expect":{"status":200},"note":""}"#;

/// The exit status, and both outputs, for a table of these lines.
fn run(lines: &[&str], options: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let table = folder.path().join("table.jsonl");
    fs::write(&table, lines.join("\n")).expect("a file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(options)
        .arg(&table)
        .output()
        .expect("the command can be run");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("the command writes text"))
}

#[test]
fn a_table_that_holds_is_a_success() {
    assert_eq!(run(&[PASSES, "", PASSES], &[]), (Some(0), "2 passed, 0 failed\n".to_owned()));
}

#[test]
fn a_case_that_fails_is_shown_with_what_it_got() {
    let (status, text) = run(&[PASSES, FAILS], &[]);
    assert_eq!(status, Some(1));
    assert!(text.ends_with("\n1 passed, 1 failed\n"), "{text}");
    for shown in ["FAILED not fine", "status: expected", "HTTP/1.1 200 OK", "content-type: ", "hello"] {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
}

#[test]
fn a_table_that_cannot_be_read_is_an_error_of_usage() {
    let (status, text) = run(&[PASSES, STRANGE], &[]);
    assert_eq!(status, Some(2));
    assert!(text.contains("table.jsonl:2:") && text.contains("unknown field `note`"), "{text}");
    assert_eq!(run(&[], &["nowhere.jsonl"]).0, Some(2));
    assert_eq!(run(&[], &["--unknown"]).0, Some(2));
    let without = Command::new(env!("CARGO_BIN_EXE_conformance")).output().expect("the command can be run");
    assert_eq!(without.status.code(), Some(2));
}

#[test]
fn the_coverage_lists_every_edge_with_its_cases() {
    let (status, text) = run(&[PASSES, FAILS], &["--coverage"]);
    assert_eq!(status, Some(0));
    assert!(text.contains("Available: 2\n"), "{text}");
    let edge = |line: &&str| line.split_whitespace().eq(["Granted", "->", "Options", "2"]);
    assert_eq!(text.lines().filter(|line| edge(line)).count(), 1, "{text}");
}
