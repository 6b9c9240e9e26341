//! The process of an instance: started, looked at, and ended as Docker ends a container.

use std::{
    collections::BTreeMap,
    fs::{self, File},
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
    time::{Instant, timeout, timeout_at},
};

use crate::bundle::Unpacked;

/// How long a process has after SIGTERM: what Docker gives a container, of which AWS says nothing.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// How often a process is looked at.
pub(crate) const LOOK: Duration = Duration::from_millis(50);

/// How long a process has to answer a health check.
const PATIENCE: Duration = Duration::from_secs(2);

/// How much of its last words is told.
const LAST_WORDS: usize = 400;

/// The process of an instance.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    /// What it says.
    log: PathBuf,
    /// Where it says whether it is healthy.
    pub(crate) health: http::Uri,
}

// === impl Process ===

impl Process {
    /// Starts what a bundle holds, so that it listens at the port of this address.
    pub(crate) fn start(
        unpacked: &Unpacked,
        address: SocketAddr,
        variables: &BTreeMap<String, String>,
        folder: &Path,
        path: &str,
    ) -> Result<Self, String> {
        let log = folder.with_extension("log");
        let output = File::create(&log).and_then(|file| Ok((file.try_clone()?, file)));
        let (output, errors) = output.map_err(|error| error.to_string())?;
        let health = format!("http://{address}{path}").parse().map_err(|_| format!("'{path}' is no path"))?;
        // Nothing of the double's own environment: a container has none of its host's.
        let child = Command::new(&unpacked.program)
            .args(&unpacked.arguments)
            .env_clear()
            .envs(variables)
            .env("SERVER_PORT", address.port().to_string())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", unpacked.program.display()))?;
        Ok(Self { child, log, health })
    }

    /// Why it has ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        let said = fs::read_to_string(&self.log).unwrap_or_default();
        let last = said.char_indices().rev().nth(LAST_WORDS).map_or(0, |(at, _)| at);
        let said = said[last..].trim();
        Some(format!("The Docker container unexpectedly ended after it was started ({status}): {said}"))
    }

    /// Its number, while it runs.
    pub(crate) fn number(&self) -> Option<u32> {
        self.child.id()
    }

    /// Asks it to end.
    pub(crate) fn terminate(&self) {
        let number = self.number().and_then(|number| Pid::from_raw(number.cast_signed()));
        if let Some(number) = number {
            // It may have ended by itself, which is as well.
            let _ = kill_process(number, Signal::TERM);
        }
    }

    /// Waits for its end, and makes it end when time is over.
    pub(crate) async fn end(mut self, until: Instant) {
        if timeout_at(until, self.child.wait()).await.is_err() {
            // As above.
            let _ = self.child.kill().await;
        }
    }
}

/// Whether what listens there passes its health check, over a connection of its own.
pub(crate) async fn passes(health: &http::Uri) -> bool {
    let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http::<Empty<Bytes>>();
    let answer = timeout(PATIENCE, client.get(health.clone())).await;
    matches!(answer, Ok(Ok(answer)) if answer.status() == http::StatusCode::OK)
}
