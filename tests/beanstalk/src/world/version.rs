//! Applications and their versions.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::world::{
    Environment, Refusal, World,
    event::{Event, Severity},
    task::Task,
};

/// An application: the owner of versions and environments.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// By label.
    pub(crate) versions: BTreeMap<String, Version>,
}

/// An application version.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) label: String,
    pub(crate) description: Option<String>,
    pub(crate) bundle: Location,
    /// Whether the call requested processing, which is to be checked.
    pub(crate) process: bool,
    pub(crate) status: VersionStatus,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

/// Where a bundle is in S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

/// How far a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VersionStatus {
    Unprocessed,
    Processing,
    Processed,
    Failed,
}

/// The parameters of a new version.
#[derive(Clone, Debug)]
pub(crate) struct NewVersion {
    pub(crate) application: String,
    pub(crate) label: String,
    pub(crate) description: Option<String>,
    pub(crate) bundle: Location,
    pub(crate) process: bool,
    pub(crate) create_application: bool,
}

// === impl VersionStatus ===

impl VersionStatus {
    /// Its name, in capitals. So Elastic Beanstalk responds, and so awsebcli compares, whatever the service model
    /// declares. To an SDK that knows the model it is an unknown value.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unprocessed => "UNPROCESSED",
            Self::Processing => "PROCESSING",
            Self::Processed => "PROCESSED",
            Self::Failed => "FAILED",
        }
    }
}

// === impl World ===

impl World {
    /// Makes an application.
    pub(crate) fn create_application(
        &mut self,
        name: &str,
        description: Option<String>,
    ) -> Result<&Application, Refusal> {
        if self.applications.contains_key(name) {
            return Err(Refusal::value(format!("Application {name} already exists.")));
        }
        let application = Application {
            name: name.to_owned(),
            description,
            created: self.now,
            updated: self.now,
            versions: BTreeMap::new(),
        };
        Ok(self.applications.entry(name.to_owned()).or_insert(application))
    }

    /// Every application, by name.
    pub(crate) fn applications(&self) -> impl Iterator<Item = &Application> {
        self.applications.values()
    }

    /// The application of this name.
    pub(crate) fn application(&self, name: &str) -> Result<&Application, Refusal> {
        let missing = || Refusal::value(format!("No Application named '{name}' found."));
        self.applications.get(name).ok_or_else(missing)
    }

    /// Makes a version; if it is to be processed, it is checked before it counts as processed.
    pub(crate) fn create_version(&mut self, new: NewVersion) -> Result<&Version, Refusal> {
        if new.create_application && !self.applications.contains_key(&new.application) {
            self.create_application(&new.application, None)?;
        }
        let now = self.now;
        let NewVersion { application, label, description, bundle, process, .. } = new;
        self.application(&application)?;
        let versions = &mut self.applications.get_mut(&application).expect("it was found").versions;
        if versions.contains_key(&label) {
            return Err(Refusal::value(format!("Application Version {label} already exists.")));
        }
        let status = if process { VersionStatus::Processing } else { VersionStatus::Unprocessed };
        if process {
            let (application, label, bundle) = (application.clone(), label.clone(), bundle.clone());
            self.tasks.push(Task::Check { application, label, bundle });
            self.under_way += 1;
        }
        let version = Version { label, description, bundle, process, status, created: now, updated: now };
        let versions = &mut self.applications.get_mut(&application).expect("it was found").versions;
        Ok(versions.entry(version.label.clone()).or_insert(version))
    }

    /// Records the result of a version's check.
    pub(in crate::world) fn checked(&mut self, application: &str, label: &str, found: Result<(), String>) {
        let now = self.now;
        let versions = self.applications.get_mut(application).map(|application| &mut application.versions);
        let Some(version) = versions.and_then(|versions| versions.get_mut(label)) else { return };
        version.status = if found.is_ok() { VersionStatus::Processed } else { VersionStatus::Failed };
        version.updated = now;
        if let Err(why) = found {
            self.events.push(Event {
                number: self.events.len(),
                at: now,
                severity: Severity::Error,
                message: format!("Failed to process application version '{label}': {why}"),
                application: application.to_owned(),
                environment: None,
                version: Some(label.to_owned()),
                request: None,
            });
        }
    }

    /// Deletes a version that no environment runs, and returns where its bundle is.
    pub(crate) fn delete_version(&mut self, application: &str, label: &str) -> Result<Location, Refusal> {
        self.version(application, label)?;
        let runs =
            |environment: &&Environment| environment.application == application && environment.needs(label);
        if let Some(user) = self.environments.iter().find(runs) {
            let name = &user.name;
            let why =
                format!("Unable to delete application version '{label}': environment '{name}' runs it.");
            return Err(Refusal::in_use(why));
        }
        let versions = &mut self.applications.get_mut(application).expect("it has the version").versions;
        Ok(versions.remove(label).expect("it was found").bundle)
    }

    /// The version of this label.
    pub(crate) fn version(&self, application: &str, label: &str) -> Result<&Version, Refusal> {
        let missing = || Refusal::value(format!("No Application Version named '{label}' found."));
        self.application(application)?.versions.get(label).ok_or_else(missing)
    }
}
