//! The link between the world and the instances: it carries out the tasks of the world, and lets time pass.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

use crate::{
    bundle::store::Store,
    fleet::Fleet,
    policy::Policy,
    world::{
        World,
        task::{Report, Task},
    },
};

/// How often virtual time passes, in real time.
const TICK: Duration = Duration::from_millis(5);

/// How often instances are checked, in real time.
const LOOK: Duration = Duration::from_millis(100);

/// The double, but for its sockets.
#[derive(Debug)]
pub(crate) struct Core {
    world: Mutex<World>,
    policy: Mutex<Option<Policy>>,
    pub(crate) store: Store,
    pub(crate) fleet: Fleet,
    /// For how many seconds a DNS response may be cached.
    pub(crate) ttl: u32,
}

// === impl Core ===

impl Core {
    pub(crate) fn new(world: World, policy: Option<Policy>, store: Store, fleet: Fleet, ttl: u32) -> Self {
        Self { world: Mutex::new(world), policy: Mutex::new(policy), store, fleet, ttl }
    }

    /// The world. A holder of this lock must not wait for anything.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The permissions of callers, if any are set.
    pub(crate) fn policy(&self) -> Option<Policy> {
        self.policy.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the permissions of callers.
    pub(crate) fn set_policy(&self, policy: Option<Policy>) {
        *self.policy.lock().unwrap_or_else(PoisonError::into_inner) = policy;
    }

    /// Carries out the tasks of the world, and reports their results to it.
    pub(crate) fn dispatch(self: &Arc<Self>) {
        let tasks = self.world().tasks();
        for task in tasks {
            let core = Arc::clone(self);
            tokio::spawn(async move {
                let report = core.carry_out(task).await;
                core.world().report(report);
                core.dispatch();
            });
        }
    }

    async fn carry_out(&self, task: Task) -> Report {
        match task {
            Task::Check { application, label, bundle } => {
                Report::Checked { application, label, found: self.fleet.check(&bundle).await }
            }
            Task::Deploy(replacement) => {
                let outcome = self.fleet.deploy(&replacement).await;
                Report::Deployed { environment: replacement.environment, outcome }
            }
            Task::Stop { environment, instances } => {
                self.fleet.stop(&instances).await;
                Report::Stopped { environment }
            }
        }
    }

    /// Lets virtual time pass so many times as fast as real time, for ever.
    pub(crate) async fn run(self: Arc<Self>, times: u32) {
        let mut last = Instant::now();
        loop {
            sleep(TICK).await;
            let passed = last.elapsed();
            last += passed;
            let mut world = self.world();
            let to = world.now() + SignedDuration::try_from(passed * times).unwrap_or_default();
            world.advance(to);
            drop(world);
            self.dispatch();
        }
    }

    /// Lets so much virtual time pass, and returns when all that had to be done on the way is done.
    pub(crate) async fn advance(self: &Arc<Self>, by: SignedDuration) {
        let to = self.world().now() + by;
        loop {
            self.world().advance(to);
            self.dispatch();
            if self.has_come_to(to) {
                return;
            }
            sleep(TICK).await;
        }
    }

    fn has_come_to(&self, moment: Timestamp) -> bool {
        let world = self.world();
        !world.waits() && world.now() >= moment
    }

    /// Checks the instances, for ever.
    pub(crate) async fn look(self: Arc<Self>) {
        loop {
            sleep(LOOK).await;
            for (address, answers) in self.fleet.look().await {
                self.world().observed(address, answers);
            }
        }
    }
}
