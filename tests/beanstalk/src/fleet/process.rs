//! The process of an instance: started, checked, and ended as Docker ends a container.

use std::{
    fs::{self, File},
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Empty;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep, timeout, timeout_at},
};

use crate::fleet::image::Image;

/// How long a process has after SIGTERM: Docker's default, since AWS does not document one.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// How often a process is checked.
pub(crate) const LOOK: Duration = Duration::from_millis(50);

/// How long a process has to respond to a health check.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often a program is tried that is busy.
const BUSY_ATTEMPTS: u32 = 40;

/// How much of its last output is reported.
const LAST_WORDS: usize = 400;

/// The process of an instance.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    number: u32,
    /// Its output.
    log: PathBuf,
    /// The path of its health check.
    pub(crate) health: http::Uri,
    /// Whether it has had its time to come up.
    pub(crate) booted: bool,
}

// === impl Process ===

impl Process {
    /// Starts an image, so that it listens at the port of this address and writes in a new folder in `home`.
    pub(crate) async fn start(image: &Image, address: SocketAddr, home: &Path) -> Result<Self, String> {
        let path = &image.health;
        let health = format!("http://{address}{path}").parse().map_err(|_| format!("'{path}' is no path"))?;
        let wrong = |error: io::Error| format!("{}: {error}", image.program.display());
        let folder = tempfile::Builder::new().prefix("instance-").tempdir_in(home).map_err(wrong)?.keep();
        let log = folder.with_extension("log");
        let output = File::create(&log).map_err(wrong)?;
        let mut command = Command::new(&image.program);
        // Nothing of the double's own environment: a container has none of its host's variables.
        command.args(&image.arguments).env_clear().envs(&image.variables);
        command.env("SERVER_PORT", address.port().to_string()).current_dir(folder).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(output.try_clone().map_err(wrong)?).stderr(output);
        let child = spawn(command).await.map_err(wrong)?;
        let number = child.id().ok_or("it ended before the check")?;
        Ok(Self { child, number, log, health, booted: false })
    }

    /// Why it has ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        let said = fs::read_to_string(&self.log).unwrap_or_default();
        let last = said.char_indices().rev().nth(LAST_WORDS).map_or(0, |(at, _)| at);
        let said = said[last..].trim();
        Some(format!("The Docker container unexpectedly ended after it was started ({status}): {said}"))
    }

    /// Its number.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Sends it SIGTERM, unless it has ended.
    pub(crate) fn terminate(&self) {
        let number = self.child.id().and_then(|number| Pid::from_raw(number.cast_signed()));
        if let Some(number) = number {
            // It may have ended by itself, which is fine.
            let _ = kill_process(number, Signal::TERM);
        }
    }

    /// Waits for its end, and makes it end when time is over.
    pub(crate) async fn end(mut self, until: Instant) {
        if timeout_at(until, self.child.wait()).await.is_err() {
            // As above.
            drop(self.child.kill().await);
        }
    }
}

/// Starts a program that may have been written just now: a process forked meanwhile has it open for writing for a
/// moment.
async fn spawn(mut command: Command) -> io::Result<Child> {
    for _ in 0..BUSY_ATTEMPTS {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => sleep(LOOK).await,
            spawned => return spawned,
        }
    }
    command.spawn()
}

/// Whether the listener there passes its health check, over a connection of its own.
pub(crate) async fn passes(health: &http::Uri) -> bool {
    let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http::<Empty<Bytes>>();
    let answer = timeout(PATIENCE, client.get(health.clone())).await;
    matches!(answer, Ok(Ok(answer)) if answer.status() == http::StatusCode::OK)
}
