//! A world in memory: two environments, a bucket, DNS that is believed for a while, and a service, on virtual time.

mod control;
mod mishap;
mod outside;
mod runs;
mod store;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::{sync::Notify, time::Instant};

pub(super) use self::{
    mishap::{Cut, Mishap, Moment},
    runs::{Ended, bundle, settings},
};
use crate::{
    Call, Severity, Version,
    beanstalk::{Event, Grade},
};

/// How long Beanstalk takes to update an environment.
const UPDATE: Duration = Duration::from_mins(1);
/// How long a swap takes; the names change in the middle of it.
const SWAP: Duration = Duration::from_secs(10);
/// How long DNS is believed.
pub(super) const TTL: Duration = Duration::from_mins(1);

/// The key of the lock.
pub(super) const LOCK: &str = "locks/shop/blue.green.json";

/// The key of the journal.
pub(super) const JOURNAL: &str = "shop/journals/blue.green.json";

/// The simulated world, shared by all who act in it.
#[derive(Clone)]
pub(super) struct Sim(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    begun: Instant,
    killed: Notify,
}

/// The state at a moment.
pub(super) struct State {
    pub(super) environments: [Env; 2],
    pub(super) versions: BTreeMap<String, Version>,
    /// The version that another environment runs.
    pub(super) undeletable: Option<String>,
    /// Options of both environments: namespace, name and value.
    pub(super) settings: Vec<(&'static str, &'static str, &'static str)>,
    pub(super) objects: BTreeMap<String, Object>,
    /// Whether the bucket was never made.
    pub(super) without_bucket: bool,
    pub(super) events: Vec<(String, String, Event)>,
    /// The environment that was live since when, by its place.
    pub(super) production: Vec<(Timestamp, usize)>,
    /// A swap that is under way: since when, and whether the names have changed.
    swap: Option<(Timestamp, bool)>,
    /// The behaviour of faulty versions.
    pub(super) behaviour: BTreeMap<String, Behaviour>,
    /// The planned faults.
    pub(super) cut: Option<Cut>,
    pub(super) mishaps: Vec<(Moment, Mishap)>,
    pub(super) hooks: Vec<(Moment, Hook)>,
    /// All calls so far, by their kinds.
    pub(super) calls: Vec<String>,
    tags: u64,
    now: Timestamp,
}

/// The planned actions of others.
type Hook = fn(&mut State);

/// An environment.
#[derive(Clone)]
pub(super) struct Env {
    pub(super) name: &'static str,
    pub(super) prefix: &'static str,
    pub(super) label: String,
    pub(super) instances: [(String, &'static str); 2],
    pub(super) update: Option<Under>,
    /// How many deployments there were.
    pub(super) deployments: i64,
    /// Requests in ten seconds that come though it is not live.
    pub(super) stragglers: u64,
}

/// An update that is under way.
#[derive(Clone)]
pub(super) struct Under {
    pub(super) label: String,
    pub(super) since: Timestamp,
    pub(super) request: String,
    pub(super) aborting: bool,
    /// Whether its instances know of it.
    pub(super) begun: bool,
}

/// How a version behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Beanstalk refuses it.
    Malformed,
    /// Its image does not build: the environment is Ready with its earlier version.
    Broken,
    /// Like that, but without any sign.
    SilentlyGone,
    /// One of two instances does not run it, and nothing reports that.
    HalfDeployed,
    /// It takes ten minutes to get healthy.
    Slow,
    /// It is never done.
    Stuck,
    /// It responds with 500 where data is read.
    CannotRead,
    /// It responds with 503 to all requests once it is live, and is Severe.
    SickWhenLive,
    /// It responds with 500 to a tenth of all requests once it is live.
    FailsSometimes,
    /// It is not found under the public name.
    Unreachable,
}

/// An object in the bucket.
#[derive(Clone)]
pub(super) struct Object {
    pub(super) bytes: Vec<u8>,
    pub(super) tag: u64,
    pub(super) digest: Option<String>,
}

// === impl Sim ===

impl Sim {
    /// A world in which blue is live with the first version, and green is idle with an older one.
    pub(super) fn new() -> Self {
        let now = "2026-11-21T10:00:00Z".parse().expect("an instant");
        let env = |name, prefix, number| {
            let label = bundle(number).label;
            let instances = [(label.clone(), "Deployed"), (label.clone(), "Deployed")];
            Env { name, prefix, label, instances, update: None, deployments: 1, stragglers: 0 }
        };
        let state = State {
            environments: [env("blue", "shop", 1), env("green", "shop-idle", 0)],
            versions: BTreeMap::new(),
            undeletable: None,
            settings: vec![
                ("aws:elasticbeanstalk:application:environment", "SERVER_PORT", "5000"),
                ("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"),
            ],
            objects: BTreeMap::new(),
            without_bucket: false,
            events: Vec::new(),
            production: vec![(now, 0)],
            swap: None,
            behaviour: BTreeMap::new(),
            cut: None,
            mishaps: Vec::new(),
            hooks: Vec::new(),
            calls: Vec::new(),
            tags: 0,
            now,
        };
        Self(Arc::new(Shared { state: Mutex::new(state), begun: Instant::now(), killed: Notify::new() }))
    }

