//! The configuration in its layers: which value counts, and the messages about wrong ones.

mod faults;
mod judged;
mod layered;
mod mistakes;

use std::fs;

use crate::ogrom::{Ended, Folder, Running};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, content) in files {
        let parent = folder.at(name).parent().map(fs::create_dir_all);
        parent.expect("a file is in a folder").expect("a folder can be made");
        folder.write(name, content);
    }
    folder
}

/// Runs a command to its end, with these variables.
fn run(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str]) -> Ended {
    Running::start(folder.ogrom(arguments).envs(variables.iter().copied())).wait()
}
