//! Finds the files, and opens them as lines wherever they come from.

use std::{
    cell::Cell,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    rc::Rc,
};

use flate2::bufread::MultiGzDecoder;

use super::{
    error::{ImportError, Unreadable},
    names,
    noun::Noun,
};

/// One file of rows.
#[derive(Debug)]
pub(crate) struct Input {
    noun: Noun,
    /// Bytes, as stored.
    size: u64,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    Plain(PathBuf),
    Gzip(PathBuf),
    Embedded(&'static str),
}

/// Counts the bytes that were read, so that progress is known below the decompression too.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

// === impl Input ===

impl Input {
    /// Rows that the program carries along.
    pub(crate) fn embedded(noun: Noun, rows: &'static str) -> Self {
        Self { noun, size: rows.len() as u64, origin: Origin::Embedded(rows) }
    }

    /// The files of a directory, in the order of their import, and those that are passed over. At least one; none twice.
    pub(super) fn all_in(directory: &Path) -> Result<(Vec<Self>, Vec<String>), ImportError> {
        fs::read_dir(directory)
            .map_err(|cause| ImportError::Directory { path: directory.to_owned(), cause })?;
        let found = Noun::ALL.into_iter().filter_map(|noun| Self::find(directory, noun).transpose());
        let inputs = found.collect::<Result<Vec<_>, _>>()?;
        let nouns: Vec<_> = inputs.iter().map(Self::noun).collect();
        let passed_over = names::passed_over(directory, &nouns)?;
        if inputs.is_empty() {
            return Err(ImportError::NoFiles(directory.to_owned()));
        }
        Ok((inputs, passed_over))
    }

    fn find(directory: &Path, noun: Noun) -> Result<Option<Self>, ImportError> {
        let [plain, gzip] = names::of(noun, directory);
        match (size(&plain)?, size(&gzip)?) {
            (None, None) => Ok(None),
            (Some(size), None) => Ok(Some(Self { noun, size, origin: Origin::Plain(plain) })),
            (None, Some(size)) => Ok(Some(Self { noun, size, origin: Origin::Gzip(gzip) })),
            (Some(_), Some(_)) => Err(ImportError::Twice { plain, gzip }),
        }
    }

    pub(super) fn noun(&self) -> Noun {
        self.noun
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The path, or what stands for it.
    pub(super) fn path(&self) -> PathBuf {
        match &self.origin {
            Origin::Plain(path) | Origin::Gzip(path) => path.clone(),
            Origin::Embedded(_) => format!("{}.jsonl", self.noun).into(),
        }
    }

    /// The last part of the path: `users.jsonl.gz`.
    pub(super) fn name(&self) -> String {
        self.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Opens the rows. `count` grows with the bytes read, as stored.
    pub(super) fn open(&self, count: &Rc<Cell<u64>>) -> io::Result<Box<dyn BufRead>> {
        let file = |path| {
            let inner = File::open(path)?;
            io::Result::Ok(BufReader::new(Counted { inner, count: Rc::clone(count) }))
        };
        Ok(match &self.origin {
            Origin::Plain(path) => Box::new(file(path)?),
            Origin::Gzip(path) => Box::new(BufReader::new(MultiGzDecoder::new(file(path)?))),
            Origin::Embedded(rows) => Box::new(rows.as_bytes()),
        })
    }

    pub(super) fn unreadable(&self, cause: io::Error) -> Unreadable {
        Unreadable { path: self.path(), cause }
    }
}

/// How large a file is that can be read; absent where nothing has the name. Whatever has the name is meant, so that an import
/// does not begin which would not come to its end.
fn size(path: &Path) -> Result<Option<u64>, ImportError> {
    let unopened = |cause| ImportError::Unopened { path: path.to_owned(), cause };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        found => found.map_err(unopened)?,
    };
    let file = fs::metadata(path).map_err(unopened)?;
    if file.is_dir() {
        return Err(unopened(io::ErrorKind::IsADirectory.into()));
    }
    if file.is_file() {
        File::open(path).map_err(unopened)?;
    }
    Ok(Some(file.len()))
}

// === impl Counted ===

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}
