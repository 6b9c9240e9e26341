//! Source bundles: fetched, unpacked, and read as the Docker platform reads them.

pub(crate) mod commands;
pub(crate) mod dockerfile;
pub(crate) mod extensions;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use crate::{
    bundle::{commands::ContainerCommand, dockerfile::Dockerfile},
    world::task::OptionSettings,
};

/// The most bytes that a bundle may have: "Elastic Beanstalk endpoints and quotas".
const LARGEST: usize = 512 * 1024 * 1024;

/// A bundle that was unpacked.
#[derive(Debug)]
pub(crate) struct Unpacked {
    /// The program that an instance starts, on this machine.
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    /// The settings of the Dockerfile.
    pub(crate) variables: Vec<(String, String)>,
    /// The first port that the Dockerfile exposes.
    pub(crate) port: u16,
    /// The settings of `.ebextensions`.
    pub(crate) options: OptionSettings,
    /// The commands of `.ebextensions`, by name.
    pub(crate) commands: BTreeMap<String, ContainerCommand>,
    /// The folder in which they run.
    pub(crate) folder: PathBuf,
}

/// Unpacks a bundle into an empty folder.
pub(crate) fn unpack(archive: &[u8], folder: &Path) -> Result<Unpacked, String> {
    if archive.len() > LARGEST {
        return Err(format!("The source bundle has {} bytes, {LARGEST} are the limit.", archive.len()));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(archive)).map_err(|error| format!("No zip archive: {error}"))?;
    archive.extract(folder).map_err(|error| format!("The zip archive cannot be unpacked: {error}"))?;
    let options = extensions::read(folder)?;
    let commands = commands::read(folder)?;
    let written =
        fs::read_to_string(folder.join("Dockerfile")).map_err(|error| format!("Dockerfile: {error}"))?;
    let Dockerfile { copies, port, variables, mut command } = Dockerfile::read(&written)?;
    let inside = command.remove(0);
    let copied = copies.into_iter().find(|(_, to)| *to == inside);
    let (from, _) =
        copied.ok_or_else(|| format!("Dockerfile: nothing is copied to {inside}, which it starts"))?;
    let program = folder.join(from.trim_start_matches('/'));
    let mode = fs::metadata(&program).map_err(|error| format!("{from}: {error}"))?.permissions().mode();
    if mode & 0o111 == 0 {
        return Err(format!("{from}: permission denied, its mode is {:o}", mode & 0o777));
    }
    let folder = folder.to_owned();
    Ok(Unpacked { program, arguments: command, variables, port, options, commands, folder })
}
