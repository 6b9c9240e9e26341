//! Old versions are deleted, with their bundles: all of ours but the newest, and never one that an environment runs or
//! that a deployment may go back to.

use std::collections::BTreeSet;

use crate::{Fault, Run, Step, Stop, beanstalk::Version};

impl Run<'_> {
    /// Deletes old versions, and nothing else.
    pub async fn clean_up(&mut self) -> Result<(), Stop> {
        self.take_lock("clean").await?;
        self.begin(Step::Observe)?;
        self.sides().await?;
        // What a deployment may go back to is kept, too.
        self.journal = self.read_journal().await?;
        self.done("the journal was read");
        self.clean().await?;
        self.release_lock().await;
        Ok(())
    }

    /// Deletes old versions. That one cannot be deleted is told, and stops nothing.
    pub(crate) async fn clean(&mut self) -> Result<(), Stop> {
        self.begin(Step::Clean)?;
        self.hold_lock().await?;
        match self.delete_old().await {
            Ok(Ok(deleted)) if deleted.is_empty() => self.done("nothing to delete"),
            Ok(Ok(deleted)) => self.done(format!("deleted {}", deleted.join(", "))),
            Ok(Err(fault)) => self.failed(format!("old versions stay: {fault}")),
            Err(stop) => return Err(stop),
        }
        Ok(())
    }

    async fn delete_old(&mut self) -> Result<Result<Vec<String>, Fault>, Stop> {
        let environments = self.environments().await?;
        let mut protected: BTreeSet<String> =
            environments.into_iter().filter_map(|found| found.label).collect();
        if let Some(journal) = &self.journal {
            protected
                .extend([journal.before.label.clone(), Some(journal.label.clone())].into_iter().flatten());
        }
        let versions = match self.world.control.versions(None).await {
            Ok(versions) => versions,
            Err(fault) => return Ok(Err(fault)),
        };
        let old = too_old(
            versions,
            &protected,
            self.settings.keep,
            &self.settings.bucket,
            &self.settings.application,
        );
        for label in &old {
            if let Err(fault) = self.world.control.delete_version(label).await {
                return Ok(Err(fault));
            }
        }
        Ok(Ok(old))
    }
}

/// Which versions are deleted: of those whose bundles are where ours are, all but the newest and the protected ones.
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
    versions.retain(ours);
    versions.sort_by_key(|version| std::cmp::Reverse(version.created));
    let old = versions.into_iter().skip(keep).map(|version| version.label);
    old.filter(|label| !protected.contains(label)).collect()
}
