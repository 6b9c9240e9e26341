//! Environments and their instances, as they are at one moment.

use std::net::{Ipv4Addr, SocketAddr};

use jiff::Timestamp;

use crate::world::{health::HealthStatus, operation::Operation, task::OptionSettings};

/// The label of what runs where no version was given: AWS' own sample.
pub(crate) const SAMPLE: &str = "Sample Application";

/// An environment.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) application: String,
    pub(crate) description: Option<String>,
    /// The whole name.
    pub(crate) cname: String,
    /// While a version is being deployed this is already its label; it reverts where that fails.
    pub(crate) label: String,
    pub(crate) status: Status,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// What calls have set.
    pub(crate) options: OptionSettings,
    /// What the bundle says that was deployed last.
    pub(crate) bundle_options: OptionSettings,
    pub(crate) balancer: Balancer,
    pub(crate) instances: Vec<Instance>,
    /// The number of its last deployment.
    pub(crate) deployments: u64,
    pub(crate) operation: Option<Operation>,
    /// When its instances are checked next.
    pub(crate) check: Timestamp,
    /// What somebody said about its requests of the last ten seconds.
    pub(crate) requests: Requests,
    pub(crate) pretended: Pretended,
    /// How healthy it was when an event said so last.
    pub(crate) told: HealthStatus,
}

/// The balancer of an environment.
#[derive(Clone, Debug)]
pub(crate) struct Balancer {
    /// The name that the CNAME stands for.
    pub(crate) name: String,
    pub(crate) address: Ipv4Addr,
}

/// What a call sees of an environment's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Launching,
    Updating,
    Aborting,
    Ready,
    Terminating,
    Terminated,
}

/// An instance.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) id: String,
    /// Where what runs on it listens.
    pub(crate) address: SocketAddr,
    pub(crate) launched: Timestamp,
    pub(crate) deployment: Deployment,
    /// Whether it passed when it was looked at last.
    pub(crate) answers: bool,
    /// How many checks in a row it has passed.
    pub(crate) passes: u32,
}

/// What was deployed to an instance last.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub(crate) id: u64,
    pub(crate) label: String,
    pub(crate) status: DeploymentStatus,
    pub(crate) at: Timestamp,
}

/// What became of a deployment to an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeploymentStatus {
    InProgress,
    Deployed,
    Failed,
}

/// Requests within ten seconds. No request passes the double, so that somebody must say what came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) all: u32,
    /// How many of them were answered with 5xx.
    pub(crate) failed: u32,
}

/// What faults make of the health.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pretended {
    /// Info and not Ok until then.
    pub(crate) info: Option<Timestamp>,
    /// Severe from then on.
    pub(crate) sick: Option<Timestamp>,
    /// A deployment that failed on an instance goes unnoticed.
    pub(crate) blind: bool,
}

// === impl Environment ===

impl Environment {
    /// Whether it is there at all, or only its memory.
    pub(crate) fn exists(&self) -> bool {
        self.status != Status::Terminated
    }

    /// Whether it runs this version, is about to, or would go back to it.
    pub(in crate::world) fn needs(&self, label: &str) -> bool {
        let before = self.operation.as_ref().and_then(Operation::before);
        self.exists() && (self.label == label || before == Some(label))
    }

    /// What holds for an option: what was set, else what the bundle says, else what Elastic Beanstalk does.
    pub(crate) fn settings(&self) -> OptionSettings {
        let mut settings: OptionSettings = DEFAULTS
            .iter()
            .map(|(namespace, name, value)| {
                (((*namespace).to_owned(), (*name).to_owned()), (*value).to_owned())
            })
            .collect();
        settings.extend(self.bundle_options.clone());
        settings.extend(self.options.clone());
        settings
    }
}

/// What holds where nobody says anything: from the page "General options" of the developer guide.
const DEFAULTS: [(&str, &str, &str); 12] = [
    ("aws:elasticbeanstalk:command", "DeploymentPolicy", "AllAtOnce"),
    ("aws:elasticbeanstalk:command", "IgnoreHealthCheck", "false"),
    ("aws:elasticbeanstalk:command", "Timeout", "600"),
    ("aws:elasticbeanstalk:environment", "EnvironmentType", "LoadBalanced"),
    ("aws:elasticbeanstalk:environment", "LoadBalancerType", "application"),
    ("aws:elasticbeanstalk:environment:process:default", "DeregistrationDelay", "20"),
    ("aws:elasticbeanstalk:environment:process:default", "HealthCheckInterval", "15"),
    ("aws:elasticbeanstalk:environment:process:default", "HealthCheckPath", "/"),
    ("aws:elasticbeanstalk:environment:process:default", "HealthyThresholdCount", "3"),
    ("aws:elasticbeanstalk:environment:process:default", "MatcherHTTPCode", "200"),
    ("aws:elasticbeanstalk:environment:process:default", "UnhealthyThresholdCount", "5"),
    ("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"),
];

// === impl Status ===

impl Status {
    /// Its name in the service model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Launching => "Launching",
            Self::Updating => "Updating",
            Self::Aborting => "Aborting",
            Self::Ready => "Ready",
            Self::Terminating => "Terminating",
            Self::Terminated => "Terminated",
        }
    }
}

// === impl DeploymentStatus ===

impl DeploymentStatus {
    /// What `DescribeInstancesHealth` calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InProgress => "In Progress",
            Self::Deployed => "Deployed",
            Self::Failed => "Failed",
        }
    }
}
