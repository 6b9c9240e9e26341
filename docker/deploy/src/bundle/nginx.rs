//! Whether nginx accepts the configuration of a bundle, if nginx is installed.

use std::{
    fs, io,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

use super::{Mistake, archive::File};

/// The places of nginx: on the path, and where Debian installs it for root alone.
const PROGRAMS: [&str; 2] = ["nginx", "/usr/sbin/nginx"];

/// The place of its files in a bundle.
const FOLDER: &str = ".platform/nginx/";

/// The configuration of Beanstalk's platform for Docker that includes those files, as instances have it. A directive
/// that it sets itself cannot be set in the same block again. Paths that it would write to are replaced.
const PLATFORM: &str = include_str!("nginx/platform.conf");

/// The result of nginx's test of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nginx {
    /// It takes it.
    Parsed,
    /// It did not run, for this reason.
    Skipped(String),
}

/// Tests those of these files that belong to nginx with nginx itself, and adds its first complaint. The files are
/// written to a folder, so none of their names may lead out of it.
pub(super) fn check<'a>(files: impl Iterator<Item = &'a File>, mistakes: &mut Vec<Mistake>) -> Nginx {
    check_with(&PROGRAMS, files, mistakes)
}

pub(super) fn check_with<'a>(
    programs: &[&str],
    files: impl Iterator<Item = &'a File>,
    mistakes: &mut Vec<Mistake>,
) -> Nginx {
    let tested = tempfile::tempdir().and_then(|folder| {
        lay_out(folder.path(), files)?;
        Ok((test(programs, folder.path())?, folder))
    });
    match tested {
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
        fs::write(path, &file.bytes)?;
    }
    Ok(())
}

/// Nothing if none of the programs is installed.
fn test(programs: &[&str], folder: &Path) -> io::Result<Option<Output>> {
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

/// Its first complaint, with places as they are in the bundle.
fn complaint(output: &Output, folder: &TempDir) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find_map(|line| Some(line.split_once("[emerg] ")?.1)).unwrap_or(said.trim());
    // The number of the process, which is different each time.
    let first =
        first.split_once(": ").filter(|(process, _)| process.contains('#')).map_or(first, |(_, rest)| rest);
    first.replace(&format!("{}/", folder.path().display()), "")
}
