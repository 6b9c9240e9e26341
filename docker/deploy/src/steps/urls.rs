//! The public and the idle URL lead to the environments: found out before anything moves, since after the swap a wrong
//! public URL looks like a release that does not hold.

use crate::{
    Environment, Run,
    journal::Journal,
    label::commit_of,
    observed::Sides,
    web::{Connection, Response},
};

/// How often a URL is requested that gets no response: one lost request is no reason to stop.
const ATTEMPTS: u32 = 3;

/// The faults of the URLs, a sentence each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct WrongUrls {
    pub(crate) public: Option<String>,
    pub(crate) idle: Option<String>,
}

impl Run<'_> {
    /// Requests both URLs, as far as the environments can respond.
    pub(crate) async fn wrong_urls(&self, sides: &Sides, journal: Option<&Journal>) -> WrongUrls {
        WrongUrls {
            public: self.wrong_public_url(sides, journal).await,
            idle: self.wrong_idle_url(&sides.idle).await,
        }
    }

    /// The address of the idle environment.
    pub(crate) fn idle_url(&self, idle: &Environment) -> String {
        self.settings.idle_url.clone().unwrap_or_else(|| format!("http://{}", idle.cname))
    }

    async fn wrong_public_url(
        &self,
        Sides { live, idle }: &Sides,
        journal: Option<&Journal>,
    ) -> Option<String> {
        let is_open = |journal: &Journal| journal.has_open_swap() || journal.is_unproven(live);
        // A release that repairs a sick one must be deployable. A release that was not found to hold is judged by
        // this run, which may switch it back.
        if self.settings.skip_public_url || live.grade.is_sick() || journal.is_some_and(is_open) {
            return None;
        }
        let url = format!("{}/version", self.settings.public_url);
        let response = match self.first_response(&url).await {
            Ok(response) => response,
            Err(wrong) => return Some(wrong),
        };
        // Of a version that was deployed by other means, the sample for instance, the commit is not known.
        let live_commit = live.label.as_deref().and_then(commit_of)?;
        if !(200..300).contains(&response.status) {
            return Some(format!(
                "{url} responds with {}, though {} is {}",
                response.status, live.name, live.grade
            ));
        }
        let Some(commit) = response.commit() else { return Some(format!("{url} reports no commit")) };
        // Right after a swap, caches may still lead to the other side.
        let idle_commit = match idle.label.as_deref() {
            Some(label) => commit_of(label)?,
            None => live_commit,
        };
        let is_known = commit.starts_with(live_commit) || commit.starts_with(idle_commit);
        let unknown = || {
            format!(
                "{url} reports the commit {commit:.12}, which neither {} nor {} runs",
                live.name, idle.name
            )
        };
        (!is_known).then(unknown)
    }

    /// The response itself does not matter: the last deployment may have failed there.
    async fn wrong_idle_url(&self, idle: &Environment) -> Option<String> {
        if !idle.is_ready() || idle.grade.is_sick() {
            return None;
        }
        self.first_response(&format!("{}/version", self.idle_url(idle))).await.err()
    }

    /// The first response that comes, unless it leads elsewhere.
    async fn first_response(&self, url: &str) -> Result<Response, String> {
        let mut attempt = 1;
        let response = loop {
            match self.ports.web.get(url, Connection::Fresh).await {
                Ok(response) => break response,
                Err(error) if attempt == ATTEMPTS => return Err(format!("{url} does not respond: {error}")),
                Err(_) => self.ports.clock.sleep(self.ports.pause * attempt).await,
            }
            attempt += 1;
        };
        if (300..400).contains(&response.status) {
            let to = response.location.as_deref().unwrap_or("elsewhere");
            return Err(format!("{url} redirects to {to} ({}); name the URL that responds", response.status));
        }
        Ok(response)
    }
}
