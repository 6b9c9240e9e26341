//! What every command goes by: which application, and how long to wait for what.

use std::time::Duration;

use crate::{Program, journal::Side};

/// What every command goes by.
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
    /// The bucket of bundles, lock and journal.
    pub bucket: String,
    /// Where everybody finds the service, without a slash at its end.
    pub public_url: String,
    /// Where the idle environment is asked, if not at its CNAME.
    pub idle_url: Option<String>,
    /// Who deploys.
    pub owner: String,
    /// How many of the newest versions are kept.
    pub keep: usize,
    /// How many requests in ten seconds are nobody's.
    pub idle_requests: u64,
    /// Which share of the requests may fail beyond what failed before.
    pub bake_errors: f64,
    /// How often in a row something must be seen to be so.
    pub healthy_polls: u32,
    /// How long to wait for what.
    pub waits: Waits,
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// Everything.
    pub deadline: Duration,
    /// Beanstalk looking through a version.
    pub version: Duration,
    /// An environment to be ready, and to have been updated.
    pub update: Duration,
    /// The idle side to answer as it should.
    pub smoke: Duration,
    /// A swap to be seen from everywhere.
    pub verify: Duration,
    /// The new release being watched.
    pub bake: Duration,
    /// Requests to the side that is not live to end.
    pub drain: Duration,
    /// Between two looks.
    pub poll: Duration,
    /// The lock after its owner was last heard of.
    pub lock: Duration,
    /// Somebody else's lock.
    pub lock_wait: Duration,
}

// === impl Settings ===

impl Settings {
    /// Where a bundle is.
    pub fn bundle_key(&self, label: &str) -> String {
        format!("{}/{label}.zip", self.application)
    }

    /// Where the lock is.
    pub fn lock_key(&self) -> String {
        format!("locks/{}.json", self.application)
    }

    /// Where the journal is.
    pub fn journal_key(&self) -> String {
        format!("{}/journal.json", self.application)
    }

    /// The commands that deploy what a side ran, from its bundle in the bucket.
    pub(crate) fn deploy_again(&self, side: &Side) -> String {
        let Some(label) = &side.label else { return self.run("up LABEL.zip") };
        let bundle = format!("s3://{}/{}", self.bucket, self.bundle_key(label));
        format!("aws s3 cp {bundle} . && {}", self.run(&format!("up {label}.zip")))
    }

    /// A command of this program, to be run as it stands.
    pub fn run(&self, command: &str) -> String {
        format!("{} {command}", self.program.name)
    }
}
