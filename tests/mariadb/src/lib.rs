#![doc = include_str!("../README.md")]
#![expect(clippy::missing_panics_doc, reason = "a test without its server has failed")]

mod lease;
mod process;
mod template;

use std::{
    hash::{BuildHasher, RandomState},
    path::PathBuf,
    process::Command,
};

use self::lease::Lease;

/// The user of the tests' connections: one without special rights.
pub const USER: &str = "ogrom";

/// That user's password, which must never be seen anywhere.
pub const PASSWORD: &str = "s3cret-of-the-tests";

/// The user with which a replica reads its primary's writes.
const REPLICA: &str = "replica";

/// A server that runs for as long as it has a lease, or a little longer.
#[derive(Debug)]
pub struct Server {
    directory: PathBuf,
    port: u16,
    _lease: Lease,
}

// === impl Server ===

impl Server {
    /// The server that all tests share. None of them may do it harm.
    pub fn shared() -> Self {
        let folder = template::folder();
        let starting = Lease::exclusive(&folder.join("starting"));
        let directory = std::env::temp_dir().join(format!("ogrom-mariadb-{}", template::name_of_checkout()));
        let lease = Lease::shared(&folder.join("lease"));
        let port = process::port_of(&directory).unwrap_or_else(|| {
            template::copy_to(&directory);
            lease::guard(&directory, &folder.join("lease"), lease::LOOKS_BEFORE_A_SHARED_SERVER_ENDS);
            process::start(&directory, process::free_port())
        });
        drop(starting);
        Self { directory, port, _lease: lease }
    }

    /// A server for one test, which may do with it as it likes.
    pub fn own() -> Self {
        Self::with_role(&["--skip-log-bin"])
    }

    /// A server of one's own that may have replicas.
    pub fn primary() -> Self {
        let primary = Self::with_role(&["--log-bin=binlog", "--server-id=1"]);
        primary.run(&format!(
            "CREATE USER {REPLICA}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'; \
             GRANT REPLICATION SLAVE ON *.* TO {REPLICA}@'127.0.0.1'"
        ));
        primary
    }

    /// A replica of this primary, which receives its writes from now on.
    #[must_use = "it is gone when it is dropped"]
    pub fn replica(&self) -> Self {
        let replica = Self::with_role(&["--skip-log-bin", "--server-id=2"]);
        replica.run(&format!(
            "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {}, MASTER_USER = '{REPLICA}', \
             MASTER_PASSWORD = '{PASSWORD}', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1; START SLAVE",
            self.port
        ));
        replica
    }

    fn with_role(role: &[&str]) -> Self {
        let directory = std::env::temp_dir().join(format!("ogrom-mariadb-own-{}", unique()));
        template::copy_to(&directory);
        process::take_part(&directory, role);
        let lease = Lease::shared(&directory.join("lease"));
        lease::guard(&directory, &directory.join("lease"), 1);
        let port = process::start(&directory, process::free_port());
        Self { directory, port, _lease: lease }
    }

    /// Creates a new, empty database; returns its URL.
    pub fn database(&self) -> String {
        let name = format!("t{}", unique());
        self.run(&format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("mysql://{USER}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// The port that it listens on, at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Runs statements as an administrator; returns what they print.
    pub fn run(&self, statements: &str) -> String {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--batch", "--skip-column-names"]);
        client.arg(format!("--socket={}", process::socket(&self.directory).display()));
        let output =
            client.args(["--execute", statements]).output().expect("the client comes with the server");
        assert!(output.status.success(), "{statements}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The counter of this name.
    pub fn status(&self, name: &str) -> u64 {
        let status = self.run(&format!("SHOW GLOBAL STATUS LIKE '{name}'"));
        status.split_whitespace().last().and_then(|count| count.parse().ok()).expect("a server counts this")
    }

    /// From now on it logs the statements that it executes, which costs it some time.
    pub fn note_statements(&self) {
        let table = "SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log;";
        self.run(&format!("SET GLOBAL general_log = OFF; {table} SET GLOBAL general_log = ON"));
    }

    /// The prepared statements that it has noted, with their values. It notes no more.
    pub fn noted_statements(&self) -> Vec<String> {
        let noted = self.run(
            "SET GLOBAL general_log = OFF; SELECT argument FROM mysql.general_log WHERE command_type = 'Execute'",
        );
        noted.lines().map(str::to_owned).collect()
    }

    /// The statements that it has noted, with everything else that it was sent, such as `COMMIT`. It notes no more.
    pub fn noted_commands(&self) -> Vec<String> {
        let noted = self.run(
            "SET GLOBAL general_log = OFF; SELECT argument FROM mysql.general_log \
             WHERE command_type IN ('Execute', 'Query') AND argument NOT LIKE 'SET GLOBAL general_log%'",
        );
        noted.lines().map(str::to_owned).collect()
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        process::number(&self.directory)
    }

    /// Sends it a signal: `STOP` and `CONT` freeze and thaw it, `KILL` ends it without warning.
    pub fn signal(&self, name: &str) {
        process::signal(&self.directory, name);
    }

    /// Starts it again after a kill, at the same port and with the same data.
    pub fn restart(&self) {
        process::start(&self.directory, self.port);
    }
}

/// A name that is unique on this machine.
fn unique() -> String {
    format!("{:016x}", RandomState::new().hash_one(0))
}
