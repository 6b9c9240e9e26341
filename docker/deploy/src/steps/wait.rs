//! Until the idle side runs the version, on each instance, and is healthy for some time: no single sign is believed.

use crate::{
    Abort, Environment, Exit, Run, Step,
    beanstalk::{About, Event, EventQuery, Grade, Health, Instance, Status},
    events::RunEvent,
    journal::Update,
    observed::shown,
    text::{list, time},
};

/// The state of an environment at one moment.
#[derive(Debug)]
struct Look {
    environment: Environment,
    health: Health,
    instances: Vec<Instance>,
    news: Vec<Event>,
}

impl Run<'_> {
    /// Waits until the environment runs the version, or it is clear that it will not.
    pub(crate) async fn wait(&mut self, name: &str, label: &str, update: &Update) -> Result<(), Abort> {
        self.begin(Step::Wait)?;
        let about = About::Environment(name.to_owned());
        let query = EventQuery { about, request: update.request.clone(), since: update.before.event };
        let limit = self.limit(self.settings.waits.update);
        let (mut well, mut elsewhere) = (0, 0);
        let (mut reported, mut causes) = (Vec::new(), Vec::new());
        loop {
            let look = self.look_at(name, &query, &reported).await?;
            for event in &look.news {
                self.emit(RunEvent::Beanstalk { environment: name.to_owned(), happened: event.clone() });
            }
            reported.extend(look.news.clone());
            self.note_causes(name, &mut causes, &look.health.causes);
            elsewhere = if look.is_elsewhere(label) { elsewhere + 1 } else { 0 };
            if let Some(why) = look.failure(label, update.before.deployment, elsewhere) {
                return Err(self.not_deployed(&why, label, &look));
            }
            let missing = look.missing(label);
            well = if missing.is_empty() { well + 1 } else { 0 };
            if well >= self.settings.healthy_polls {
                self.done(format!("{name} runs {label} on {} instances, and is Ok", look.instances.len()));
                return Ok(());
            }
            if self.is_past(limit) {
                let wait = time(self.settings.waits.update);
                return Err(self.not_deployed(&format!("it was not done within {wait}"), label, &look));
            }
            let seen = format!("it is healthy, {well} of {} times in a row", self.settings.healthy_polls);
            self.pause(if missing.is_empty() { seen } else { missing.join(", ") }).await?;
        }
    }

    async fn look_at(&mut self, name: &str, query: &EventQuery, reported: &[Event]) -> Result<Look, Abort> {
        let environment = self.environment(name).await?;
        let health = self.call(async |ports| ports.control.health(name).await).await?;
        let instances = self.call(async |ports| ports.control.instances(name).await).await?;
        let events = self.call(async |ports| ports.control.events(query).await).await?;
        // If the request is not known, older events are excluded by their time.
        let is_ours = |event: &Event| query.request.is_some() || event.at > query.since;
        let news =
            events.into_iter().rev().filter(|event| is_ours(event) && !reported.contains(event)).collect();
        Ok(Look { environment, health, instances, news })
    }

    fn not_deployed(&self, why: &str, label: &str, look: &Look) -> Abort {
        let name = &look.environment.name;
        let message = format!("{name} does not run {label}: {why}. {}", self.whereabouts());
        let instances = look.instances.iter().map(|instance| format!("instance {instance}"));
        Abort::new(Exit::NotDeployed, message)
            .with([shown(&look.environment)])
            .with(look.health.causes.iter().map(|cause| format!("cause: {cause}")))
            .with(instances)
            .next(format!("fix the causes above, then deploy again; to try the same again, {}", self.again()))
    }
}

// === impl Look ===

impl Look {
    /// Whether the environment reports that it is done, and runs another version.
    fn is_elsewhere(&self, label: &str) -> bool {
        self.environment.status == Status::Ready && !self.environment.runs(label)
    }

    /// Why it is clear that the version will not run. The report of a Ready environment may be late once, but not
    /// twice.
    fn failure(&self, label: &str, before: Option<i64>, elsewhere: u32) -> Option<String> {
        if let Some(event) = self.news.iter().find(|event| event.severity.is_failure()) {
            return Some(format!("Beanstalk reports '{}'", event.message.trim_end_matches('.')));
        }
        if let Some(instance) = self.instances.iter().find(|instance| instance.failed(label, before)) {
            return Some(format!("the deployment failed on the instance {}", instance.id));
        }
        if matches!(self.environment.status, Status::Terminating | Status::Terminated) {
            return Some("the environment is being terminated".to_owned());
        }
        (elsewhere >= 2).then(|| format!("it is Ready with {}", self.environment.shown_label()))
    }

    /// The missing part, until the version is deployed.
    fn missing(&self, label: &str) -> Vec<String> {
        let Self { environment, health, instances, .. } = self;
        let mut missing = Vec::new();
        if environment.status != Status::Ready {
            missing.push(format!("{} is {}", environment.name, environment.status));
        } else if !environment.runs(label) {
            missing.push(format!("{} runs {}", environment.name, environment.shown_label()));
        }
        if health.grade != Grade::Ok {
            missing.push(format!("its health is {}", health.grade));
        }
        if health.pending > 0 {
            missing.push(format!("nothing is known yet of {} instances", health.pending));
        }
        let behind: Vec<_> =
            instances.iter().filter(|instance| !instance.has(label)).map(|i| &i.id).collect();
        if instances.is_empty() {
            missing.push("it has no instances".to_owned());
        } else if !behind.is_empty() {
            missing.push(format!("{} do not run it yet", list(behind)));
        }
        missing
    }
}
