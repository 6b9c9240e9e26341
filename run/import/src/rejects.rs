//! The file that keeps the rows which were not taken.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{batch::Reject, error::Unwritable, noun::Noun};

/// `<noun>.rejects.jsonl`: of this run alone, and only there if a row was rejected.
pub(super) struct Rejects {
    path: PathBuf,
    file: BufWriter<File>,
    is_empty: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: u64,
    reason: &'a str,
    row: &'a str,
}

// === impl Rejects ===

impl Rejects {
    /// Begins the file, emptying that of an earlier run.
    pub(super) fn create(directory: &Path, noun: Noun) -> Result<Self, Unwritable> {
        let path = directory.join(format!("{noun}.rejects.jsonl"));
        let file = File::create(&path).map_err(|cause| Unwritable::new(&path, cause))?;
        Ok(Self { path, file: BufWriter::new(file), is_empty: true })
    }

    /// Adds the rejected rows of a batch of the file `from`, and sees to it that they survive the process.
    pub(super) fn write(&mut self, from: &str, rejects: &[Reject]) -> Result<(), Unwritable> {
        self.is_empty &= rejects.is_empty();
        self.write_all(from, rejects).map_err(|cause| Unwritable::new(&self.path, cause))
    }

    fn write_all(&mut self, from: &str, rejects: &[Reject]) -> io::Result<()> {
        for Reject { line, reason } in rejects {
            let reason = &reason.to_string();
            let entry = Entry { file: from, line: line.number, reason, row: &line.text };
            serde_json::to_writer(&mut self.file, &entry)?;
            self.file.write_all(b"\n")?;
        }
        self.file.flush()
    }

    /// Removes the file if it is empty; otherwise answers with its path.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, Unwritable> {
        if !self.is_empty {
            return Ok(Some(self.path));
        }
        fs::remove_file(&self.path).map_err(|cause| Unwritable::new(&self.path, cause))?;
        Ok(None)
    }
}
