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

/// The least that is a program of Linux: its header, and the one segment that is loaded.
fn program() -> Vec<u8> {
    let mut file = vec![0; 120];
    file[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    // The type, the processor, the version, the places and sizes of the headers, and the number of segments.
    for (at, value) in [(16, 2), (18, 62), (20, 1), (32, 64), (52, 64), (54, 56), (56, 1)] {
        file[at] = value;
    }
    // The segment: its type, and its length in the file.
    (file[64], file[96]) = (1, 120);
    file
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
