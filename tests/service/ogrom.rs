//! Running the binary: to its end, or as a service.
//!
//! The binary is one of this package's own, made from the `main.rs` of the service. So cargo builds it before the
//! tests begin, in their profile, and gives its path. A build within a test would wait for cargo's own lock.

mod service;
mod stream;

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use ogrom_server_sql::DatabaseLocation;
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use tempfile::TempDir;

pub(crate) use self::service::Service;
use self::stream::Stream;

/// How long anything may take. Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder to run commands in, empty at first.
#[derive(Debug)]
pub(crate) struct Folder {
    directory: TempDir,
    /// The URL of the database, if it is not in the folder.
    database: Option<String>,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A command that runs. Killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    out: Stream,
    err: Stream,
}

// === impl Folder ===

impl Folder {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary folder can be made"), database: None }
    }

    /// One whose commands use the database at this URL.
    pub(crate) fn with_database(url: String) -> Self {
        Self { database: Some(url), ..Self::new() }
    }

    /// The database of its commands.
    pub(crate) fn database(&self) -> DatabaseLocation {
        match &self.database {
            None => self.at("ogrom.db").as_path().into(),
            Some(url) => url.parse().expect("the URL of a server"),
        }
    }

    /// The path of a file in it.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file in it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.at(name), content).expect("a file can be written");
    }

    /// The names of its files.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).expect("a folder can be listed");
        let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("names are UTF-8");
        let mut names: Vec<_> = entries.map(|entry| name(entry.expect("an entry"))).collect();
        names.sort();
        names
    }

    /// The command with these arguments, in this folder, with nothing in its environment but the database.
    pub(crate) fn ogrom(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ogrom-under-test"));
        command.args(arguments).current_dir(self.directory.path()).env_clear();
        command.envs(self.database.as_ref().map(|url| ("OGROM_DATABASE", url)));
        command
    }

    /// The same command, which ignores this signal, such as `XFSZ`.
    pub(crate) fn ogrom_without_signal(&self, signal: &str, arguments: &[&str]) -> Command {
        let ogrom = self.ogrom(arguments);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("trap '' {signal}; exec \"$0\" \"$@\"")]).arg(ogrom.get_program());
        command.args(ogrom.get_args()).current_dir(self.directory.path()).env_clear();
        command.envs(ogrom.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Running::start(&mut self.ogrom(arguments)).wait()
    }

    /// Serves without any argument, on a port that is free.
    pub(crate) fn serve(&self) -> Service {
        Service::start(self.ogrom(&[]).env("SERVER_PORT", "0"))
    }
}

// === impl Ended ===

impl Ended {
    /// The same, if it succeeded.
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        assert!(self.status.success(), "{self:#?}");
        self
    }

    /// Its messages, if it ended with this code.
    #[track_caller]
    pub(crate) fn complaint(&self, code: i32) -> &str {
        assert_eq!(self.status.code(), Some(code), "{self:#?}");
        assert!(!self.err.contains("panicked"), "{self:#?}");
        &self.err
    }
}

// === impl Running ===

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary can be started");
        let out = Stream::read(child.stdout.take().expect("a pipe"));
        let err = Stream::read(child.stderr.take().expect("a pipe"));
        Self { child, out, err }
    }

    /// Sends a signal such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().expect("there is a shell");
        assert!(sent.success(), "{kill}");
    }

    /// Lets no file that it writes grow beyond so many bytes, or lifts that limit.
    pub(crate) fn limit_files(&self, bytes: Option<u64>) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let Rlimit { maximum, .. } = getrlimit(Resource::Fsize);
        prlimit(pid, Resource::Fsize, Rlimit { current: bytes, maximum }).expect("a child can be limited");
    }

    /// How much memory it takes, in KiB.
    pub(crate) fn size(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let size = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        size.unwrap_or_else(|| panic!("no size: {status}"))
    }

    /// How many sockets it has open.
    pub(crate) fn sockets(&self) -> usize {
        let files = fs::read_dir(format!("/proc/{}/fd", self.child.id())).expect("it runs");
        // A file may be closed while the list is read.
        let opened = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
        opened.filter(|file| file.to_string_lossy().starts_with("socket:")).count()
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> Ended {
        let began = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("a child can be waited for") {
                Some(status) => break status,
                None if began.elapsed() > PATIENCE => panic!("it does not end: {self:#?}"),
                None => thread::sleep(Duration::from_millis(2)),
            }
        };
        Ended { status, out: self.out.whole(), err: self.err.whole() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
