//! How environments are changed, and how a change is aborted.

use jiff::SignedDuration;

use crate::world::{
    Environment, Refusal, Status, Which, World,
    event::Severity,
    fault::{Fault, What, strikes},
    operation::{Before, Kind, Operation, Purpose, Rollout, Stage},
    task::OptionSettings,
    version::VersionStatus,
};

/// How long an update takes that has no effect.
const IN_VAIN: SignedDuration = SignedDuration::from_secs(30);

/// The parameters of an update.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) label: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) options: OptionSettings,
    /// Namespace and name.
    pub(crate) without: Vec<(String, String)>,
}

// === impl World ===

impl World {
    /// Begins to change an environment.
    pub(crate) fn update(
        &mut self,
        which: &Which,
        change: Change,
        request: &str,
        struck: &[Fault],
    ) -> Result<&Environment, Refusal> {
        let index = self.find_ready(which)?;
        let Change { label, description, options, without } = change;
        let changes_options = !options.is_empty() || !without.is_empty();
        if label.is_some() && changes_options {
            let why = "You cannot update the application version and the configuration at the same time.";
            return Err(Refusal::combination(why));
        }
        if let Some(label) = &label {
            self.deployable(&self.environments[index].application, label)?;
        }
        let now = self.now;
        let environment = &mut self.environments[index];
        environment.updated = now;
        environment.description = description.or_else(|| environment.description.take());
        if label.is_none() && !changes_options {
            return Ok(&self.environments[index]);
        }
        self.tell(index, Some(request), Severity::Info, "Environment update is starting.");
        if let Some(label) = label {
            self.update_version(index, label, request, struck);
        } else {
            let label = self.environments[index].label.clone();
            self.begin(index, Purpose::Options, label, request, struck);
            let environment = &mut self.environments[index];
            environment.options.extend(options);
            environment.options.retain(|option, _| !without.contains(option));
        }
        Ok(&self.environments[index])
    }

    fn update_version(&mut self, index: usize, label: String, request: &str, struck: &[Fault]) {
        let never_ends = strikes(struck, What::StuckUpdating);
        if !never_ends && !strikes(struck, What::ReadyOldLabel) {
            return self.begin(index, Purpose::Version, label, request, struck);
        }
        let environment = &mut self.environments[index];
        let before = environment.before();
        environment.label = label;
        environment.status = Status::Updating;
        let until = self.now + IN_VAIN;
        let kind = if never_ends { Kind::Stuck { before } } else { Kind::Vain { before, until } };
        environment.operation = Some(Operation { request: request.to_owned(), since: self.now, kind });
    }

    /// An update without effect ends.
    pub(in crate::world) fn end_vain(&mut self, index: usize) {
        let environment = &mut self.environments[index];
        let aborted = environment.status == Status::Aborting;
        let Some(Operation { request, kind: Kind::Vain { before, .. }, .. }) = environment.operation.take()
        else {
            return;
        };
        environment.restore(before);
        environment.status = Status::Ready;
        environment.updated = self.now;
        if aborted {
            let said = "The environment was reverted to the previous configuration setting.";
            self.tell(index, Some(&request), Severity::Info, said);
        }
    }

    /// Goes back to the state before the update in progress.
    pub(crate) fn abort(&mut self, which: &Which, request: &str) -> Result<(), Refusal> {
        let index = self.find(which)?;
        let environment = &mut self.environments[index];
        let (name, now) = (&environment.name, self.now);
        let Some(operation) = environment.operation.as_mut().filter(|operation| operation.is_abortable())
        else {
            return Err(Refusal::value(format!(
                "Environment named {name} is in an invalid state for this operation. Must be pending deployment."
            )));
        };
        environment.status = Status::Aborting;
        let kind = operation.kind.clone();
        if let Kind::Rollout(Rollout { stage: Stage::Starting { aborted }, .. }) = &mut operation.kind {
            *aborted = true;
        }
        self.tell(index, Some(request), Severity::Info, "Environment update is aborting.");
        match kind {
            // It goes back once the result of the start is known.
            Kind::Rollout(Rollout { stage: Stage::Starting { .. }, .. })
            | Kind::Swap(_)
            | Kind::Terminate => {}
            Kind::Rollout(Rollout { stage: Stage::Checking { .. }, .. }) => self.go_back(index, request),
            Kind::Rollout(Rollout { before, .. }) | Kind::Stuck { before } | Kind::Vain { before, .. } => {
                let kind = Kind::Vain { before, until: now + IN_VAIN };
                let request = request.to_owned();
                self.environments[index].operation = Some(Operation { request, since: now, kind });
            }
        }
        Ok(())
    }

    /// Whether a version can be deployed.
    pub(in crate::world) fn deployable(&self, application: &str, label: &str) -> Result<(), Refusal> {
        match self.version(application, label)?.status {
            VersionStatus::Processed | VersionStatus::Unprocessed => Ok(()),
            VersionStatus::Processing | VersionStatus::Failed => {
                let why = format!("Application version '{label}' is not processed and cannot be deployed.");
                Err(Refusal::value(why))
            }
        }
    }
}

// === impl Environment ===

impl Environment {
    /// The state that it is rolled back to, if it has to be.
    pub(in crate::world) fn before(&self) -> Before {
        Before { label: self.label.clone(), options: self.options.clone() }
    }

    pub(in crate::world) fn restore(&mut self, before: Before) {
        self.label = before.label;
        self.options = before.options;
    }
}
