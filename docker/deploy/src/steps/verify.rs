//! Everybody finds what is live now: Beanstalk says so, DNS leads there, and the public name answers from there, several
//! times in a row, on connections of their own.

use std::net::IpAddr;

use crate::{
    Exit, Run, Step, Stop,
    journal::Side,
    label::commit_of,
    observed::{Sides, shown},
    web::Connection,
};

/// How many connections in a row are answered by what is live.
const CONNECTIONS: u32 = 8;

/// Why a release that is live does not stay.
#[derive(Debug)]
pub(crate) enum Unheld {
    /// The run stops where it is.
    Stop(Stop),
    /// It does not hold, and what was before should serve again: the reason, and what was seen.
    Because(String, Vec<String>),
}

// === impl Unheld ===

impl From<Stop> for Unheld {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

// === impl Run ===

impl Run<'_> {
    /// Waits until everybody finds what this environment runs.
    pub(crate) async fn verify(&mut self, side: &Side) -> Result<(), Unheld> {
        self.begin(Step::Verify)?;
        let limit = self.limit(self.settings.waits.verify);
        loop {
            let sides = self.still_live(&side.environment).await?;
            let Some(missing) = self.missing_in_public(&sides, side).await else {
                let url = &self.settings.public_url;
                self.done(format!("{url} answers from {side}, {CONNECTIONS} times in a row"));
                return Ok(());
            };
            if self.is_past(limit) {
                let wait = self.settings.waits.verify;
                return Err(Unheld::Because(format!("it is not found within {wait:?}"), vec![missing]));
            }
            self.pause(missing).await?;
        }
    }

    /// The sides, if this environment is still live; where it is not, somebody else has swapped.
    pub(crate) async fn still_live(&self, name: &str) -> Result<Sides, Stop> {
        let sides = self.sides().await?;
        if sides.live.name == name {
            return Ok(sides);
        }
        let message = format!(
            "Somebody else has made {} live meanwhile, with {}.",
            sides.live.name,
            sides.live.shown_label()
        );
        Err(Stop::new(Exit::NeedsPerson, message)
            .with([shown(&sides.live), shown(&sides.idle)])
            .next(format!("find out who did; then {}", self.again())))
    }

    /// What is missing for everybody to find it.
    async fn missing_in_public(&mut self, sides: &Sides, side: &Side) -> Option<String> {
        if let Some(missing) = self.missing_in_dns(sides).await {
            return Some(missing);
        }
        let url = &self.settings.public_url;
        let wanted = side.label.as_deref().and_then(commit_of);
        for number in 0..CONNECTIONS {
            // The last one goes over a connection that is kept, as a CDN's do.
            let connection = if number + 1 < CONNECTIONS { Connection::Fresh } else { Connection::Kept };
            match (self.commit_at(url, connection).await, wanted) {
                (Ok(commit), Some(wanted)) if !commit.starts_with(wanted) => {
                    return Some(format!("{url} answers from the commit {commit} yet, not from {wanted}"));
                }
                (Err(failure), Some(_)) => return Some(failure),
                // What was deployed by other means tells no commit; that is as good as it gets.
                _ => {}
            }
        }
        None
    }

    /// What is missing for DNS to lead there.
    async fn missing_in_dns(&mut self, Sides { live, idle }: &Sides) -> Option<String> {
        let (Some(right), Some(wrong)) = (&live.endpoint, &idle.endpoint) else { return None };
        let found = match self.world.dns.addresses(&live.cname).await {
            Ok(found) => found,
            Err(error) => return Some(format!("DNS: {}: {error}", live.cname)),
        };
        self.ttl = found.ttl;
        let right = match self.resolved(right).await {
            Ok(right) => right,
            Err(error) => return Some(error),
        };
        // The old side may be beyond asking; then it is enough that the new one is found.
        let wrong = self.resolved(wrong).await.unwrap_or_default();
        let is_there = found.addresses.iter().any(|address| right.contains(address));
        let elsewhere: Vec<_> = found.addresses.iter().filter(|address| wrong.contains(address)).collect();
        (!is_there || !elsewhere.is_empty()).then(|| {
            format!(
                "DNS: {} leads to {} yet, not to {}",
                live.cname,
                crate::text::list(&found.addresses),
                live.name
            )
        })
    }

    async fn resolved(&self, endpoint: &str) -> Result<Vec<IpAddr>, String> {
        match endpoint.parse() {
            Ok(address) => Ok(vec![address]),
            Err(_) => match self.world.dns.addresses(endpoint).await {
                Ok(found) => Ok(found.addresses),
                Err(error) => Err(format!("DNS: {endpoint}: {error}")),
            },
        }
    }
}