    /// The world at the present time.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let begun: Timestamp = "2026-11-21T10:00:00Z".parse().expect("an instant");
        state.pass(begun + self.0.begun.elapsed());
        state
    }

    /// The labels that were live, one after the other.
    pub(super) fn live_labels(&self) -> Vec<String> {
        let state = self.state();
        state.production.iter().map(|(_, place)| state.environments[*place].label.clone()).collect()
    }

    /// The version that is live.
    pub(super) fn live(&self) -> String {
        let state = self.state();
        state.environments[state.live()].label.clone()
    }

    pub(super) fn behaves(&self, number: u8, behaviour: Behaviour) {
        self.state().behaviour.insert(bundle(number).label, behaviour);
    }

    /// The fault of the nth call of this kind.
    pub(super) fn fails(&self, call: Call, nth: usize, response: Mishap) {
        self.state().mishaps.push((Moment::of(call, nth), response));
    }

    /// An action of another party right before a call.
    pub(super) fn before(&self, moment: Moment, hook: Hook) {
        self.state().hooks.push((moment, hook));
    }
}

// === impl State ===

impl State {
    /// The place of the environment that is live.
    pub(super) fn live(&self) -> usize {
        self.production.last().expect("one is live").1
    }

    pub(super) fn behaviour_of(&self, label: &str) -> Option<Behaviour> {
        self.behaviour.get(label).copied()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn next_tag(&mut self) -> u64 {
        self.tags += 1;
        self.tags
    }

    /// Begins a swap.
    pub(super) fn begin_swap(&mut self) {
        self.swap = Some((self.now, false));
    }

    pub(super) fn is_swapping(&self) -> bool {
        self.swap.is_some()
    }

    /// Lets time pass: operations in progress come to their end.
    fn pass(&mut self, now: Timestamp) {
        self.now = now;
        if let Some((since, changed)) = self.swap {
            if !changed && now >= since + SWAP / 2 {
                self.exchange();
                self.swap = Some((since, true));
            }
            if now >= since + SWAP {
                self.swap = None;
            }
        }
        for place in 0..2 {
            self.update(place);
        }
    }

    /// Exchanges the names immediately.
    pub(super) fn exchange(&mut self) {
        let [blue, green] = &mut self.environments;
        std::mem::swap(&mut blue.prefix, &mut green.prefix);
        let live = 1 - self.live();
        self.production.push((self.now, live));
    }

    fn update(&mut self, place: usize) {
        let Some(under) = self.environments[place].update.clone() else { return };
        // Instances start an update later than the environment.
        if self.now >= under.since + UPDATE / 4 && !under.begun && !under.aborting {
            let env = &mut self.environments[place];
            env.deployments += 1;
            env.instances = [(under.label.clone(), "In Progress"), (under.label.clone(), "In Progress")];
            env.update = Some(Under { begun: true, ..under.clone() });
        }
        let takes = if under.aborting { UPDATE / 4 } else { UPDATE };
        let behaviour = self.behaviour_of(&under.label);
        if self.now < under.since + takes || behaviour == Some(Behaviour::Stuck) && !under.aborting {
            return;
        }
        let name = self.environments[place].name.to_owned();
        let mut say = |severity, message: &str| {
            let event = Event { at: self.now, severity, message: message.to_owned() };
            self.events.push((name.clone(), under.request.clone(), event));
        };
        let deployed =
            |state: &str| (under.label.clone(), if state == "Failed" { "Failed" } else { "Deployed" });
        let env = &mut self.environments[place];
        env.update = None;
        match behaviour {
            _ if under.aborting => {}
            Some(Behaviour::Broken) => {
                say(Severity::Error, "Failed to deploy application.");
                env.instances = [deployed("Failed"), deployed("Failed")];
            }
            Some(Behaviour::SilentlyGone) => {}
            Some(Behaviour::HalfDeployed) => {
                say(Severity::Info, "Environment update completed successfully.");
                env.label.clone_from(&under.label);
                env.instances = [deployed("Deployed"), deployed("Failed")];
            }
            _ => {
                say(Severity::Info, "Environment update completed successfully.");
                env.label.clone_from(&under.label);
                env.instances = [deployed("Deployed"), deployed("Deployed")];
            }
        }
    }

    /// How an environment is.
    pub(super) fn grade(&self, place: usize) -> Grade {
        let env = &self.environments[place];
        let since_update =
            self.events.iter().rev().find(|(name, ..)| name == env.name).map(|(.., event)| event.at);
        let warm = match self.behaviour_of(&env.label) {
            Some(Behaviour::SickWhenLive) if self.live() == place => return Grade::Severe,
            Some(Behaviour::Slow) => Duration::from_mins(10),
            _ => Duration::from_secs(30),
        };
        match since_update {
            _ if env.update.is_some() => Grade::Info,
            Some(at) if self.now < at + warm => Grade::Info,
            _ => Grade::Ok,
        }
    }
}
