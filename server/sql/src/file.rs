//! The file of an embedded database: examined, and put in its place when it is whole.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use ogrom_protocols::Error;

use crate::{DatabaseError, DatabaseLocation};

/// How a file of the embedded database begins.
const BEGIN: &[u8] = b"SQLite format 3\0";

/// Whether a database can be at this location, as far as that shows without opening it: the file is one, or there is none and
/// it can be made. The start calls this first, so that its errors are the same.
pub fn examine(location: &DatabaseLocation) -> Result<(), DatabaseError> {
    let DatabaseLocation::File(path) = location else { return Ok(()) };
    let found = match File::options().read(true).write(true).open(path) {
        Ok(file) => begins_as_a_database(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let trial = beside(path);
            let made = File::create_new(&trial).map_err(Error::unavailable);
            made.and_then(|_| fs::remove_file(trial).map_err(Error::unavailable))
        }
        Err(error) => Err(Error::unavailable(error)),
    };
    found.map_err(|cause| DatabaseError::Unusable { location: location.clone(), cause })
}

/// An empty file becomes a database (<https://sqlite.org/fileformat.html>, §1.3).
fn begins_as_a_database(file: File) -> Result<(), Error> {
    let mut begin = Vec::new();
    file.take(BEGIN.len() as u64).read_to_end(&mut begin).map_err(Error::unavailable)?;
    if begin.is_empty() || begin == BEGIN {
        Ok(())
    } else {
        Err(Error::corrupt("the file is not a database"))
    }
}

/// Where a file is made before it is put in this place.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    name.into()
}

/// Moves a file to this path, and returns whether it is there now: where another one is, that stays.
pub(crate) fn put(beside: &Path, path: &Path) -> io::Result<bool> {
    // Unlike a rename, a link replaces nothing. Some file systems have none.
    match fs::hard_link(beside, path) {
        Ok(()) => fs::remove_file(beside).map(|()| true),
        Err(_) if path.exists() => fs::remove_file(beside).map(|()| false),
        Err(_) => fs::rename(beside, path).map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_makes_a_database_second_leaves_the_first_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second, place] = ["first", "second", "place"].map(|name| folder.path().join(name));
        for (beside, is_there) in [(&first, true), (&second, false)] {
            fs::write(beside, beside.as_os_str().as_encoded_bytes()).unwrap();
            assert_eq!(put(beside, &place).unwrap(), is_there);
            assert!(!beside.exists());
        }
        assert_eq!(fs::read(place).unwrap(), first.as_os_str().as_encoded_bytes());
    }
}
