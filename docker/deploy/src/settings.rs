//! The settings of every command: the application, and how long to wait for each thing.

use std::time::Duration;

use crate::{
    journal::{Journal, Side},
    text::quoted,
};

/// The command line of this program, for the commands that its messages propose.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name and the options that every command takes.
    pub name: String,
    /// All of it.
    pub whole: String,
}

/// The settings of every command.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How this program was called.
    pub program: Program,
    /// The application's name.
    pub application: String,
    /// The names of its two environments.
    pub environments: [String; 2],
    /// The CNAME prefix of whichever is live.
    pub production_prefix: String,
    /// The CNAME prefix of the other.
    pub idle_prefix: String,
    /// The region, for messages.
    pub region: String,
    /// The bucket of bundles, lock and journal.
    pub bucket: String,
    /// The public URL of the service, without a slash at its end.
    pub public_url: String,
    /// Whether a deployment does without responses of the public URL.
    pub skip_public_url: bool,
    /// The URL of the idle environment, if it is not at its CNAME.
    pub idle_url: Option<String>,
    /// The name of the owner of the deployment.
    pub owner: String,
    /// How many of the newest versions are kept.
    pub keep: usize,
    /// How many requests in ten seconds count as no use.
    pub idle_requests: u64,
    /// By how much the share of failed requests may exceed the one before.
    pub bake_errors: f64,
    /// How often in a row a state must be observed.
    pub healthy_polls: u32,
    /// The durations of waits.
    pub waits: Waits,
}

/// The durations of waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// Everything.
    pub deadline: Duration,
    /// Beanstalk looking through a version.
    pub version: Duration,
    /// An environment to be ready, and to have been updated.
    pub update: Duration,
    /// The idle side to respond as it should.
    pub smoke: Duration,
    /// A swap to be seen from everywhere.
    pub verify: Duration,
    /// The new release being watched.
    pub bake: Duration,
    /// Requests to the side that is not live to end.
    pub drain: Duration,
    /// Between two polls.
    pub poll: Duration,
    /// The lock after its owner's last renewal.
    pub lock: Duration,
    /// The lock of another run.
    pub lock_wait: Duration,
}

// === impl Settings ===

impl Settings {
    /// The key of a bundle.
    pub fn bundle_key(&self, label: &str) -> String {
        format!("{}/{label}.zip", self.application)
    }

    /// The key of the lock. Each pair of environments has its own.
    pub fn lock_key(&self) -> String {
        format!("locks/{}/{}.json", self.application, self.pair())
    }

    /// The key of the journal. Each pair of environments has its own.
    pub fn journal_key(&self) -> String {
        format!("{}/journals/{}.json", self.application, self.pair())
    }

    /// The key that the journal of all environments of the application had before version 0.2.
    pub(crate) fn old_journal_key(&self) -> String {
        format!("{}/journal.json", self.application)
    }

    /// Whether a journal is of these environments.
    pub(crate) fn are_of(&self, journal: &Journal) -> bool {
        [&journal.before, &journal.after].iter().all(|side| self.environments.contains(&side.environment))
    }

    /// The names of both environments, in an order that does not depend on how they are given.
    fn pair(&self) -> String {
        let [one, other] = &self.environments;
        format!("{}.{}", one.min(other), one.max(other))
    }

    /// The commands that deploy a side's version again, from its bundle in the bucket.
    pub(crate) fn deploy_again(&self, side: &Side) -> String {
        let Some(label) = &side.label else { return self.run("up LABEL.zip") };
        let bundle = quoted(&format!("s3://{}/{}", self.bucket, self.bundle_key(label)));
        format!("aws s3 cp {bundle} . && {}", self.run(&format!("up {label}.zip")))
    }

    /// A command of this program, ready to run.
    pub fn run(&self, command: &str) -> String {
        format!("{} {command}", self.program.name)
    }
}
