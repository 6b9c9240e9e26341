//! Whether nginx takes the configuration of a bundle, where there is an nginx to ask.

use std::{
    fs, io,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

use super::{Mistake, archive::File};

/// Where nginx is looked for: on the path, and where Debian keeps it from those who are not root.
const PROGRAMS: [&str; 2] = ["nginx", "/usr/sbin/nginx"];

/// Where its files stand in a bundle.
const FOLDER: &str = ".platform/nginx/";

/// The configuration that Beanstalk's platform for Docker includes those files in, as instances have it: what it sets
/// itself cannot be set in the same block again. Where it would write, it is told other places.
const PLATFORM: &str = include_str!("nginx/platform.conf");

/// What nginx says of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nginx {
    /// It takes it.
    Parsed,
    /// It was not asked, for this reason.
    Skipped(String),
}

/// Asks nginx what it says of those of these files that are its own. What it does not take is added. The files are written to
/// a folder, so that none of their names may lead out of it.
pub(super) fn check<'a>(files: impl Iterator<Item = &'a File>, mistakes: &mut Vec<Mistake>) -> Nginx {
    check_with(&PROGRAMS, files, mistakes)
}

pub(super) fn check_with<'a>(
    programs: &[&str],
    files: impl Iterator<Item = &'a File>,
    mistakes: &mut Vec<Mistake>,
) -> Nginx {
    let asked = tempfile::tempdir().and_then(|folder| {
        lay_out(folder.path(), files)?;
        Ok((ask(programs, folder.path())?, folder))
    });
    match asked {
        Ok((Some(output), folder)) => {
            if !output.status.success() {
                mistakes.push(Mistake::new(FOLDER.trim_end_matches('/'), complaint(&output, &folder)));
            }
            Nginx::Parsed
        }
        Ok((None, _)) => Nginx::Skipped("nginx is not installed".to_owned()),
        Err(error) => Nginx::Skipped(error.to_string()),
    }
}

fn lay_out<'a>(folder: &Path, files: impl Iterator<Item = &'a File>) -> io::Result<()> {
    fs::create_dir_all(folder.join("conf.d/elasticbeanstalk"))?;
    fs::write(folder.join("nginx.conf"), PLATFORM)?;
    for file in files {
        let Some(name) = file.name.strip_prefix(FOLDER) else { continue };
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, &file.content)?;
    }
    Ok(())
}

/// Nothing, where none of the programs is there.
fn ask(programs: &[&str], folder: &Path) -> io::Result<Option<Output>> {
    for program in programs {
        let mut command = Command::new(program);
        command.args(["-t", "-q", "-e", "stderr", "-c", "nginx.conf", "-p"]).arg(folder).stdin(Stdio::null());
        match command.output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            output => return output.map(Some),
        }
    }
    Ok(None)
}

/// What it complained about first, with places as they are in the bundle.
fn complaint(output: &Output, folder: &TempDir) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find_map(|line| Some(line.split_once("[emerg] ")?.1)).unwrap_or(said.trim());
    // The number of the process, which is different each time.
    let first =
        first.split_once(": ").filter(|(process, _)| process.contains('#')).map_or(first, |(_, rest)| rest);
    first.replace(&format!("{}/", folder.path().display()), "")
}
