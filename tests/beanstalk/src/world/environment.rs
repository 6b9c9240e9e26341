//! Environments and their instances, as they are at one moment.

use std::net::{Ipv4Addr, SocketAddr};

use jiff::Timestamp;

use crate::world::{health::HealthStatus, operation::Operation, task::OptionSettings};

/// The label of an environment that was never given a version: AWS' own sample.
pub(crate) const SAMPLE: &str = "Sample Application";

/// An environment.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) application: String,
    pub(crate) description: Option<String>,
    /// The role by whose rights Beanstalk changes it; without one, by those of the caller.
    pub(crate) operations_role: Option<String>,
    /// The whole name.
    pub(crate) cname: String,
    /// The label of the version in deployment, which reverts if that fails.
    pub(crate) label: String,
    pub(crate) status: Status,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// The options that calls have set.
    pub(crate) options: OptionSettings,
    /// The options of the bundle that was deployed last.
    pub(crate) bundle_options: OptionSettings,
    pub(crate) balancer: Balancer,
    pub(crate) instances: Vec<Instance>,
    /// The number of its last deployment.
    pub(crate) deployments: u64,
    pub(crate) operation: Option<Operation>,
    /// When its instances are checked next.
    pub(crate) check: Timestamp,
    /// The traffic of its last ten seconds, as a test has set it.
    pub(crate) requests: Requests,
    pub(crate) pretended: Pretended,
    /// The health in the last event about it.
    pub(crate) told: HealthStatus,
}

/// The balancer of an environment.
#[derive(Clone, Debug)]
pub(crate) struct Balancer {
    /// The name that is the target of the CNAME.
    pub(crate) name: String,
    pub(crate) address: Ipv4Addr,
}

/// The state of an environment as a call sees it.
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
    /// The address of its listener.
    pub(crate) address: SocketAddr,
    pub(crate) launched: Timestamp,
    pub(crate) deployment: Deployment,
    /// Whether it passed the last check.
    pub(crate) answers: bool,
    /// How many checks in a row it has passed.
    pub(crate) passes: u32,
}

/// The last deployment to an instance.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub(crate) id: u64,
    pub(crate) label: String,
    pub(crate) status: DeploymentStatus,
    pub(crate) at: Timestamp,
}

/// The result of a deployment to an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeploymentStatus {
    InProgress,
    Deployed,
    Failed,
}

/// Requests within ten seconds. No request passes the double, so a test must set the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) all: u32,
    /// The number of 5xx responses among them.
    pub(crate) failed: u32,
}

/// The effect of faults on the health.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pretended {
    /// Info and not Ok until then.
    pub(crate) info: Option<Timestamp>,
    /// Severe from then on.
    pub(crate) sick: Option<Timestamp>,
    /// A deployment that failed on an instance without a report.
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

    /// The effective value of an option: the one set by calls, else the bundle's, else the default of Elastic
    /// Beanstalk.
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

/// The defaults of Elastic Beanstalk: from the page "General options" of the developer guide.
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
    /// Its name in `DescribeInstancesHealth`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InProgress => "In Progress",
            Self::Deployed => "Deployed",
            Self::Failed => "Failed",
        }
    }
}
