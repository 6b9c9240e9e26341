//! Processes of a test that are gone when it is, with all that they have started themselves, however it ends.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

use std::{
    fs,
    io::{self, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long anything may take. Only a test that fails waits so long.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A group of processes, and a folder for their files and logs, which survives a failed test.
#[derive(Debug)]
pub struct Group {
    /// Kills the whole group as soon as the other end of its input is closed; the system ensures that.
    guard: Child,
    folder: Option<TempDir>,
}

/// A process of a group, killed when it is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    log: PathBuf,
}

// === impl Group ===

impl Default for Group {
    fn default() -> Self {
        let folder = tempfile::Builder::new().prefix("ogrom-group-").tempdir();
        let mut guard = Command::new("sh");
        guard.args(["-c", "cat >/dev/null; kill -KILL 0"]).process_group(0).stdin(Stdio::piped());
        Self {
            guard: guard.spawn().expect("there is a shell"),
            folder: Some(folder.expect("a temporary folder can be made")),
        }
    }
}

impl Group {
    /// The folder for the files of its processes.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("it is there until the group is dropped").path()
    }

    /// Starts a process, whose output goes into its log, unless it is read.
    pub fn start(&self, name: &str, command: &mut Command) -> Process {
        let log = self.folder().join(format!("{name}.log"));
        let file = || fs::File::options().create(true).append(true).open(&log).expect("a log can be written");
        command.stdin(Stdio::null()).stdout(file()).stderr(file());
        self.start_with_streams(&log, command)
    }

    /// Starts a process whose output is read, while its standard error goes into its log.
    pub fn start_heard(&self, name: &str, command: &mut Command) -> Process {
        let log = self.folder().join(format!("{name}.log"));
        let file = fs::File::options().create(true).append(true).open(&log);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file.expect("a log can be written"));
        self.start_with_streams(&log, command)
    }

    fn start_with_streams(&self, log: &Path, command: &mut Command) -> Process {
        let group = i32::try_from(self.guard.id()).expect("numbers of processes are small");
        let child = command.process_group(group).spawn();
        let child =
            child.unwrap_or_else(|error| panic!("{command:?}: {error}; ./test installs what it needs"));
        Process { child, log: log.to_owned() }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
        if thread::panicking()
            && let Some(folder) = self.folder.take()
        {
            let _ = writeln!(io::stderr(), "what was logged is in {}", folder.keep().display());
        }
    }
}

// === impl Process ===

impl Process {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its output, if that is read.
    pub fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until a condition holds, which it must while the process runs.
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let began = Instant::now();
        while !holds(self) {
            let ended = self.child.try_wait().expect("a child can be waited for");
            let hopeless = ended.is_some() || began.elapsed() > PATIENCE;
            assert!(!hopeless, "{what} does not come, ended: {ended:?}, log: {}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return status;
            }
            assert!(began.elapsed() < 2 * PATIENCE, "it does not end, log: {}", self.log());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Ends it without warning.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_group_go_those_who_were_started_by_its_processes() {
        let group = Group::default();
        let mut shell = group.start("shell", Command::new("sh").args(["-c", "sleep 1000 & echo $!; wait"]));
        shell.until("a number", |shell| shell.log().ends_with('\n'));
        let path = PathBuf::from(format!("/proc/{}", shell.log().trim()));
        assert!(path.exists());
        drop((shell, group));
        let began = Instant::now();
        while path.exists() {
            assert!(began.elapsed() < PATIENCE, "{} is there", path.display());
            thread::sleep(Duration::from_millis(5));
        }
    }
}
