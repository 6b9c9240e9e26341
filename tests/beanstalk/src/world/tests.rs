//! The world on its own: no process, no connection, and time only by calls.

mod events;
mod faults;
mod health;
mod launch;
mod rollout;
mod swap;
mod update;
mod versions;

use std::net::{Ipv4Addr, SocketAddr};

use jiff::{SignedDuration, Timestamp};

use crate::world::{
    Change, Environment, NewEnvironment, Place, Refusal, Setting, Status, Which, World,
    event::{Event, Wanted},
    fault::{Fault, What},
    task::{OptionSettings, Report, Started, Task},
    version::{Location, NewVersion},
};

/// Long enough for all twelve checks.
const TWO_MINUTES: i64 = 130;

/// A world with an application of the versions v1, v2 and v3, and a helper that carries out its tasks.
struct Bench {
    world: World,
    /// The result on each instance on which something is started.
    outcome: Result<bool, String>,
    /// Every task that was done.
    done: Vec<Task>,
}

// === impl Bench ===

impl Bench {
    fn new() -> Self {
        let setting = Setting {
            region: "eu-central-1".to_owned(),
            account: "123456789012".to_owned(),
            places: [].into(),
            spare: (1..4).map(place).collect(),
        };
        let world = World::new(setting, Timestamp::UNIX_EPOCH);
        let mut bench = Self { world, outcome: Ok(true), done: Vec::new() };
        bench.world.create_application("app", None).unwrap();
        for label in ["v1", "v2", "v3"] {
            bench.version(label, false).unwrap();
        }
        bench
    }

    /// With the environments blue, which has the name prod, and green; both run v1.
    fn with_both() -> Self {
        let mut bench = Self::new();
        bench.launch("blue", "prod").unwrap();
        bench.launch("green", "idle").unwrap();
        bench.pass(TWO_MINUTES);
        assert_eq!([bench.status("blue"), bench.status("green")], [Status::Ready; 2]);
        bench
    }

    fn version(&mut self, label: &str, process: bool) -> Result<(), Refusal> {
        let new = NewVersion {
            application: "app".to_owned(),
            label: label.to_owned(),
            description: None,
            bundle: Location { bucket: "bundles".to_owned(), key: format!("{label}.zip") },
            process,
            create_application: false,
        };
        self.world.create_version(new).map(|_| ())
    }

    fn launch(&mut self, name: &str, prefix: &str) -> Result<(), Refusal> {
        let new = NewEnvironment {
            application: "app".to_owned(),
            name: name.to_owned(),
            description: None,
            operations_role: None,
            prefix: Some(prefix.to_owned()),
            label: Some("v1".to_owned()),
            options: OptionSettings::new(),
        };
        self.world.create_environment(new, "launch").map(|_| ())
    }

    fn deploy(&mut self, name: &str, label: &str) -> Result<(), Refusal> {
        self.deploy_with(name, label, None)
    }

    fn deploy_with(
        &mut self,
        name: &str,
        label: &str,
        fault: impl Into<Option<Fault>>,
    ) -> Result<(), Refusal> {
        let change = Change { label: Some(label.to_owned()), ..Change::default() };
        let struck: Vec<Fault> = fault.into().into_iter().collect();
        self.world.update(&Which::named(name), change, "deploy", &struck).map(|_| ())
    }

    fn abort(&mut self, name: &str) -> Result<(), Refusal> {
        self.world.abort(&Which::named(name), "abort")
    }

    fn swap(&mut self) -> Result<(), Refusal> {
        self.swap_with(None)
    }

    fn swap_with(&mut self, fault: impl Into<Option<Fault>>) -> Result<(), Refusal> {
        let struck: Vec<Fault> = fault.into().into_iter().collect();
        self.world.swap(&Which::named("blue"), &Which::named("green"), "swap", &struck)
    }

    /// Lets so many seconds pass, and carries out the world's tasks meanwhile.
    fn pass(&mut self, seconds: i64) {
        let to = self.world.now() + SignedDuration::from_secs(seconds);
        while self.world.now() < to || self.world.waits() {
            self.world.advance(to);
            for task in self.world.tasks() {
                let report = self.report(&task);
                self.done.push(task);
                self.world.report(report);
            }
        }
    }

    fn report(&self, task: &Task) -> Report {
        match task.clone() {
            Task::Check { application, label, .. } => {
                Report::Checked { application, label, found: self.outcome.clone().map(|_| ()) }
            }
            Task::Stop { environment, .. } => Report::Stopped { environment },
            Task::Deploy(replacement) => {
                let broken =
                    if replacement.broken { Err("it ended".to_owned()) } else { self.outcome.clone() };
                let instances = replacement.instances.iter().map(|_| broken.clone()).collect();
                let outcome = Ok(Started { instances, options: OptionSettings::new() });
                Report::Deployed { environment: replacement.environment, outcome }
            }
        }
    }

    fn environment(&self, name: &str) -> &Environment {
        self.world.environment(&Which::named(name)).unwrap()
    }

    fn status(&self, name: &str) -> Status {
        self.environment(name).status
    }

    fn label(&self, name: &str) -> &str {
        &self.environment(name).label
    }

    /// The colour and the health, in words.
    fn health(&self, name: &str) -> (&'static str, &'static str) {
        let environment = self.environment(name);
        let now = self.world.now();
        (environment.colour(now), environment.health(now).status.name())
    }

    /// The last deployment to each instance, and its result.
    fn deployments(&self, name: &str) -> Vec<(&str, &'static str)> {
        let instances = self.environment(name).instances.iter();
        instances.map(|one| (one.deployment.label.as_str(), one.deployment.status.name())).collect()
    }

    /// The events of a call, the oldest first.
    fn told(&self, request: &str) -> Vec<&str> {
        let wanted = Wanted { request: Some(request.to_owned()), ..Wanted::default() };
        let mut told: Vec<&Event> = self.world.events(&wanted).collect();
        told.reverse();
        told.into_iter().map(|event| event.message.as_str()).collect()
    }

    /// This instance fails its health check from now on, by itself.
    fn sicken(&mut self, name: &str, number: usize) {
        let address = self.environment(name).instances[number].address;
        self.world.observed(address, false);
    }
}

fn place(number: u8) -> Place {
    let balancer = Ipv4Addr::new(127, 0, 0, number);
    Place { balancer, instances: [5101, 5102].map(|port| SocketAddr::from((balancer, port))).into() }
}

/// The fault, at the first call that it belongs to.
fn fault(what: What) -> Fault {
    Fault::new(what)
}
