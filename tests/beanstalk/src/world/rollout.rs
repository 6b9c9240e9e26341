//! The rollout of a version, or of other options, to every instance: all at once, checked, and taken back if it
//! fails.

use jiff::SignedDuration;

use crate::world::{
    CHECKS, Status, World,
    environment::{Deployment, DeploymentStatus, Pretended},
    event::Severity,
    fault::{Fault, What, lasting, strikes},
    operation::{Kind, Operation, Purpose, Rollout, Stage},
    task::{Replacement, Started, Task},
};

/// The time that Elastic Beanstalk waits in addition to the option `Timeout`: "General options",
/// `aws:elasticbeanstalk:command`.
const ON_TOP: SignedDuration = SignedDuration::from_secs(240);

/// The option `Timeout`, unless it is set.
const TIMEOUT: SignedDuration = SignedDuration::from_mins(10);

/// How much longer a slow boot takes by default.
const SLOW: u32 = 120;

/// How long an environment is Info and not Ok by default.
const INFO: u32 = 300;

// === impl World ===

impl World {
    /// Begins a rollout. All that it changes besides the label must be changed afterwards.
    pub(in crate::world) fn begin(
        &mut self,
        index: usize,
        purpose: Purpose,
        label: String,
        request: &str,
        struck: &[Fault],
    ) {
        let since = self.now;
        let environment = &mut self.environments[index];
        let slow = lasting(struck, What::SlowBoot, SLOW).unwrap_or(0);
        let rollout = Rollout {
            purpose,
            before: environment.before(),
            stage: Stage::Waiting { until: since + SignedDuration::from_secs(i64::from(slow)) },
            broken: strikes(struck, What::BrokenImage),
            passes_over: strikes(struck, What::OneInstanceFailed),
            info: lasting(struck, What::GreenInfo, INFO),
        };
        environment.status = match purpose {
            Purpose::Launch => Status::Launching,
            Purpose::Version | Purpose::Options => Status::Updating,
            Purpose::Abort => Status::Aborting,
        };
        environment.label = label;
        environment.pretended = Pretended::default();
        environment.operation =
            Some(Operation { request: request.to_owned(), since, kind: Kind::Rollout(rollout) });
    }

    /// The earlier version comes to every instance again.
    pub(in crate::world) fn go_back(&mut self, index: usize, request: &str) {
        let environment = &mut self.environments[index];
        let Some(Operation { kind: Kind::Rollout(Rollout { before, .. }), .. }) =
            environment.operation.take()
        else {
            return;
        };
        environment.restore(before);
        let label = environment.label.clone();
        self.begin(index, Purpose::Abort, label, request, &[]);
    }

    pub(in crate::world) fn step_rollout(&mut self, index: usize) {
        match self.rollout(index).map(|rollout| rollout.stage) {
            Some(Stage::Waiting { .. }) => self.start(index),
            Some(Stage::Checking { .. }) => {
                let said = "The following instances have not responded in the allowed command timeout time \
                            (they might still finish eventually on their own)";
                self.fail(index, said, |instance| instance.passes < CHECKS);
            }
            Some(Stage::Starting { .. }) | None => {}
        }
    }

    /// Has every instance replaced, except the last one if that is skipped.
    fn start(&mut self, index: usize) {
        let now = self.now;
        let Some(Rollout { broken, passes_over, .. }) = self.rollout(index).cloned() else { return };
        let environment = &mut self.environments[index];
        environment.deployments += 1;
        let (id, label) = (environment.deployments, &environment.label);
        let touched = environment.instances.len() - usize::from(passes_over);
        for (number, instance) in environment.instances.iter_mut().enumerate() {
            let passed_over = number >= touched;
            let status = if passed_over { DeploymentStatus::Failed } else { DeploymentStatus::InProgress };
            instance.deployment = Deployment { id, label: label.clone(), status, at: now };
            if !passed_over {
                instance.passes = 0;
                instance.answers = false;
            }
        }
        let environment = &self.environments[index];
        let version = self.version(&environment.application, &environment.label);
        let replacement = Replacement {
            environment: environment.id.clone(),
            bundle: version.ok().map(|version| version.bundle.clone()),
            instances: environment.instances.iter().take(touched).map(|instance| instance.address).collect(),
            options: environment.options.clone(),
            broken,
        };
        self.tasks.push(Task::Deploy(replacement));
        self.under_way += 1;
        self.stage(index, Stage::Starting { aborted: false });
        self.say(index, Severity::Info, "Deploying new version to instance(s).");
    }

