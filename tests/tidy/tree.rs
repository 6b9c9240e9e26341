//! The files that the rules check.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Folders without files of ours, for a tree without git.
const FOREIGN: [&str; 5] = [".git", ".tools", "dist", "node_modules", "target"];

/// Every file of the project.
#[derive(Debug)]
pub(crate) struct Tree {
    files: Vec<File>,
}

/// A file.
#[derive(Debug)]
pub(crate) struct File {
    /// Relative to the root, with slashes.
    pub(crate) path: String,
    /// Its text; nothing if it is binary.
    pub(crate) text: String,
}

// === impl Tree ===

impl Tree {
    /// The tree at `root`: what git tracks or would track, else everything.
    pub(crate) fn read(root: &Path) -> Self {
        let paths = known_to_git(root).unwrap_or_else(|| below(root, ""));
        let file = |path: String| {
            let bytes = fs::read(root.join(&path)).ok()?;
            Some(File { path, text: String::from_utf8(bytes).unwrap_or_default() })
        };
        Self { files: paths.into_iter().filter_map(file).collect() }
    }

    /// A tree that is made up.
    pub(crate) fn planted<const N: usize>(files: [(&str, &str); N]) -> Self {
        let file = |(path, text): (&str, &str)| File { path: path.to_owned(), text: text.to_owned() };
        Self { files: files.into_iter().map(file).collect() }
    }

    /// Every file.
    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files().filter(|file| file.has_extension("rs"))
    }

    /// The file of this path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files().find(|file| file.path == path)
    }

    /// The files of a folder, or the one file of this path.
    pub(crate) fn at(&self, path: &str) -> impl Iterator<Item = &File> {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files().filter(move |file| file.path == path || file.path.starts_with(&folder))
    }

    /// The folders that hold a package, by folder, with the manifest.
    pub(crate) fn packages(&self) -> BTreeMap<&str, &File> {
        self.files()
            .filter(|file| file.text.lines().any(|line| line == "[package]"))
            .filter_map(|file| Some((file.path.strip_suffix("/Cargo.toml")?, file)))
            .collect()
    }
}

// === impl File ===

impl File {
    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// The code that ships: the part before the inline tests, and nothing in a file of tests.
    pub(crate) fn shipped(&self) -> &str {
        let tests = ["/tests/", "/tests.rs", "/examples/", "/benches/"];
        let is_test = tests.iter().any(|mark| format!("/{}", self.path).contains(mark));
        if is_test { "" } else { self.before_tests() }
    }

    /// The part before the inline tests.
    pub(crate) fn before_tests(&self) -> &str {
        let end = self.text.match_indices("\n#[cfg(test)]\n").find(|(start, mark)| {
            let next = self.text[start + mark.len()..].lines().next().unwrap_or_default();
            next.contains("mod ") && next.ends_with('{')
        });
        end.map_or(&self.text, |(start, _)| &self.text[..=start])
    }

    /// A message for each line of `text`, the beginning of this file, that is `wrong`.
    pub(crate) fn complaints(&self, text: &str, why: &str, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        text.split('\n')
            .enumerate()
            .filter(|(_, line)| wrong(line))
            .map(|(index, _)| format!("{}:{}: {why}", self.path, index + 1))
            .collect()
    }
}

/// The files that git tracks or would track; nothing if this is no checkout or git is missing.
fn known_to_git(root: &Path) -> Option<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let listed = output.status.success() && root.join(".git").exists();
    let paths = String::from_utf8(output.stdout).ok()?;
    listed.then(|| paths.split_terminator('\0').map(str::to_owned).collect())
}

/// Every file below a folder of `root`.
fn below(root: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root.join(folder)).expect("the folder can be listed");
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.expect("the entry can be read");
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if !entry.path().is_dir() {
            found.push(path);
        } else if !FOREIGN.contains(&name.as_str()) {
            found.extend(below(root, &path));
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped(path: &str, text: &str) -> String {
        Tree::planted([(path, text)]).files[0].shipped().to_owned()
    }

    #[test]
    fn code_ships_up_to_its_inline_tests() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        assert_eq!(shipped("core/src/a.rs", text), "fn a() {}\n\n");
        assert_eq!(shipped("core/src/a.rs", "#[cfg(test)]\nmod tests;\nfn a() {}\n").lines().count(), 3);
    }

    #[test]
    fn files_of_tests_do_not_ship() {
        for path in ["tests/tidy/a.rs", "core/tests/a.rs", "core/src/a/tests.rs", "core/examples/a.rs"] {
            assert_eq!(shipped(path, "fn a() {}\n"), "", "{path}");
        }
    }

    #[test]
    fn without_git_the_tree_is_everything_but_the_foreign_folders() {
        let copy = tempfile::tempdir().expect("a temporary folder");
        for path in ["Cargo.toml", "core/src/lib.rs", "target/debug/a", ".git/HEAD", ".tools/a", ".ci/run"] {
            let file = copy.path().join(path);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(file, path).expect("a file can be written");
        }
        assert_eq!(below(copy.path(), ""), [".ci/run", "Cargo.toml", "core/src/lib.rs"]);
    }
}
