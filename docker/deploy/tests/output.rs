//! The output of the program: nothing is lost silently, and no argument ends it with a panic.

use std::{
    ffi::OsStr,
    fs::File,
    os::unix::ffi::OsStrExt,
    process::{Command, Output},
};

/// The program with all settings of a deployment.
fn tool() -> Command {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_ogrom-docker-deploy"));
    tool.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").args([
        "--application=shop",
        "--environments=blue,green",
        "--production-prefix=shop",
        "--idle-prefix=shop-idle",
        "--bucket=bundles",
        "--public-url=https://api.example",
        "--region=eu-central-1",
    ]);
    tool
}

fn code_and_text(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_full_disk_is_reported() {
    let full = File::options().write(true).open("/dev/full").expect("it is there");
    let output = tool().args(["policy", "--account=123456789012"]).stdout(full).output().expect("it runs");
    let (code, said) = code_and_text(&output);
    assert_eq!(code, Some(74), "{said}");
    assert!(said.contains("The output cannot be written"), "{said}");
}

#[test]
fn a_path_that_is_no_text_is_a_path() {
    let output = tool().arg("plan").arg(OsStr::from_bytes(b"\xff.zip")).output().expect("it runs");
    let (code, said) = code_and_text(&output);
    assert_eq!(code, Some(2), "{said}");
}
