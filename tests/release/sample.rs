//! A workspace of two libraries that have been released: our own `core/path`, and one that shows its types.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["core/path", "shelf"]

[workspace.package]
edition = "2024"
rust-version = "1.95"
license = "MIT OR Apache-2.0"

[workspace.dependencies]
ogrom-core-path = { path = "core/path", version = "1.0.0" }
percent-encoding = "2"

[workspace.lints]
"#;

const SHELF: &str = r#"[package]
name = "shelf"
version = "1.0.0"
edition.workspace = true

[package.metadata.surface]
foreign = ["ogrom-core-path"]

[dependencies]
ogrom-core-path.workspace = true
"#;

const SHELF_CODE: &str = "//! Shows a type of another library.

/// Its owner.
pub fn key() -> ogrom_core_path::Key {
    ogrom_core_path::Key::of::<()>()
}
";

/// The parts that our own crates do not have.
const MORE_CODE: &str = "
/// An enum that others match.
pub enum Shape {
    /// One.
    Round,
}

/// A struct that others construct.
pub struct Size {
    /// One.
    pub width: u8,
}

/// A trait that others implement.
pub trait Draw {
    /// How many.
    fn edges(&self) -> usize {
        0
    }
}
";

const CHANGELOG: &str = "# Changelog

## ogrom-core-path 1.0.0

- All of it.

## shelf 1.0.0

- All of it.
";

/// The workspace, in a repository of its own.
#[derive(Debug)]
pub(crate) struct Sample {
    folder: TempDir,
}

// === impl Sample ===

impl Sample {
    /// Both are released as 1.0.0, and nothing has changed since.
    pub(crate) fn released() -> Self {
        Self::with_features("")
    }

    /// The same, with these features in the one that is ours.
    pub(crate) fn with_features(features: &str) -> Self {
        let sample = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        copy(&ogrom_tests::root().join("core/path"), &sample.path("core/path"));
        fs::copy(ogrom_tests::root().join("Cargo.lock"), sample.path("Cargo.lock")).expect("a file");
        let files = [
            ("Cargo.toml", MANIFEST),
            ("CHANGELOG.md", CHANGELOG),
            (".gitignore", "target\n"),
            ("shelf/Cargo.toml", SHELF),
            ("shelf/src/lib.rs", SHELF_CODE),
        ];
        for (path, text) in files {
            sample.write(path, text);
        }
        let manifest = sample.read("core/path/Cargo.toml");
        let manifest = manifest.lines().map(|line| match line.split_once(" = ") {
            Some(("version", _)) => "version = \"1.0.0\"",
            _ => line,
        });
        let manifest: Vec<&str> = manifest.collect();
        sample.write("core/path/Cargo.toml", &format!("{}\n{features}", manifest.join("\n")));
        let library = sample.read("core/path/src/lib.rs");
        sample.write("core/path/src/lib.rs", &format!("{library}{MORE_CODE}"));

        sample.list();
        sample.git(&["init", "--quiet"]);
        sample.commit();
        sample.git(&["tag", "ogrom-core-path-v1.0.0"]);
        sample.git(&["tag", "shelf-v1.0.0"]);
        sample
    }

    /// Replaces `old`, which must be there, by `new`.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    pub(crate) fn add(&self, path: &str, text: &str) {
        self.write(path, &format!("{}{text}", self.read(path)));
    }

    /// Sets the version of `core/path`, and the version that others require.
    pub(crate) fn version(&self, version: &str) {
        let version = format!("version = \"{version}\"");
        self.edit("core/path/Cargo.toml", "version = \"1.0.0\"", &version);
        self.edit("Cargo.toml", "version = \"1.0.0\"", &version);
    }

    /// Writes an entry of `release` in the changelog.
    pub(crate) fn entry(&self, release: &str, text: &str) {
        self.edit("CHANGELOG.md", "# Changelog\n", &format!("# Changelog\n\n## {release}\n\n{text}\n"));
    }

    /// Writes the listings anew, as after every change.
    pub(crate) fn list(&self) {
        let output = self.release(&["list"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "All of it"]);
    }

    /// Its output if it refuses nothing.
    #[track_caller]
    pub(crate) fn accepted(&self, arguments: &[&str]) -> String {
        let output = self.release(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Its output if it refuses something.
    #[track_caller]
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.release(arguments);
        assert_eq!(output.status.code(), Some(1), "{}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stderr)
    }

    /// Plants something in `core/path`, releases it as a minor version, and returns why that is refused.
    #[track_caller]
    pub(crate) fn refused_with(&self, path: &str, old: &str, new: &str) -> String {
        self.edit(path, old, new);
        self.version("1.1.0");
        self.entry("ogrom-core-path 1.1.0", "- Something new.");
        self.list();
        self.refused(&["check"])
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.command("git").args(arguments).output().expect("git starts");
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    fn release(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_release")).args(arguments).output().expect("the tool starts")
    }

    /// Independent of the user of the tests and of their build settings.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Test")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "test@example.com")));
        for place in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(place);
        }
        command
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("the file can be read")
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(file, text).expect("the file can be written");
    }
}

/// The message for a break in `core/path` that is released as a minor version, for these reasons.
pub(crate) fn complaint(reasons: &str) -> String {
    format!(
        "core/path/Cargo.toml: ogrom-core-path breaks those who use it since 1.0.0, and 1.1.0 is no version for that:\n    \
         {reasons}\n  \
         Take that back, or set its version, there and in [workspace.dependencies], to 2.0.0 or a later one.\n\
         CHANGELOG.md: ogrom-core-path 1.1.0 breaks those who use it, and its section does not say so: begin it with \
         `- **Breaking**: you are affected if …; do ….`\n"
    )
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let entry = entry.expect("the entry can be read");
        let copied = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &copied);
        } else {
            fs::copy(entry.path(), copied).expect("the file can be copied");
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("what it says is text")
}
