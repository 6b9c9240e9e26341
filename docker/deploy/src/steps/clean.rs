//! Old versions are deleted, with their bundles: all of ours but the newest, and never one that an environment runs or
//! that a deployment may go back to.

use std::collections::BTreeSet;

use crate::{Abort, Fault, FaultKind, Run, Step, beanstalk::Version, record::with_retries};

impl Run<'_> {
    /// Deletes old versions, and nothing else.
    pub async fn clean_up(&mut self) -> Result<(), Abort> {
        self.take_lock("clean").await?;
        self.begin(Step::Observe)?;
        self.sides().await?;
        // A version that a deployment may go back to is kept, too.
        self.journal = self.read_journal().await?;
        self.done("the journal was read");
        self.clean().await?;
        self.release_lock().await;
        Ok(())
    }

    /// Deletes old versions.
    pub(crate) async fn clean(&mut self) -> Result<(), Abort> {
        self.begin(Step::Clean)?;
        self.hold_lock().await?;
        let Cleaned { deleted, kept } = self.delete_old().await?;
        for (label, fault) in &kept {
            self.note(format!("{label} stays: {fault}"));
        }
        if deleted.is_empty() {
            self.done("nothing to delete");
        } else {
            self.done(format!("deleted {}", deleted.join(", ")));
        }
        Ok(())
    }

    /// Deletes all that are too old. One that Beanstalk refuses to delete, since another environment runs it, stays.
    async fn delete_old(&mut self) -> Result<Cleaned, Abort> {
        let environments = self.environments().await?;
        let mut protected: BTreeSet<String> =
            environments.into_iter().filter_map(|found| found.label).collect();
        if let Some(journal) = &self.journal {
            protected
                .extend([journal.before.label.clone(), Some(journal.label.clone())].into_iter().flatten());
        }
        let versions = self.call(async |ports| ports.control.versions(None).await).await?;
        let old = too_old(
            versions,
            &protected,
            self.settings.keep,
            &self.settings.bucket,
            &self.settings.application,
        );
        let mut cleaned = Cleaned::default();
        for label in old {
            let deleted =
                with_retries(self.ports, async || self.ports.control.delete_version(&label).await).await;
            match deleted {
                Ok(()) => cleaned.deleted.push(label),
                Err(fault) if fault.kind == FaultKind::Refused => cleaned.kept.push((label, fault)),
                Err(fault) => return Err(self.stopped_by(&fault)),
            }
        }
        Ok(cleaned)
    }
}

/// The fate of old versions.
#[derive(Default)]
struct Cleaned {
    deleted: Vec<String>,
    /// Those that Beanstalk does not delete, and why.
    kept: Vec<(String, Fault)>,
}

/// The versions to delete. Of those whose bundles are in our place, and that are not protected, these are all but the
/// newest.
fn too_old(
    mut versions: Vec<Version>,
    protected: &BTreeSet<String>,
    keep: usize,
    bucket: &str,
    application: &str,
) -> Vec<String> {
    let ours = |version: &Version| {
        let source = version.source.as_ref();
        source.is_some_and(|(there, key)| {
            there == bucket && *key == format!("{application}/{}.zip", version.label)
        })
    };
    versions.retain(|version| ours(version) && !protected.contains(&version.label));
    versions.sort_by_key(|version| std::cmp::Reverse(version.created));
    versions.into_iter().skip(keep).map(|version| version.label).collect()
}
