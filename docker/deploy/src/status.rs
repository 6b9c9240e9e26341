//! Which environment is live, the version and health of both, the deployment in progress, and the end of the last
//! one.

use std::fmt;

use serde::Serialize;

use crate::{
    Abort, Environment, Run,
    beanstalk::{Health, Instance},
    journal::Journal,
    lock::Holder,
    observed::Sides,
    written::{Written, written},
};

/// All known facts about an application's two environments.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// The environment that has the production name.
    pub live: Shown,
    /// The other.
    pub idle: Shown,
    /// The deployment in progress.
    pub lock: Option<Holder>,
    /// The last deployment.
    pub journal: Option<Journal>,
    /// Why it is not known whether a deployment is in progress.
    pub lock_unknown: Option<String>,
    /// Why the last deployment is not known.
    pub journal_unknown: Option<String>,
}

/// An environment, for display.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// Its name.
    pub environment: String,
    /// Its name in DNS.
    pub cname: String,
    /// The version that it runs.
    pub label: Option<String>,
    /// The operation in progress.
    pub status: String,
    /// How it is.
    pub health: String,
    /// Why.
    pub causes: Vec<String>,
    /// The requests of about the last ten seconds.
    pub requests: u64,
    /// Its instances, on a line each.
    pub instances: Vec<String>,
}

// === impl Run ===

impl Run<'_> {
    /// All facts known at this moment.
    pub async fn status(&mut self) -> Result<State, Abort> {
        let Sides { live, idle } = self.sides().await?;
        let (live, idle) = (self.shown(&live).await, self.shown(&idle).await);
        Ok(match written(self.ports, self.settings).await {
            Ok(Written { lock, journal }) => {
                let (lock_unknown, journal_unknown) = (lock.unknown(), journal.unknown());
                let (lock, journal) = (lock.known().cloned(), journal.known().cloned());
                State { live, idle, lock, journal, lock_unknown, journal_unknown }
            }
            Err(fault) => {
                let unknown = Some(format!("cannot be read: {fault}"));
                let (lock_unknown, journal_unknown) = (unknown.clone(), unknown);
                State { live, idle, lock: None, journal: None, lock_unknown, journal_unknown }
            }
        })
    }

    /// Facts that are unavailable for an environment, such as one that is being terminated, are left out.
    async fn shown(&self, environment: &Environment) -> Shown {
        let name = &environment.name;
        let health = self.ports.control.health(name).await;
        let instances = self.ports.control.instances(name).await.unwrap_or_default();
        let (causes, requests) = match health {
            Ok(Health { causes, requests, .. }) => (causes, requests),
            Err(fault) => (vec![fault.to_string()], 0),
        };
        Shown {
            environment: name.clone(),
            cname: environment.cname.clone(),
            label: environment.label.clone(),
            status: environment.status.to_string(),
            health: environment.grade.to_string(),
            causes,
            requests,
            instances: instances.iter().map(Instance::to_string).collect(),
        }
    }
}

// === impl State ===

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "live  {}", self.live)?;
        writeln!(f, "idle  {}", self.idle)?;
        match &self.lock {
            None => writeln!(f, "lock  {}", self.lock_unknown.as_deref().unwrap_or("free"))?,
            Some(Holder { owner, doing, since, until, .. }) => {
                writeln!(f, "lock  {owner} for '{doing}' since {since:.0}, until {until:.0}")?;
            }
        }
        match &self.journal {
            None => {
                let unknown = self.journal_unknown.as_deref();
                writeln!(f, "last  {}", unknown.unwrap_or("nothing was deployed yet"))?;
            }
            Some(Journal { label, owner, step, updated, outcome, .. }) => {
                let how = match outcome {
                    Some(crate::Outcome::Live) => "went live".to_owned(),
                    Some(crate::Outcome::SwitchedBack) => "was live, and was switched back".to_owned(),
                    Some(crate::Outcome::NoWayBack) => {
                        "was live and did not hold, and had no way back".to_owned()
                    }
                    Some(crate::Outcome::Failed) => format!("did not go live, and ended in the step {step}"),
                    Some(crate::Outcome::Held) => {
                        "is held on the idle side, and waits for promote".to_owned()
                    }
                    None => format!("did not come to an end yet, and was in the step {step}"),
                };
                writeln!(f, "last  {label} by {owner} {how}, {updated:.0}")?;
            }
        }
        Ok(())
    }
}

// === impl Shown ===

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, cname, label, status, health, requests, .. } = self;
        let label = label.as_deref().unwrap_or("nothing deployed");
        write!(
            f,
            "{environment} with {label}, {status}, {health}, {requests} requests in ten seconds, {cname}"
        )?;
        self.causes.iter().try_for_each(|cause| write!(f, "\n        {cause}"))?;
        self.instances.iter().try_for_each(|instance| write!(f, "\n        {instance}"))
    }
}
