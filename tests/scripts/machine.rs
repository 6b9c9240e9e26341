//! A machine of planted programs: which ones exist, and what each does.

use std::{
    env, fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The scripts that install or download something.
const SCRIPTS: [&str; 6] =
    ["test", "run/clients/regenerate", "docker/bundle", "docker/platform", "docker/setup", "docker/teardown"];

/// The environment that the scripts require.
const BASE: [&str; 16] = [
    "awk", "bash", "cat", "cmp", "dirname", "env", "jq", "ln", "mkdir", "realpath", "rm", "sed", "sleep",
    "sort", "touch", "true",
];

/// A program that always succeeds, until a test changes it.
const WELL: [&str; 6] = ["c++", "cargo", "git", "npm", "python3", "rustc"];

/// A machine, which is gone with its value.
pub(crate) struct Machine(TempDir);

/// How a script has ended.
pub(crate) struct Ended {
    code: Option<i32>,
    said: String,
}

// === impl Machine ===

impl Machine {
    /// A machine whose user is root, with the scripts and their interpreter.
    pub(crate) fn new() -> Self {
        let machine = Self(tempfile::tempdir().expect("tests may write to the temporary directory"));
        fs::create_dir(machine.path("bin")).expect("the folder is new");
        for name in SCRIPTS {
            let copy = machine.path(name);
            fs::create_dir_all(copy.parent().expect("it is in a folder")).expect("folders can be made");
            fs::copy(ogrom_tests::root().join(name), copy).expect("the script is there");
        }
        for name in BASE {
            symlink(real(name), machine.path("bin").join(name)).expect("the folder was empty");
        }
        for name in WELL {
            machine.has(name, "");
        }
        machine.has("id", "echo 0");
        machine.has("node", "echo v22.1.0");
        machine.has("uname", "echo x86_64");
        machine
    }

    /// A path below the home of the user, where everything is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Adds a program, written for `sh`, which also records its calls.
    pub(crate) fn has(&self, name: &str, program: &str) {
        let path = self.path("bin").join(name);
        let text = format!("#!/bin/sh\necho \"$*\" >>\"$HOME/calls-{name}\"\n{program}\n");
        fs::write(&path, text).expect("the folder can be written to");
        fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("the file is ours");
    }

    /// How a program has been called.
    pub(crate) fn calls(&self, name: &str) -> Vec<String> {
        let calls = fs::read_to_string(self.path(&format!("calls-{name}"))).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// Waits until a program has made this file.
    #[track_caller]
    pub(crate) fn makes(&self, path: &str) {
        let end = Instant::now() + Duration::from_mins(1);
        while !self.path(path).exists() {
            assert!(Instant::now() < end, "nothing has made {path}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Runs a script to its end.
    pub(crate) fn run(&self, script: &str, arguments: &[&str]) -> Ended {
        Ended::of(self.start(script, arguments))
    }

    /// Starts a script.
    pub(crate) fn start(&self, script: &str, arguments: &[&str]) -> Child {
        Command::new(self.path("bin/bash"))
            .arg(self.path(script))
            .args(arguments)
            .env_clear()
            .env("HOME", self.0.path())
            .env("PATH", self.path("bin"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("bash is there")
    }
}

// === impl Ended ===

impl Ended {
    /// Waits for the end of a script.
    pub(crate) fn of(script: Child) -> Self {
        let output = script.wait_with_output().expect("a script can be waited for");
        let said = [output.stdout, output.stderr].concat();
        Self { code: output.status.code(), said: String::from_utf8_lossy(&said).into_owned() }
    }

    #[track_caller]
    pub(crate) fn ends_with(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{}", self.said);
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        assert!(self.said.contains(words), "'{words}' is not in:\n{}", self.said);
    }
}

/// The real path of a program.
#[expect(clippy::disallowed_methods, reason = "the programs of the machine that the tests run on are wanted")]
fn real(name: &str) -> PathBuf {
    let path = env::var_os("PATH").expect("there is a path");
    let mut places = env::split_paths(&path).map(|folder| folder.join(name));
    places.find(|place| Path::is_file(place)).unwrap_or_else(|| panic!("there is no {name}"))
}
