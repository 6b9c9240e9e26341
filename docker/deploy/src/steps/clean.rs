//! Old versions are deleted, with their bundles: all of ours but the newest, and never one that an environment runs or
//! that a deployment may go back to.

use std::collections::BTreeSet;

use crate::{Abort, Fault, Run, Step, beanstalk::Version};

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

    /// Deletes old versions. A version that cannot be deleted is reported, and stops nothing.
    pub(crate) async fn clean(&mut self) -> Result<(), Abort> {
        self.begin(Step::Clean)?;
        self.hold_lock().await?;
        match self.delete_old().await {
            Ok(Ok(deleted)) if deleted.is_empty() => self.done("nothing to delete"),
            Ok(Ok(deleted)) => self.done(format!("deleted {}", deleted.join(", "))),
            Ok(Err(fault)) => self.failed(format!("old versions stay: {fault}")),
            Err(abort) => return Err(abort),
        }
        Ok(())
    }

    async fn delete_old(&mut self) -> Result<Result<Vec<String>, Fault>, Abort> {
        let environments = self.environments().await?;
        let mut protected: BTreeSet<String> =
            environments.into_iter().filter_map(|found| found.label).collect();
        if let Some(journal) = &self.journal {
            protected
                .extend([journal.before.label.clone(), Some(journal.label.clone())].into_iter().flatten());
        }
        let versions = match self.ports.control.versions(None).await {
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
            if let Err(fault) = self.ports.control.delete_version(label).await {
                return Ok(Err(fault));
            }
        }
        Ok(Ok(old))
    }
}

/// The versions to delete. Of those whose bundles are in our place, these are all but the newest and the protected
/// ones.
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
