//! The idle side answers as it should, before anybody else asks it: the health that AWS tells says little where nobody
//! asks for anything.

use serde_json::Value;

use crate::{Bundle, Exit, Run, Step, Stop, openapi::reads, text::time, web::Connection};

/// How many connections are asked for the version: a balancer spreads them over the instances.
const CONNECTIONS: u32 = 8;

impl Run<'_> {
    /// Asks the idle side for its version, its health, and one read of each collection, until all is as it should be.
    pub(crate) async fn smoke(&mut self, bundle: &Bundle, name: &str) -> Result<(), Stop> {
        self.begin(Step::Smoke)?;
        let url = match &self.settings.idle_url {
            Some(url) => url.clone(),
            None => format!("http://{}", self.environment(name).await?.cname),
        };
        let limit = self.limit(self.settings.waits.smoke);
        loop {
            let failures = match self.try_out(&url, bundle).await {
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
                    format!("{name} runs the release and does not answer as it should within {wait}.");
                return Err(Stop::new(Exit::SmokeFailed, format!("{message} {}", self.whereabouts()))
                    .with(failures)
                    .next(format!(
                        "mend what is named, then deploy again; to try the same again, {}",
                        self.again()
                    )));
            }
            self.pause(failures.into_iter().next().unwrap_or_default()).await?;
        }
    }

    /// How many reads there were, or all that is wrong.
    async fn try_out(&self, url: &str, bundle: &Bundle) -> Result<usize, Vec<String>> {
        for _ in 0..CONNECTIONS {
            let commit = self.commit_at(url, Connection::Fresh).await.map_err(|failure| vec![failure])?;
            if commit != bundle.release.commit {
                return Err(vec![format!(
                    "{url}/version tells the commit {commit}, not {}",
                    bundle.release.commit
                )]);
            }
        }
        let mut failures = Vec::new();
        failures.extend(self.content(&format!("{url}/health/ready"), Connection::Kept).await.err());
        let document = self.content(&format!("{url}/openapi.json"), Connection::Kept).await;
        let document = document.and_then(|content| {
            serde_json::from_slice::<Value>(&content).map_err(|error| format!("{url}/openapi.json: {error}"))
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
            failures.extend(self.content(&format!("{url}{path}"), connection).await.err());
        }
        if failures.is_empty() && reads.is_empty() {
            failures.push(format!("{url}/openapi.json describes nothing that can be read"));
        }
        if failures.is_empty() { Ok(reads.len()) } else { Err(failures) }
    }

    /// The commit that a service says it was built of.
    pub(crate) async fn commit_at(&self, url: &str, connection: Connection) -> Result<String, String> {
        let url = format!("{url}/version");
        let content = self.content(&url, connection).await?;
        let version: Option<Value> = serde_json::from_slice(&content).ok();
        let commit = version.as_ref().and_then(|version| version.get("commit")?.as_str());
        commit.map(str::to_owned).ok_or_else(|| format!("{url} tells no commit"))
    }

    /// What is at a URL, or a sentence of why not.
    async fn content(&self, url: &str, connection: Connection) -> Result<Vec<u8>, String> {
        let answer = self.world.web.get(url, connection).await.map_err(|error| format!("{url}: {error}"))?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.content);
        }
        Err(format!("{url} answers {}", answer.status))
    }
}
