//! Why an import cannot begin or go on.

use std::{
    io,
    path::{Path, PathBuf},
};

use ogrom_protocols::BoxError;

use super::{noun::Noun, summary::Summary};

/// Why an import did not begin or stopped. A row that cannot be taken is no such error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The directory cannot be listed.
    #[error("the directory '{}' cannot be read", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: io::Error,
    },
    /// The directory holds none of the files.
    #[error("there is nothing to import in '{}': looked for {}", .0.display(), wanted())]
    NoFiles(PathBuf),
    /// The directory holds two files of one noun, and they may differ.
    #[error("there are both '{}' and '{}': remove one of them", plain.display(), gzip.display())]
    Twice {
        /// The one.
        plain: PathBuf,
        /// The other.
        gzip: PathBuf,
    },
    /// A file is there by its name, and cannot be opened: a link that leads nowhere, a directory, a file of others.
    #[error("'{}' cannot be read", path.display())]
    Unopened {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: io::Error,
    },
    /// The directory holds a file that nearly has the name of one that is missing.
    #[error("'{}' is ignored: rename it to '{noun}.jsonl' or '{noun}.jsonl.gz', or remove it", path.display())]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The noun that it seems to hold.
        noun: Noun,
    },
    /// The place for rejected rows cannot be made.
    #[error("the directory '{}' for rejected rows cannot be made", path.display())]
    Rejects {
        /// The directory.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: io::Error,
    },
    /// The import stopped in the middle.
    #[error(
        "the import stopped at '{}' with {} rows added, which stay; running it again continues",
        at(so_far),
        so_far.added()
    )]
    Stopped {
        /// The summary until then. The last file is the one that the import stopped at.
        so_far: Box<Summary>,
        /// The reason.
        #[source]
        cause: BoxError,
    },
}

/// A file breaks off.
#[derive(Debug, thiserror::Error)]
#[error("'{}' cannot be read to its end; it may be cut off or damaged", path.display())]
pub(super) struct Unreadable {
    pub(super) path: PathBuf,
    #[source]
    pub(super) cause: io::Error,
}

/// A file of rejected rows cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("rejected rows cannot be written to '{}'", path.display())]
pub(super) struct Unwritable {
    path: PathBuf,
    #[source]
    cause: io::Error,
}

fn wanted() -> String {
    let names: Vec<_> = Noun::ALL.iter().map(|noun| format!("{noun}.jsonl[.gz]")).collect();
    names.join(", ")
}

fn at(so_far: &Summary) -> &str {
    so_far.files.last().map_or("", |file| &file.name)
}

// === impl Unwritable ===

impl Unwritable {
    pub(super) fn new(path: &Path, cause: io::Error) -> Self {
        Self { path: path.to_owned(), cause }
    }
}
