//! Git's knowledge of earlier releases.

use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;

use crate::library::Library;
use crate::problem::{Problem, output};

/// The repository.
#[derive(Debug)]
pub(crate) struct Git {
    root: PathBuf,
}

// === impl Git ===

impl Git {
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The version of the last release that the present state came from.
    pub(crate) fn last_release(&self, library: &Library) -> Result<Option<Version>, Problem> {
        let prefix = library.tags();
        let tags = self.run(&["tag", "--list", "--merged", "HEAD", &format!("{prefix}*")])?;
        Ok(tags.lines().filter_map(|tag| tag.strip_prefix(&prefix)?.parse().ok()).max())
    }

    /// A file as it was at a tag.
    pub(crate) fn file(&self, tag: &str, path: &str) -> Result<String, Problem> {
        self.run(&["show", &format!("{tag}:./{path}")])
    }

    /// The files in the folder of a library that are not as they were at a tag, those of its tests apart.
    pub(crate) fn changed(&self, tag: &str, library: &Library) -> Result<Vec<String>, Problem> {
        let mut arguments = vec!["diff", "--name-only", "--relative", tag, "--", &library.folder];
        let inside: Vec<String> = library.inside.iter().map(|folder| format!(":(exclude){folder}")).collect();
        arguments.extend(inside.iter().map(String::as_str));
        let changed = self.run(&arguments)?;
        Ok(changed.lines().filter(|path| is_shipped(path)).map(str::to_owned).collect())
    }

    /// The files with changes that no commit has.
    pub(crate) fn uncommitted(&self) -> Result<Vec<String>, Problem> {
        Ok(self.run(&["status", "--porcelain"])?.lines().map(str::to_owned).collect())
    }

    /// Tags the present commit.
    pub(crate) fn tag(&self, arguments: &[String]) -> Result<(), Problem> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        self.run(&arguments).map(drop)
    }

    fn run(&self, arguments: &[&str]) -> Result<String, Problem> {
        output(Command::new("git").arg("-C").arg(&self.root).args(arguments))
    }
}

/// Whether users of a library notice a change of this file.
fn is_shipped(path: &str) -> bool {
    !path.ends_with("/tests.rs") && !path.split('/').any(|part| part == "tests" || part == "examples")
}
