//! The zip: the same files make the same bytes, whenever and wherever it is made.

use std::io::{Cursor, Read, Write};

use zip::{DateTime, ZipArchive, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// The path from the bundle's root, with slashes.
    pub(super) name: String,
    /// The mode with the type of the file, as `stat` has it in `st_mode`.
    pub(super) mode: u32,
    pub(super) bytes: Vec<u8>,
}

// === impl File ===

impl File {
    /// The type in `st_mode` of a file that is neither a folder nor a link.
    pub(super) const REGULAR: u32 = 0o100_000;

    /// The bits that hold the type.
    pub(super) const TYPE: u32 = 0o170_000;

    /// The bytes as text. A setting that is not UTF-8 is a mistake.
    pub(super) fn text(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(&self.bytes)
    }
}

/// The zip of these files. Names are sorted, and all times are the first that a zip can represent: 1980-01-01.
pub(super) fn pack(files: &[File]) -> ZipResult<Vec<u8>> {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by_key(|file| &file.name);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(file.mode & !File::TYPE);
        zip.start_file(&file.name, options)?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files of this zip, folders left out.
pub(super) fn unpack(bytes: &[u8]) -> ZipResult<Vec<File>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index)?;
        if entry.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        // An entry without a mode comes from a system without modes, and is unpacked as not executable.
        let mode = entry.unix_mode().unwrap_or(File::REGULAR | 0o644);
        files.push(File { name: entry.name()?.into_owned(), mode, bytes });
    }
    Ok(files)
}
