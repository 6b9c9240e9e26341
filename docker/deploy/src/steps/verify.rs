//! All clients find the live side: Beanstalk confirms it, DNS leads there, and the public name responds from there.
//! The last is checked several times in a row, each time on a new connection.

use std::net::IpAddr;

use crate::{
    Abort, Exit, Run, Step,
    journal::Side,
    label::commit_of,
    observed::{Sides, shown},
    text::time,
    web::Connection,
};

use super::unheld::{BAD, Unheld};

/// How many connections in a row must get responses from the live side.
const CONNECTIONS: u32 = 8;

// === impl Run ===

impl Run<'_> {
    /// Waits until all clients find what this environment runs. If its responses get worse than before, the wait ends
    /// early.
    pub(crate) async fn verify(&mut self, side: &Side) -> Result<(), Unheld> {
        self.begin(Step::Verify)?;
        let limit = self.limit(self.settings.waits.verify);
        let is_new = self.journal.as_ref().is_some_and(|journal| journal.after == *side);
        let is_needed = self.needs_public_url(is_new);
        let mut bad = 0;
        loop {
            let sides = self.still_live(&side.environment).await?;
            let Some(missing) = self.missing_in_public(&sides, side, is_needed).await else {
                let url = &self.settings.public_url;
                self.done(if is_needed {
                    format!("{url} responds from {side}, {CONNECTIONS} times in a row")
                } else {
                    format!("DNS leads to {side}; {url} is not needed")
                });
                return Ok(());
            };
            if is_new {
                let (health, trouble) = self.trouble(&side.environment).await?;
                bad = if trouble.is_some() { bad + 1 } else { 0 };
                if let Some(trouble) = trouble.filter(|_| bad >= BAD) {
                    return Err(Unheld::Because(trouble, health.causes));
                }
            }
            if self.is_past(limit) {
                let wait = time(self.settings.waits.verify);
                let url = &self.settings.public_url;
                return Err(Unheld::Because(
                    format!("it is not found at {url} within {wait}"),
                    vec![missing],
                ));
            }
            self.pause(missing).await?;
        }
    }

    /// Whether the public URL must respond. The earlier side need not be better than it was.
    fn needs_public_url(&self, is_new: bool) -> bool {
        let usual = self.journal.as_ref().and_then(|journal| journal.usual);
        !self.settings.skip_public_url && (is_new || usual.is_none_or(|usual| usual.responded))
    }

    /// The sides, if this environment is still live; otherwise another run has swapped.
    pub(crate) async fn still_live(&mut self, name: &str) -> Result<Sides, Abort> {
        let sides = self.sides().await?;
        if sides.live.name == name {
            return Ok(sides);
        }
        let message = format!(
            "Another run or a person has made {} live meanwhile, with {}.",
            sides.live.name,
            sides.live.shown_label()
        );
        Err(Abort::new(Exit::NeedsPerson, message)
            .with([shown(&sides.live), shown(&sides.idle)])
            .next(format!("find out who did; then {}", self.again())))
    }

    /// The missing part, until all clients find it.
    async fn missing_in_public(&mut self, sides: &Sides, side: &Side, by_url: bool) -> Option<String> {
        let missing = self.missing_in_dns(sides).await;
        if missing.is_some() || !by_url {
            return missing;
        }
        let url = &self.settings.public_url;
        let wanted = side.label.as_deref().and_then(commit_of);
        for _ in 0..CONNECTIONS {
            // A reused connection can lead to the old side for as long as that runs, whatever DNS returns by now.
            match (self.commit_at(url, Connection::Fresh).await, wanted) {
                (Ok(commit), Some(wanted)) if !commit.starts_with(wanted) => {
                    return Some(format!(
                        "{url} still responds from the commit {commit:.12}, not from {wanted}"
                    ));
                }
                (Err(failure), Some(_)) => return Some(failure),
                // A version deployed by other means has no known commit; no better check is possible.
                _ => {}
            }
        }
        None
    }

    /// The missing part, until DNS leads there.
    async fn missing_in_dns(&mut self, Sides { live, idle }: &Sides) -> Option<String> {
        let (Some(right), Some(wrong)) = (&live.endpoint, &idle.endpoint) else { return None };
        let found = match self.ports.dns.addresses(&live.cname).await {
            Ok(found) => found,
            Err(error) => return Some(format!("DNS: {}: {error}", live.cname)),
        };
        self.ttl = found.ttl;
        let right = match self.resolved(right).await {
            Ok(right) => right,
            Err(error) => return Some(error),
        };
        // The old side may not respond any more; then it is enough that the new one is found.
        let wrong = self.resolved(wrong).await.unwrap_or_default();
        let is_there = found.addresses.iter().any(|address| right.contains(address));
        let elsewhere: Vec<_> = found.addresses.iter().filter(|address| wrong.contains(address)).collect();
        (!is_there || !elsewhere.is_empty()).then(|| {
            format!(
                "DNS: {} still leads to {}, not to {}",
                live.cname,
                crate::text::list(&found.addresses),
                live.name
            )
        })
    }

    async fn resolved(&self, endpoint: &str) -> Result<Vec<IpAddr>, String> {
        match endpoint.parse() {
            Ok(address) => Ok(vec![address]),
            Err(_) => match self.ports.dns.addresses(endpoint).await {
                Ok(found) => Ok(found.addresses),
                Err(error) => Err(format!("DNS: {endpoint}: {error}")),
            },
        }
    }
}
