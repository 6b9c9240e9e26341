//! The control plane of Elastic Beanstalk: the eleven calls that a deployment takes, in the few words that it needs.

mod aws;
mod convert;

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::aws::Beanstalk;
use crate::Fault;

/// The control plane, for one application and its two environments.
///
/// Only [`swap`](Self::swap) is its own inverse; an implementation must never send that one twice. Each other call
/// may be sent again if no response came.
#[async_trait]
pub trait ControlPlane: Send + Sync {
    /// The environments of these names that are there and visible, terminated ones included.
    async fn environments(&self) -> Result<Vec<Environment>, Fault>;
    /// The options that are set for an environment.
    async fn settings(&self, environment: &str) -> Result<Vec<Setting>, Fault>;
    /// The enhanced health of an environment.
    async fn health(&self, environment: &str) -> Result<Health, Fault>;
    /// The instances of an environment, and the version that each runs.
    async fn instances(&self, environment: &str) -> Result<Vec<Instance>, Fault>;
    /// The events, newest first.
    async fn events(&self, query: &EventQuery) -> Result<Vec<Event>, Fault>;
    /// All versions of the application, or the one of this label.
    async fn versions(&self, label: Option<&str>) -> Result<Vec<Version>, Fault>;
    /// Creates a version from a bundle, which Beanstalk then processes.
    async fn create_version(&self, version: &NewVersion) -> Result<(), Fault>;
    /// Deletes a version with its bundle.
    async fn delete_version(&self, label: &str) -> Result<(), Fault>;
    /// Deploys a version to an environment. Returns the request's identifier, by which its events are found.
    async fn update(&self, environment: &str, label: &str) -> Result<Option<String>, Fault>;
    /// Ends an update that is running.
    async fn abort(&self, environment: &str) -> Result<(), Fault>;
    /// Swaps the CNAMEs of two environments.
    async fn swap(&self, from: &str, to: &str) -> Result<(), Fault>;
}

/// An environment, as `DescribeEnvironments` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name, which never changes.
    pub name: String,
    /// Its name in DNS, which a swap changes.
    pub cname: String,
    /// Its load balancer's name in DNS, or an address.
    pub endpoint: Option<String>,
    /// The version that it runs, or is about to.
    pub label: Option<String>,
    /// The operation in progress.
    pub status: Status,
    /// How it is.
    pub grade: Grade,
    /// Its platform, as its stack or ARN says.
    pub platform: Option<String>,
    /// Whether an update is running that can be aborted.
    pub abortable: bool,
}

/// The operation in progress on an environment (`EnvironmentStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the AWS API reference")]
pub enum Status {
    Aborting,
    Launching,
    Ready,
    Terminated,
    Terminating,
    Updating,
    /// One that the reference did not have yet.
    Other,
}

/// How an environment or an instance is (`EnvironmentHealthStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the AWS API reference")]
pub enum Grade {
    Ok,
    Info,
    Warning,
    Degraded,
    Severe,
    Pending,
    Suspended,
    NoData,
    Unknown,
}

/// An option that is set for an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its namespace, as `aws:elasticbeanstalk:application:environment`.
    pub namespace: String,
    /// Its name in there.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The enhanced health of an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// How it is.
    pub grade: Grade,
    /// Why, in sentences.
    pub causes: Vec<String>,
    /// The requests of about the last ten seconds.
    pub requests: u64,
    /// The number of 5xx responses among them.
    pub server_errors: u64,
    /// The instances without data yet.
    pub pending: u64,
}

/// An instance, and what it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its identifier.
    pub id: String,
    /// How it is.
    pub grade: Grade,
    /// Why, in sentences.
    pub causes: Vec<String>,
    /// The version of its last deployment.
    pub label: Option<String>,
    /// How far that is: `In Progress`, `Deployed` or `Failed`.
    pub deployment: Option<String>,
    /// Its number, which grows with each deployment.
    pub number: Option<i64>,
}

/// The events to return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventQuery {
    /// Those of an environment, or those of a version.
    pub about: About,
    /// Those that this request caused, if it is known.
    pub request: Option<String>,
    /// Those since then.
    pub since: Timestamp,
}

/// The subject of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The environment of this name.
    Environment(String),
    /// The version of this label.
    Version(String),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// How bad it is.
    pub severity: Severity,
    /// The text.
    pub message: String,
}

/// How bad an event is (`EventSeverity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are those of the AWS API reference")]
pub enum Severity {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

/// A version of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its label.
    pub label: String,
    /// The description that it was created with; ours have the bundle's digest here.
    pub description: String,
    /// The bundle's bucket and key.
    pub source: Option<(String, String)>,
    /// How far Beanstalk is with it.
    pub status: VersionStatus,
    /// When it was made.
    pub created: Timestamp,
}

/// How far Beanstalk is with a version (`ApplicationVersionStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the AWS API reference")]
pub enum VersionStatus {
    Processing,
    Processed,
    Failed,
    Unprocessed,
}

/// A version that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    /// Its label.
    pub label: String,
    /// Its description, at most 200 characters.
    pub description: String,
    /// The bundle's bucket.
    pub bucket: String,
    /// The bundle's key.
    pub key: String,
}

// === impl Environment ===

impl Environment {
    /// The part of the CNAME that one chooses.
    pub fn prefix(&self) -> &str {
        self.cname.split_once('.').map_or(self.cname.as_str(), |(prefix, _)| prefix)
    }

    /// The label, or a dash where nothing was ever deployed.
    pub fn shown_label(&self) -> &str {
        self.label.as_deref().unwrap_or("-")
    }

    /// Whether no operation is in progress on it.
    pub fn is_ready(&self) -> bool {
        self.status == Status::Ready
    }

    /// Whether it runs this version, according to the environment itself.
    pub fn runs(&self, label: &str) -> bool {
        self.label.as_deref() == Some(label)
    }
}

// === impl Grade ===

impl Grade {
    /// Whether traffic should not be sent here.
    pub fn is_sick(self) -> bool {
        matches!(self, Self::Degraded | Self::Severe)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl From<&str> for Grade {
    fn from(text: &str) -> Self {
        match text {
            "Ok" => Self::Ok,
            "Info" => Self::Info,
            "Warning" => Self::Warning,
            "Degraded" => Self::Degraded,
            "Severe" => Self::Severe,
            "Pending" => Self::Pending,
            "Suspended" => Self::Suspended,
            "No Data" | "NoData" => Self::NoData,
            _ => Self::Unknown,
        }
    }
}

// === impl Status ===

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

// === impl Severity ===

impl Severity {
    /// Whether it reports a failure.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Error | Self::Fatal)
    }
}

// === impl Instance ===

impl Instance {
    /// Whether this version was deployed here, to its end.
    pub fn has(&self, label: &str) -> bool {
        self.label.as_deref() == Some(label) && self.deployment.as_deref() == Some("Deployed")
    }

    /// Whether the deployment of this version failed here, and not the one of this number or an older one.
    pub fn failed(&self, label: &str, since: Option<i64>) -> bool {
        let is_new = self.number.is_none_or(|number| since.is_none_or(|since| number > since));
        self.label.as_deref() == Some(label) && self.deployment.as_deref() == Some("Failed") && is_new
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.label.as_deref().unwrap_or("-");
        let deployment = self.deployment.as_deref().unwrap_or("no deployment");
        write!(f, "{}: {label}, {deployment}, {}", self.id, self.grade)?;
        self.causes.iter().try_for_each(|cause| write!(f, "; {cause}"))
    }
}
