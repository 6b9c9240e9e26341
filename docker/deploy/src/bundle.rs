//! The source bundle for Elastic Beanstalk: one zip with a Dockerfile, the program and settings, which is checked
//! before it is uploaded.

mod archive;
mod check;
mod command;
mod dockerfile;
mod mistakes;
mod nginx;
mod program;
mod release;
mod settings;

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use self::{archive::unpack, check::check};
pub use self::{
    command::{BundleArgs, run},
    mistakes::{BundleErrors, Mistake},
    nginx::Nginx,
    program::{Executable, Linked, Processor},
    release::Release,
};

/// A bundle without mistakes, as far as that shows without running it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bundle {
    /// Its path. The file is named by its label.
    pub path: PathBuf,
    /// The label in Beanstalk: version, commit and digest, so that no other bundle has the same.
    pub label: String,
    /// The release in it.
    pub release: Release,
    /// The port that its container listens on.
    pub port: u16,
    /// The SHA-256 of the file, as 64 hexadecimal digits.
    pub sha256: String,
    /// The length of the file in bytes.
    pub size: u64,
    /// Its program. Beanstalk has no libraries for a dynamic one.
    pub program: Executable,
    /// The result of nginx's test of its configuration.
    pub nginx: Nginx,
}

// === impl Bundle ===

impl Bundle {
    /// Reads the bundle at this path. The error lists all that is wrong with it.
    pub fn read(path: &Path) -> Result<Self, BundleErrors> {
        let unreadable = |error: &dyn std::fmt::Display| Mistake::new(path.display(), error);
        let bytes = fs::read(path).map_err(|error| unreadable(&error))?;
        let files = unpack(&bytes).map_err(|error| unreadable(&error))?;
        let bundle =
            check(&files, &Linked::WAYS).and_then(|checked| Self::of(path.to_owned(), &bytes, checked))?;
        let named = path.file_name().unwrap_or_default().to_string_lossy();
        let name = bundle.file_name();
        if named != name {
            return Err(Mistake::new(path.display(), format!("its name must be {name}")).into());
        }
        Ok(bundle)
    }

    fn of(path: PathBuf, bytes: &[u8], checked: check::Checked) -> Result<Self, BundleErrors> {
        let check::Checked { release, port, program, nginx } = checked;
        let sha256 = hex(&Sha256::digest(bytes));
        let size = bytes.len() as u64;
        let mistakes: Vec<_> = check::size(size).into_iter().collect();
        BundleErrors::unless_none(mistakes)?;
        Ok(Self { path, label: release.label(&sha256), release, port, sha256, size, program, nginx })
    }

    fn file_name(&self) -> String {
        format!("{}.zip", self.label)
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests;