    /// Takes the result of the replacement.
    pub(in crate::world) fn deployed(&mut self, index: usize, outcome: Result<Started, String>) {
        let Some(Stage::Starting { aborted }) = self.rollout(index).map(|rollout| rollout.stage) else {
            return;
        };
        let started = match outcome {
            Ok(started) => started,
            Err(why) => {
                self.say(index, Severity::Error, why);
                return self.fail(index, "Unsuccessful command execution", |_| true);
            }
        };
        let now = self.now;
        let environment = &mut self.environments[index];
        environment.bundle_options = started.options;
        let mut complaints = Vec::new();
        for (instance, outcome) in environment.instances.iter_mut().zip(started.instances) {
            instance.answers = outcome == Ok(true);
            instance.deployment.at = now;
            instance.deployment.status = match outcome {
                Ok(_) => DeploymentStatus::Deployed,
                Err(why) => {
                    complaints.push(format!("[Instance: {}] {why}", instance.id));
                    DeploymentStatus::Failed
                }
            };
        }
        let request = environment.operation.as_ref().map(|operation| operation.request.clone());
        let timeout = environment.timeout();
        if aborted {
            return self.go_back(index, &request.unwrap_or_default());
        }
        if complaints.is_empty() {
            self.say(index, Severity::Info, "Instance deployment completed successfully.");
            return self.stage(index, Stage::Checking { until: now + timeout + ON_TOP });
        }
        for complaint in complaints {
            self.say(index, Severity::Error, complaint);
        }
        let failed = |instance: &crate::world::environment::Instance| {
            instance.deployment.status == DeploymentStatus::Failed
        };
        self.fail(index, "Unsuccessful command execution", failed);
    }

    /// Ends a rollout that every instance has passed.
    pub(in crate::world) fn succeed(&mut self, index: usize) {
        let now = self.now;
        let Some(Rollout { purpose, passes_over, info, .. }) = self.rollout(index).cloned() else { return };
        let name = self.environments[index].name.clone();
        let said = match purpose {
            Purpose::Launch => format!("Successfully launched environment: {name}"),
            Purpose::Version => "New application version was deployed to running EC2 instances.".to_owned(),
            Purpose::Options => "Successfully deployed new configuration to environment.".to_owned(),
            Purpose::Abort => {
                "The environment was reverted to the previous configuration setting.".to_owned()
            }
        };
        self.say(index, Severity::Info, said);
        if matches!(purpose, Purpose::Version | Purpose::Options) {
            self.say(index, Severity::Info, "Environment update completed successfully.");
        }
        let environment = &mut self.environments[index];
        environment.operation = None;
        environment.status = Status::Ready;
        environment.updated = now;
        environment.pretended.blind = passes_over;
        environment.pretended.info = info.map(|seconds| now + SignedDuration::from_secs(i64::from(seconds)));
    }

    /// Ends a rollout that failed on some instances: the label reverts, the programs on the instances do not.
    fn fail(
        &mut self,
        index: usize,
        said: &str,
        failed: impl Fn(&crate::world::environment::Instance) -> bool,
    ) {
        let now = self.now;
        let Some(Rollout { purpose, before, .. }) = self.rollout(index).cloned() else { return };
        let environment = &mut self.environments[index];
        let mut names = Vec::new();
        for instance in environment.instances.iter_mut().filter(|instance| failed(instance)) {
            instance.deployment.status = DeploymentStatus::Failed;
            instance.deployment.at = now;
            names.push(format!("'{}'", instance.id));
        }
        let names = names.join(",");
        self.say(
            index,
            Severity::Error,
            format!("{said} on instance id(s) {names}. Aborting the operation."),
        );
        self.say(
            index,
            Severity::Error,
            match purpose {
                Purpose::Launch => {
                    "Create environment operation is complete, but with errors. For more \
                                information, see troubleshooting documentation."
                }
                Purpose::Version | Purpose::Abort => "Failed to deploy application.",
                Purpose::Options => "Failed to deploy configuration.",
            },
        );
        let environment = &mut self.environments[index];
        if purpose != Purpose::Launch {
            environment.restore(before);
        }
        environment.operation = None;
        environment.status = Status::Ready;
        environment.updated = now;
    }

    fn rollout(&self, index: usize) -> Option<&Rollout> {
        match &self.environments[index].operation.as_ref()?.kind {
            Kind::Rollout(rollout) => Some(rollout),
            _ => None,
        }
    }

    fn stage(&mut self, index: usize, stage: Stage) {
        let operation = self.environments[index].operation.as_mut();
        if let Some(Kind::Rollout(rollout)) = operation.map(|operation| &mut operation.kind) {
            rollout.stage = stage;
        }
    }

    /// Records an event of the environment's operation in progress.
    fn say(&mut self, index: usize, severity: Severity, message: impl Into<String>) {
        let operation = self.environments[index].operation.as_ref();
        let request = operation.map(|operation| operation.request.clone());
        self.tell(index, request.as_deref(), severity, message);
    }
}

// === impl Environment ===

impl crate::world::Environment {
    /// The option `Timeout`.
    fn timeout(&self) -> SignedDuration {
        let option = ("aws:elasticbeanstalk:command".to_owned(), "Timeout".to_owned());
        let seconds = self.settings().get(&option).and_then(|value| value.parse().ok());
        seconds.map_or(TIMEOUT, SignedDuration::from_secs)
    }
}
