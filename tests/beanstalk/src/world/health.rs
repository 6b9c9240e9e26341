//! Enhanced health: the sum of the checks of instances.

use std::mem;

use jiff::Timestamp;

use crate::world::{
    CHECK_EVERY, CHECKS, Environment, Status, World,
    environment::{DeploymentStatus, Instance},
    event::Severity,
    operation::{Kind, Operation, Rollout, Stage},
};

/// How healthy something is, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HealthStatus {
    Ok,
    Info,
    Pending,
    Degraded,
    Severe,
}

/// How healthy something is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Health {
    pub(crate) status: HealthStatus,
    pub(crate) causes: Vec<String>,
}

// === impl HealthStatus ===

impl HealthStatus {
    /// Its name in the service model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ok => "Ok",
            Self::Info => "Info",
            Self::Pending => "Pending",
            Self::Degraded => "Degraded",
            Self::Severe => "Severe",
        }
    }

    /// The colour of it: "Health colors and statuses" in the developer guide.
    pub(crate) fn colour(self) -> &'static str {
        match self {
            Self::Ok | Self::Info => "Green",
            Self::Pending => "Grey",
            Self::Degraded | Self::Severe => "Red",
        }
    }
}

// === impl Health ===

impl Health {
    fn new(status: HealthStatus, cause: impl Into<Option<String>>) -> Self {
        Self { status, causes: cause.into().into_iter().collect() }
    }
}

// === impl Environment ===

impl Environment {
    /// How healthy it is.
    pub(crate) fn health(&self, now: Timestamp) -> Health {
        if let Some(since) = self.pretended.sick {
            let minutes = (now.as_second() - since.as_second()) / 60;
            let cause = format!("50.0 % of the requests are failing with HTTP 5xx since {minutes} minutes.");
            return Health::new(HealthStatus::Severe, cause);
        }
        match (&self.status, &self.operation) {
            (Status::Launching, _) => return Health::new(HealthStatus::Pending, None),
            (Status::Terminating | Status::Terminated, _) => return Health::new(HealthStatus::Info, None),
            (_, Some(operation)) if !matches!(operation.kind, Kind::Swap(_)) => {
                let seconds = now.as_second() - operation.since.as_second();
                let cause = format!("Application update in progress (running for {seconds} seconds).");
                return Health::new(HealthStatus::Info, cause);
            }
            _ => {}
        }
        let all = self.instances.len();
        let sick = self.instances.iter().filter(|instance| !instance.answers).count();
        if sick > 0 {
            let status = if sick == all { HealthStatus::Severe } else { HealthStatus::Degraded };
            let cause =
                format!("{sick} out of {all} instances do not pass the health check of process default.");
            return Health::new(status, cause);
        }
        let wrong = self.instances.iter().filter(|instance| !self.is_right(instance)).count();
        if wrong > 0 && !self.pretended.blind {
            let (label, id) = (&self.label, self.deployments);
            let cause = format!(
                "Incorrect application version found on {wrong} out of {all} instances. Expected version \
                 \"{label}\" (deployment {id})."
            );
            return Health::new(HealthStatus::Degraded, cause);
        }
        if self.pretended.info.is_some_and(|until| now < until) {
            let cause = "Application update completed recently.".to_owned();
            return Health::new(HealthStatus::Info, cause);
        }
        Health::new(HealthStatus::Ok, None)
    }

    /// The colour that `DescribeEnvironments` shows: Grey while health is not watched.
    pub(crate) fn colour(&self, now: Timestamp) -> &'static str {
        match &self.operation {
            Some(operation) if !matches!(operation.kind, Kind::Swap(_)) => "Grey",
            _ => self.health(now).status.colour(),
        }
    }

    /// How healthy one of its instances is.
    pub(crate) fn health_of(&self, instance: &Instance) -> Health {
        let checked = self
            .operation
            .as_ref()
            .is_some_and(|operation| !matches!(operation.kind, Kind::Swap(_)) && instance.passes < CHECKS);
        if instance.deployment.status == DeploymentStatus::InProgress || checked {
            return Health::new(HealthStatus::Pending, "Initialization in progress.".to_owned());
        }
        if !instance.answers {
            let cause = "Process default has been unhealthy (Target.FailedHealthChecks).".to_owned();
            return Health::new(HealthStatus::Severe, cause);
        }
        if !self.is_right(instance) && !self.pretended.blind {
            let (label, id) = (&self.label, self.deployments);
            let cause =
                format!("Incorrect application version. Expected version \"{label}\" (deployment {id}).");
            return Health::new(HealthStatus::Degraded, cause);
        }
        Health::new(HealthStatus::Ok, None)
    }

    fn is_right(&self, instance: &Instance) -> bool {
        let deployment = &instance.deployment;
        deployment.status == DeploymentStatus::Deployed && deployment.label == self.label
    }
}

// === impl World ===

impl World {
    /// Checks the instances of an environment, which ends a rollout that all of them have passed.
    pub(in crate::world) fn check(&mut self, index: usize) {
        let now = self.now;
        let environment = &mut self.environments[index];
        environment.check = now + CHECK_EVERY;
        for instance in &mut environment.instances {
            instance.passes = if instance.answers { instance.passes.saturating_add(1) } else { 0 };
        }
        let checking = matches!(
            &environment.operation,
            Some(Operation { kind: Kind::Rollout(Rollout { stage: Stage::Checking { .. }, .. }), .. })
        );
        if checking && environment.instances.iter().all(|instance| instance.passes >= CHECKS) {
            self.succeed(index);
        }
        let environment = &mut self.environments[index];
        let health = environment.health(now);
        let before = mem::replace(&mut environment.told, health.status);
        if health.status != before {
            let severity = match health.status {
                HealthStatus::Ok | HealthStatus::Info | HealthStatus::Pending => Severity::Info,
                HealthStatus::Degraded | HealthStatus::Severe => Severity::Warn,
            };
            let (from, to, why) = (before.name(), health.status.name(), health.causes.join(" "));
            let message = format!("Environment health has transitioned from {from} to {to}. {why}");
            self.tell(index, None, severity, message.trim_end());
        }
    }
}

/// The age of the checks that determine the health of an environment.
pub(crate) fn refreshed(environment: &Environment) -> Timestamp {
    environment.check - CHECK_EVERY
}
