//! The state of Elastic Beanstalk, pure: it does no I/O, and time is a parameter.
//!
//! Calls change it, and [`World::advance`] lets time pass. [`World::tasks`] is the work to be done outside of it, and
//! [`World::report`] takes the results. While such work is in progress, virtual time stands still: the start time of
//! a real process has no equivalent on a virtual clock.

pub(crate) mod environment;
pub(crate) mod event;
pub(crate) mod fault;
pub(crate) mod health;
mod launch;
mod lookup;
pub(crate) mod operation;
mod refusal;
mod rollout;
mod state;
mod swap;
pub(crate) mod task;
#[cfg(test)]
mod tests;
mod update;
pub(crate) mod version;

use std::{
    collections::BTreeMap,
    mem,
    net::{Ipv4Addr, SocketAddr},
};

use jiff::{SignedDuration, Timestamp};

pub(crate) use crate::world::{
    environment::{Environment, Status},
    launch::NewEnvironment,
    lookup::Which,
    refusal::Refusal,
    update::Change,
};
use crate::world::{
    event::Event,
    fault::Fault,
    operation::Kind,
    task::{Report, Task},
    version::Application,
};

/// The interval of an instance's checks, which is also the largest age of its health.
///
/// "Enhanced health reporting and monitoring" in the developer guide.
pub(crate) const CHECK_EVERY: SignedDuration = SignedDuration::from_secs(10);

/// How many checks in a row an instance must pass after a deployment: two minutes of them.
pub(crate) const CHECKS: u32 = 12;

/// The settings of the whole world.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) region: String,
    /// Twelve digits.
    pub(crate) account: String,
    /// Where environments of these names are.
    pub(crate) places: BTreeMap<String, Place>,
    /// Where others can be.
    pub(crate) spare: Vec<Place>,
}

/// Where an environment is on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The address of its balancer in DNS.
    pub balancer: Ipv4Addr,
    /// Where each of its instances listens.
    pub instances: Vec<SocketAddr>,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) setting: Setting,
    now: Timestamp,
    applications: BTreeMap<String, Application>,
    /// In the order in which they were made, those that are gone included.
    environments: Vec<Environment>,
    /// The oldest first.
    events: Vec<Event>,
    pub(crate) faults: Vec<Fault>,
    tasks: Vec<Task>,
    /// The number of tasks without a report.
    under_way: usize,
    /// How many things have a number of their own.
    numbers: u64,
}

// === impl World ===

impl World {
    /// An empty one.
    pub(crate) fn new(setting: Setting, now: Timestamp) -> Self {
        Self {
            setting,
            now,
            applications: BTreeMap::new(),
            environments: Vec::new(),
            events: Vec::new(),
            faults: Vec::new(),
            tasks: Vec::new(),
            under_way: 0,
            numbers: 0,
        }
    }

    /// The virtual time.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// The tasks to be done now. Each must be reported on.
    pub(crate) fn tasks(&mut self) -> Vec<Task> {
        mem::take(&mut self.tasks)
    }

    /// Whether work outside is in progress, so that time stands still.
    pub(crate) fn waits(&self) -> bool {
        self.under_way > 0
    }

    /// Lets time pass, at most until then: it stands still from the moment at which there is work to do outside.
    pub(crate) fn advance(&mut self, to: Timestamp) {
        while !self.waits() {
            let Some(due) = self.next().filter(|due| *due <= to) else {
                self.now = self.now.max(to);
                return;
            };
            self.now = self.now.max(due);
            self.pass();
        }
    }

    /// When something happens next by itself.
    fn next(&self) -> Option<Timestamp> {
        let of = |environment: &Environment| {
            let operation = environment.operation.as_ref().and_then(|operation| operation.kind.due());
            operation.into_iter().chain([environment.check]).min()
        };
        self.environments.iter().filter(|environment| environment.exists()).filter_map(of).min()
    }

    /// The events that happen by themselves at this moment.
    fn pass(&mut self) {
        for index in 0..self.environments.len() {
            if !self.environments[index].exists() {
                continue;
            }
            if self.environments[index].check <= self.now {
                self.check(index);
            }
            let operation = self.environments[index].operation.as_ref();
            if operation.and_then(|operation| operation.kind.due()).is_some_and(|due| due <= self.now) {
                self.step(index);
            }
        }
    }

    /// The condition that an operation waited for is met.
    fn step(&mut self, index: usize) {
        let operation = self.environments[index].operation.as_ref();
        match operation.map(|operation| &operation.kind) {
            Some(Kind::Rollout(_)) => self.step_rollout(index),
            Some(Kind::Vain { .. }) => self.end_vain(index),
            Some(Kind::Swap(_)) => self.step_swap(index),
            Some(Kind::Stuck { .. } | Kind::Terminate) | None => {}
        }
    }

    /// Takes the result of a task.
    pub(crate) fn report(&mut self, report: Report) {
        self.under_way = self.under_way.saturating_sub(1);
        match report {
            Report::Checked { application, label, found } => self.checked(&application, &label, found),
            Report::Deployed { environment, outcome } => {
                let index = self.environments.iter().position(|found| found.id == environment);
                if let Some(index) = index {
                    self.deployed(index, outcome);
                }
            }
            Report::Stopped { environment } => self.stopped(&environment),
        }
    }

    /// Takes the result of a health check of the listener here.
    pub(crate) fn observed(&mut self, address: SocketAddr, answers: bool) {
        let instances = self.environments.iter_mut().flat_map(|environment| &mut environment.instances);
        for instance in instances.filter(|instance| instance.address == address) {
            instance.answers = answers;
        }
    }

    /// An unused number.
    pub(crate) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }
}
