//! A preview of `up`, without any change.

use std::fmt;

use serde::Serialize;

use crate::{
    Abort, Bundle, Run,
    beanstalk::{Version, VersionStatus},
    journal::{Journal, Side},
    lock::Holder,
    observed::Sides,
    text::{size, time},
    written::Written,
};

/// A preview of `up`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The version that would be live.
    pub label: String,
    /// The live environment.
    pub live: Side,
    /// The environment for it, and the version that it runs now.
    pub idle: Side,
    /// The actions, in order; none if the release is live.
    pub changes: Vec<String>,
    /// Obstacles, and facts worth knowing.
    pub notes: Vec<String>,
}

// === impl Plan ===

impl Plan {
    /// Whether `up` would change anything.
    pub fn changes_something(&self) -> bool {
        !self.changes.is_empty()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.label)?;
        writeln!(f, "  live  {}", self.live)?;
        writeln!(f, "  idle  {}", self.idle)?;
        if self.changes.is_empty() {
            writeln!(f, "It is live already: up would change nothing.")?;
        } else {
            writeln!(f, "up would:")?;
        }
        for (number, change) in self.changes.iter().enumerate() {
            writeln!(f, "  {}. {change}", number + 1)?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "Note: {note}"))
    }
}

// === impl Run ===

impl Run<'_> {
    /// The preview of `up` with this bundle at this moment.
    pub async fn plan(&mut self, bundle: &Bundle) -> Result<Plan, Abort> {
        let (sides, Written { lock, journal }) = self.look(bundle).await?;
        let label = &bundle.label;
        let found = self.call(async |ports| ports.control.versions(Some(label)).await).await?;
        let version = found.into_iter().find(|version| version.label == *label);
        let unknown = [("lock", lock.unknown()), ("journal", journal.unknown())];
        let mut notes: Vec<String> =
            unknown.into_iter().filter_map(|(what, why)| Some(format!("the {what}: {}", why?))).collect();
        let (lock, journal) = (lock.known(), journal.known());
        let unproven = journal.is_some_and(|journal| journal.is_unproven(&sides.live));
        let changes = match () {
            () if !sides.live.runs(label) => self.changes(bundle, version.as_ref(), &sides),
            () if unproven => self.proof(&sides),
            () => Vec::new(),
        };
        notes.extend(lock.map(|Holder { owner, doing, until, .. }| {
            format!("{owner} holds the lock for '{doing}', until {until:.0}")
        }));
        if let Some(Journal { label, owner, step, outcome: None, .. }) = journal {
            notes.push(format!(
                "the deployment of {label} by {owner} did not come to an end; its last step was {step}"
            ));
        }
        let Sides { live, idle } = &sides;
        Ok(Plan { label: label.clone(), live: Side::from(live), idle: Side::from(idle), changes, notes })
    }

    fn changes(
        &self,
        bundle: &Bundle,
        version: Option<&Version>,
        Sides { live, idle }: &Sides,
    ) -> Vec<String> {
        let label = &bundle.label;
        let key = self.settings.bundle_key(label);
        let is_made = version.is_some_and(|version| version.status == VersionStatus::Processed);
        let upload = [
            format!("upload {} to s3://{}/{key}", size(bundle.size), self.settings.bucket),
            format!("make the version {label} of it"),
        ];
        let is_there = idle.runs(label);
        let deploy = [
            if is_there {
                format!(
                    "make sure that all instances of {}, which is {} and {}, run it",
                    idle.name, idle.status, idle.grade
                )
            } else {
                format!("deploy it to {}, which is {} and {}", idle.name, idle.status, idle.grade)
            },
            format!("test {}: its commit, its health and one read of each collection", idle.name),
            format!("swap the names of {} and {}", live.name, idle.name),
        ];
        let upload = if is_made { Vec::new() } else { upload.to_vec() };
        upload
            .into_iter()
            .chain(deploy)
            .chain(self.proof(&Sides { live: idle.clone(), idle: live.clone() }))
            .collect()
    }

    fn proof(&self, Sides { live, idle }: &Sides) -> Vec<String> {
        let Self { settings, .. } = self;
        vec![
            format!(
                "verify that {} responds from {}, and watch it for {}",
                settings.public_url,
                live.name,
                time(settings.waits.bake)
            ),
            format!("keep {} running for the way back, and the newest {} versions", idle.name, settings.keep),
        ]
    }
}
