//! Bundles as they are made and read, and each mistake in one, planted.

mod made;
mod mistakes;
mod sources;

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    BundleArgs,
    archive::{File, unpack},
    run,
};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// The folder that real bundles are made of.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../beanstalk")
}

/// The least that is a program of Linux: its header, and none of the segments where an interpreter would be named.
fn program() -> Vec<u8> {
    let mut header = vec![0; 64];
    header[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    header[16] = 3;
    header[18] = 62;
    header[20] = 1;
    header[52] = 64;
    header[54] = 56;
    header
}

/// The parts of a good bundle in this folder, which is its destination, too.
fn args(scratch: &TempDir) -> BundleArgs {
    let binary = scratch.path().join("program");
    fs::write(&binary, program()).unwrap();
    BundleArgs {
        binary,
        version: "1.2.3".to_owned(),
        commit: COMMIT.to_owned(),
        output: scratch.path().join("bundles"),
        folder: folder(),
        allow_dynamic: false,
    }
}

/// The files of a good bundle.
fn files() -> Vec<File> {
    let scratch = tempfile::tempdir().unwrap();
    let bundle = run(&args(&scratch)).unwrap();
    unpack(&fs::read(bundle.path).unwrap()).unwrap()
}
