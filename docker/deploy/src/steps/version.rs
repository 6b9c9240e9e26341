//! The bundle becomes a version of the application, which Beanstalk processes before it is deployed.

use crate::{
    Abort, Bundle, Exit, Run, Step,
    beanstalk::{About, EventQuery, NewVersion, Version, VersionStatus},
    record::with_retries,
    text::{quoted, time},
};

impl Run<'_> {
    /// Makes the version, unless it exists, and waits until Beanstalk has processed it.
    pub(crate) async fn version(&mut self, bundle: &Bundle) -> Result<(), Abort> {
        self.begin(Step::Version)?;
        let label = &bundle.label;
        let limit = self.limit(self.settings.waits.version);
        let since = self.ports.clock.now();
        let mut made = false;
        loop {
            match self.find_version(label).await? {
                Some(version) if !self.is_of(&version, bundle) => return Err(self.another(&version, bundle)),
                Some(Version { status: VersionStatus::Processed, .. }) => {
                    self.done(if made { label.clone() } else { format!("{label} is there already") });
                    return Ok(());
                }
                Some(Version { status: VersionStatus::Failed, .. }) => {
                    return Err(self.rejected(label, since).await);
                }
                Some(Version { status: VersionStatus::Unprocessed, .. }) if !made => {
                    self.note(format!("{label} is there, and was never looked through"));
                    self.done(label.clone());
                    return Ok(());
                }
                Some(_) if self.is_past(limit) => {
                    let wait = time(self.settings.waits.version);
                    let message = format!("Beanstalk has looked through {label} for longer than {wait}.");
                    return Err(Abort::new(Exit::Rejected, format!("{message} {}", self.whereabouts()))
                        .next(self.again()));
                }
                Some(_) => self.pause(format!("Beanstalk looks through {label}")).await?,
                None => {
                    self.create(bundle).await?;
                    made = true;
                }
            }
        }
    }

    async fn find_version(&mut self, label: &str) -> Result<Option<Version>, Abort> {
        let versions = self.call(async |ports| ports.control.versions(Some(label)).await).await?;
        Ok(versions.into_iter().find(|version| version.label == label))
    }

    /// A response that it exists already is no fault: an earlier attempt can have created it.
    async fn create(&mut self, bundle: &Bundle) -> Result<(), Abort> {
        self.hold_lock().await?;
        let version = NewVersion {
            label: bundle.label.clone(),
            description: described(bundle),
            bucket: self.settings.bucket.clone(),
            key: self.settings.bundle_key(&bundle.label),
        };
        let Err(abort) = self.call(async |ports| ports.control.create_version(&version).await).await else {
            return Ok(());
        };
        match self.find_version(&bundle.label).await? {
            Some(_) => Ok(()),
            None => Err(abort),
        }
    }

    /// Whether a version is of this bundle: by its description, or by its object, which was just found to be this
    /// bundle.
    fn is_of(&self, version: &Version, bundle: &Bundle) -> bool {
        let (there, key) = (&self.settings.bucket, self.settings.bundle_key(&bundle.label));
        let source = version.source.as_ref();
        version.description.contains(&bundle.sha256)
            || source.is_some_and(|(bucket, at)| bucket == there && *at == key)
    }

    fn another(&self, version: &Version, bundle: &Bundle) -> Abort {
        let message = format!(
            "The version {} exists with another bundle ('{}'). It was not changed.",
            version.label, version.description
        );
        Abort::new(Exit::Rejected, message)
            .with([format!("this bundle: {}", described(bundle))])
            .next(format!("{}, then {}", self.delete_version(&version.label), self.again()))
    }

    async fn rejected(&mut self, label: &str, since: jiff::Timestamp) -> Abort {
        let query = EventQuery { about: About::Version(label.to_owned()), request: None, since };
        let events = with_retries(self.ports, async || self.ports.control.events(&query).await).await;
        let why = match events {
            Ok(events) => events.into_iter().rev().map(|event| event.message).collect(),
            Err(fault) => vec![format!("the reason cannot be read: {fault}")],
        };
        let message = format!("Beanstalk rejects the version {label}. {}", self.whereabouts());
        Abort::new(Exit::Rejected, message).with(why).next(format!(
            "if the bundle was not the cause, {}, then {}",
            self.delete_version(label),
            self.again()
        ))
    }

    fn delete_version(&self, label: &str) -> String {
        let application = quoted(&self.settings.application);
        format!(
            "aws elasticbeanstalk delete-application-version --application-name {application} --version-label {label}"
        )
    }
}

/// The description of a version at its creation, by which it is recognised later.
fn described(bundle: &Bundle) -> String {
    format!("commit {}, sha256 {}", bundle.release.commit, bundle.sha256)
}
