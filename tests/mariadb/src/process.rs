//! The process of a server: started, found again, and sent signals.

use std::{
    fs,
    io::Read,
    net::TcpListener,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{PASSWORD, USER, template};

/// How long a start may take. It takes one second.
const PATIENCE: Duration = Duration::from_mins(1);

/// Starts the server in this directory and waits until it responds at this port.
pub(crate) fn start(directory: &Path, port: u16) -> u16 {
    let at = |name: &str| directory.join(name).display().to_string();
    fs::write(directory.join("port"), port.to_string()).expect("the directory is there");
    // A user whose rights do not go beyond the databases of tests, so that a server can be read-only to it.
    let users = format!(
        "CREATE USER IF NOT EXISTS {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n\
         GRANT ALL ON `t%`.* TO {USER}@'127.0.0.1';\n"
    );
    fs::write(directory.join("users.sql"), users).expect("the directory is there");
    let log = fs::File::create(directory.join("log")).expect("the directory is there");
    let mut server = Command::new("setsid");
    server.args(["--fork", "mariadbd", "--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve"]);
    server.args(role_of(directory));
    server.args(["--innodb-buffer-pool-size=128M", "--innodb-log-file-size=64M"]);
    server.args([
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-flush-method=nosync",
        "--max-connections=1000",
    ]);
    server.args([format!("--datadir={}", at("data")), format!("--socket={}", socket(directory).display())]);
    server.args([format!("--pid-file={}", at("pid")), format!("--tmpdir={}", at("tmp"))]);
    server.args([format!("--init-file={}", at("users.sql")), format!("--port={port}")]);
    server.args(template::as_this_user());
    let streams = (Stdio::null(), Stdio::null(), Stdio::from(log));
    let started = server.stdin(streams.0).stdout(streams.1).stderr(streams.2).status();
    assert!(started.is_ok_and(|status| status.success()), "util-linux brings setsid");
    let begun = Instant::now();
    while !answers(directory) {
        let log = || fs::read_to_string(directory.join("log")).unwrap_or_default();
        assert!(begun.elapsed() < PATIENCE, "the server does not start: {}", log());
        thread::sleep(Duration::from_millis(10));
    }
    port
}

/// Makes the server in this directory a part of replication, from its next start on.
pub(crate) fn take_part(directory: &Path, role: &[&str]) {
    fs::write(directory.join("role"), role.join("\n")).expect("the directory is there");
}

/// The options of its part in replication. Most servers have none, and so need no log of writes.
fn role_of(directory: &Path) -> Vec<String> {
    let role = fs::read_to_string(directory.join("role")).unwrap_or_else(|_| "--skip-log-bin".to_owned());
    role.lines().map(str::to_owned).collect()
}

/// The port of the server in this directory, if it is alive.
pub(crate) fn port_of(directory: &Path) -> Option<u16> {
    let port = fs::read_to_string(directory.join("port")).ok()?.parse().ok()?;
    answers(directory).then_some(port)
}

/// The number of the server in this directory.
pub(crate) fn number(directory: &Path) -> u32 {
    let number = fs::read_to_string(directory.join("pid")).expect("a server writes its number");
    number.trim().parse().expect("a number")
}

/// Sends a signal to the server in this directory. After `KILL`, waits until it is gone.
pub(crate) fn signal(directory: &Path, name: &str) {
    let number = number(directory);
    let kill = |signal: &str| Command::new("sh").args(["-c", &format!("kill -{signal} {number}")]).status();
    let sent = kill(name).expect("there is a shell");
    assert!(sent.success(), "no server to send {name} to");
    while name == "KILL" && UnixStream::connect(socket(directory)).is_ok() {
        thread::sleep(Duration::from_millis(5));
    }
}

/// The socket that it listens on besides its port. It distinguishes the server from any other that may have its port
/// by now.
pub(crate) fn socket(directory: &Path) -> PathBuf {
    directory.join("socket")
}

pub(crate) fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.expect("a port is free").port()
}

/// Whether it greets.
fn answers(directory: &Path) -> bool {
    let Ok(mut stream) = UnixStream::connect(socket(directory)) else { return false };
    stream.set_read_timeout(Some(PATIENCE)).expect("a time that is not zero");
    stream.read_exact(&mut [0]).is_ok()
}
