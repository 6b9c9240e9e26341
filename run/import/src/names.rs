//! The names in a directory that is imported: which of them nobody looks at, though somebody may have meant them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{error::ImportError, noun::Noun};

/// The ends of names of files with rows, where other programs write or pack them.
const OF_ROWS: [&str; 3] = ["jsonl", "ndjson", "json"];

/// How many changes of a letter are a mistake.
const MISTAKES: usize = 1;

/// The files of a directory that hold rows, by their names, and are those of no noun. An error where one of them has nearly
/// the name of a noun that has no file: its rows would be missing, and nobody would know.
pub(super) fn passed_over(directory: &Path, found: &[Noun]) -> Result<Vec<String>, ImportError> {
    let unread = |cause: io::Error| ImportError::Directory { path: directory.to_owned(), cause };
    let mut passed_over = Vec::new();
    for entry in fs::read_dir(directory).map_err(unread)? {
        let name = entry.map_err(unread)?.file_name().to_string_lossy().into_owned();
        if is_taken(&name) {
            continue;
        }
        if let Some(noun) = meant(&name).filter(|noun| !found.contains(noun)) {
            return Err(ImportError::Misnamed { path: directory.join(name), noun });
        }
        if holds_rows(&name) {
            passed_over.push(name);
        }
    }
    passed_over.sort();
    Ok(passed_over)
}

/// The names that a noun's file may have.
pub(super) fn of(noun: Noun, directory: &Path) -> [PathBuf; 2] {
    [directory.join(format!("{noun}.jsonl")), directory.join(format!("{noun}.jsonl.gz"))]
}

/// Whether it is looked at, or written by an import.
fn is_taken(name: &str) -> bool {
    let of_noun = |noun: &Noun| {
        let ending = name.strip_prefix(noun.as_str()).unwrap_or_default();
        matches!(ending, ".jsonl" | ".jsonl.gz" | ".rejects.jsonl")
    };
    Noun::ALL.iter().any(of_noun)
}

/// Whether it ends like a file of rows does, packed or not.
fn holds_rows(name: &str) -> bool {
    name.to_lowercase().split('.').skip(1).any(|ending| OF_ROWS.contains(&ending))
}

/// The noun whose file it nearly is: but for capitals, one letter, or how the file is written.
fn meant(name: &str) -> Option<Noun> {
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let near = |noun: &Noun| strsim::osa_distance(stem, noun.as_str()) <= MISTAKES;
    Noun::ALL.into_iter().filter(|_| holds_rows(name)).find(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_recognised() {
        for (name, noun) in [
            ("user.jsonl", Noun::Users),
            ("Users.jsonl", Noun::Users),
            ("USERS.JSONL", Noun::Users),
            ("usres.jsonl.gz", Noun::Users),
            ("users.json", Noun::Users),
            ("users.ndjson", Noun::Users),
            ("users.jsonl.zst", Noun::Users),
            ("users.old.jsonl", Noun::Users),
            ("colages.jsonl", Noun::Collages),
            ("comment.jsonl.gz", Noun::Comments),
        ] {
            assert!(!is_taken(name), "{name}");
            assert_eq!(meant(name), Some(noun), "{name}");
        }
        for other in ["readme.txt", "users", "users.txt", "users.jsonl", "likes.rejects.jsonl", "files.jsonl"]
        {
            assert!(is_taken(other) || meant(other).is_none(), "{other}");
        }
        assert!(holds_rows("files.jsonl") && !holds_rows("readme.txt") && !holds_rows("json"));
    }
}
