//! How environments are found.

use crate::world::{Environment, Refusal, Status, World};

/// Which environment a call means.
#[derive(Clone, Debug, Default)]
pub(crate) struct Which {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
}

// === impl Which ===

impl Which {
    /// The environment of this name.
    pub(crate) fn named(name: &str) -> Self {
        Self { id: None, name: Some(name.to_owned()) }
    }
}

// === impl World ===

impl World {
    /// Every environment, those that are gone included, in the order in which they were made.
    pub(crate) fn environments(&self) -> impl Iterator<Item = &Environment> {
        self.environments.iter()
    }

    /// The environment that is meant.
    pub(crate) fn environment(&self, which: &Which) -> Result<&Environment, Refusal> {
        self.find(which).map(|index| &self.environments[index])
    }

    pub(in crate::world) fn find(&self, which: &Which) -> Result<usize, Refusal> {
        if which.id.is_none() && which.name.is_none() {
            return Err(Refusal::combination("Either EnvironmentId or EnvironmentName must be specified."));
        }
        let meant = |environment: &Environment| {
            environment.exists()
                && which.id.as_ref().is_none_or(|id| *id == environment.id)
                && which.name.as_ref().is_none_or(|name| *name == environment.name)
        };
        self.environments.iter().position(meant).ok_or_else(|| {
            Refusal::value(match (&which.name, &which.id) {
                (Some(name), _) => format!("No Environment found for EnvironmentName = '{name}'."),
                (None, id) => {
                    format!(
                        "No Environment found for EnvironmentId = '{}'.",
                        id.as_deref().unwrap_or_default()
                    )
                }
            })
        })
    }

    /// The environment that is meant, unless it is busy.
    pub(in crate::world) fn find_ready(&self, which: &Which) -> Result<usize, Refusal> {
        let index = self.find(which)?;
        let Environment { name, status, .. } = &self.environments[index];
        if *status == Status::Ready {
            return Ok(index);
        }
        let why =
            format!("Environment named {name} is in an invalid state for this operation. Must be Ready.");
        Err(Refusal::value(why))
    }

    /// The whole name for a prefix.
    pub(crate) fn cname(&self, prefix: &str) -> String {
        format!("{}.{}.elasticbeanstalk.com", prefix.to_lowercase(), self.setting.region)
    }

    /// Whether this whole name is free.
    pub(crate) fn is_free(&self, cname: &str) -> bool {
        !self.environments.iter().any(|environment| environment.exists() && environment.cname == cname)
    }

    /// The ARN of something of this account.
    pub(crate) fn arn(&self, what: &str) -> String {
        format!("arn:aws:elasticbeanstalk:{}:{}:{what}", self.setting.region, self.setting.account)
    }
}
