//! The idle side responds as it should, before it gets other requests: without requests, the health that AWS reports
//! means little.

use serde_json::Value;

use crate::{
    Abort, Exit, Run, Step,
    openapi::reads,
    text::time,
    web::{Connection, Response},
};

/// The number of connections on which the version is requested: a balancer spreads them over the instances.
const CONNECTIONS: u32 = 8;

impl Run<'_> {
    /// Requests from the idle side its version, its health, and one read of each collection, until all is as it
    /// should be.
    pub(crate) async fn smoke(&mut self, commit: &str, name: &str) -> Result<(), Abort> {
        self.begin(Step::Smoke)?;
        let idle = self.environment(name).await?;
        let url = self.idle_url(&idle);
        let limit = self.limit(self.settings.waits.smoke);
        loop {
            let failures = match self.try_out(&url, commit).await {
                Ok(reads) => {
                    self.done(format!(
                        "{url}: this commit on {CONNECTIONS} connections, ready, collections read: {reads}"
                    ));
                    return Ok(());
                }
                Err(failures) => failures,
            };
            if self.is_past(limit) {
                let wait = time(self.settings.waits.smoke);
                let message =
                    format!("{name} runs the release and does not respond as it should within {wait}.");
                return Err(Abort::new(Exit::SmokeFailed, format!("{message} {}", self.whereabouts()))
                    .with(failures)
                    .next(format!(
                        "fix the causes above, then deploy again; to try the same again, {}",
                        self.again()
                    )));
            }
            self.pause(failures.into_iter().next().unwrap_or_default()).await?;
        }
    }

    /// The number of reads, or all failures.
    async fn try_out(&mut self, url: &str, wanted: &str) -> Result<usize, Vec<String>> {
        for _ in 0..CONNECTIONS {
            let commit = self.commit_at(url, Connection::Fresh).await.map_err(|failure| vec![failure])?;
            if commit != wanted {
                return Err(vec![format!("{url}/version reports the commit {commit}, not {wanted}")]);
            }
        }
        let mut failures = Vec::new();
        failures.extend(self.response(&format!("{url}/health/ready"), Connection::Kept).await.err());
        let document = self.response(&format!("{url}/openapi.json"), Connection::Kept).await;
        let document = document.and_then(|response| {
            serde_json::from_slice::<Value>(&response.body)
                .map_err(|error| format!("{url}/openapi.json: {error}"))
        });
        let reads = match document {
            Ok(document) => reads(&document),
            Err(failure) => {
                failures.push(failure);
                Vec::new()
            }
        };
        for (number, path) in reads.iter().enumerate() {
            let connection = if number % 2 == 0 { Connection::Fresh } else { Connection::Kept };
            failures.extend(self.response(&format!("{url}{path}"), connection).await.err());
        }
        if failures.is_empty() && reads.is_empty() {
            failures.push(format!("{url}/openapi.json describes nothing that can be read"));
        }
        if failures.is_empty() { Ok(reads.len()) } else { Err(failures) }
    }

    /// The commit that a service reports.
    pub(crate) async fn commit_at(&self, url: &str, connection: Connection) -> Result<String, String> {
        let url = format!("{url}/version");
        let response = self.response(&url, connection).await?;
        response.commit().ok_or_else(|| format!("{url} reports no commit"))
    }

    /// A successful response of a URL, or a sentence that explains its absence.
    async fn response(&self, url: &str, connection: Connection) -> Result<Response, String> {
        let response =
            self.ports.web.get(url, connection).await.map_err(|error| format!("{url}: {error}"))?;
        if (200..300).contains(&response.status) {
            return Ok(response);
        }
        Err(format!("{url} responds with {}", response.status))
    }
}
