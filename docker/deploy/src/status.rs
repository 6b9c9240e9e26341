//! Which environment is live, the version and health of both, the deployment in progress, and the end of the last
//! one.

use std::fmt;

use serde::Serialize;

use crate::{
    Abort, Environment, FaultKind, Ports, Run, Settings,
    beanstalk::{Health, Instance},
    journal::{Journal, Page},
    lock::Holder,
    observed::Sides,
    record::Record,
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
    /// Further facts worth knowing.
    pub notes: Vec<String>,
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

/// The records in the bucket.
pub(crate) struct Written {
    pub(crate) lock: Option<Holder>,
    pub(crate) journal: Option<Journal>,
    pub(crate) notes: Vec<String>,
}

/// Reads the records in the bucket, as far as that is permitted.
pub(crate) async fn written(ports: &Ports, settings: &Settings) -> Written {
    let mut notes = Vec::new();
    // For a caller who may not list a bucket, S3 reports an object that does not exist as forbidden.
    let mut seen = |what: &str, fault: crate::Fault| match fault.kind {
        FaultKind::Denied => notes.push(format!("there is no {what}, or none that may be read")),
        _ => notes.push(format!("the {what} cannot be read: {fault}")),
    };
    let lock = Record::read::<Holder>(ports, &settings.lock_key()).await;
    let lock = lock.unwrap_or_else(|fault| {
        seen("lock", fault);
        None
    });
    let journal = Record::read::<Page>(ports, &settings.journal_key()).await;
    let journal = journal.unwrap_or_else(|fault| {
        seen("journal", fault);
        None
    });
    let journal = journal.and_then(|(page, _)| page.into());
    Written { lock: lock.map(|(holder, _)| holder), journal, notes }
}

// === impl Run ===

impl Run<'_> {
    /// All facts known at this moment.
    pub async fn status(&self) -> Result<State, Abort> {
        let Sides { live, idle } = self.sides().await?;
        let Written { lock, journal, notes } = written(self.ports, self.settings).await;
        let (live, idle) = (self.shown(&live).await, self.shown(&idle).await);
        Ok(State { live, idle, lock, journal, notes })
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
            None => writeln!(f, "lock  free")?,
            Some(Holder { owner, doing, since, until, .. }) => {
                writeln!(f, "lock  {owner} for '{doing}' since {since:.0}, until {until:.0}")?;
            }
        }
        match &self.journal {
            None => writeln!(f, "last  nothing was deployed yet")?,
            Some(Journal { label, owner, step, updated, outcome, .. }) => {
                let how = match outcome {
                    Some(crate::Outcome::Live) => "went live".to_owned(),
                    Some(crate::Outcome::SwitchedBack) => "was live, and was switched back".to_owned(),
                    Some(crate::Outcome::NoWayBack) => {
                        "is live and does not hold, and had no way back".to_owned()
                    }
                    Some(crate::Outcome::Failed) => format!("did not go live, and ended in the step {step}"),
                    None => format!("did not come to an end yet, and was in the step {step}"),
                };
                writeln!(f, "last  {label} by {owner} {how}, {updated:.0}")?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "note  {note}"))
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
