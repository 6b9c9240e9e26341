//! The idle side is told to run the version.

use std::time::Duration;

use crate::{
    Exit, FaultKind, Run, Step, Stop,
    beanstalk::{About, EventQuery, Status},
    journal::{Before, Update},
    observed::shown,
};

/// How often an update is asked for that did not begin.
const ATTEMPTS: u32 = 3;

/// Events that are older do not matter, whatever the clocks say.
const DAY: Duration = Duration::from_hours(24);

impl Run<'_> {
    /// Tells the idle side to run the version, unless it does or is about to.
    pub(crate) async fn update(
        &mut self,
        name: &str,
        label: &str,
        under_way: Option<Update>,
    ) -> Result<Update, Stop> {
        self.begin(Step::Update)?;
        if let Some(update) = under_way {
            self.done("it is under way already");
            return Ok(update);
        }
        let mut update = Update {
            environment: name.to_owned(),
            label: label.to_owned(),
            at: self.now(),
            request: None,
            before: self.before(name).await?,
        };
        if self.has_all(name, label).await? {
            self.done(format!("{name} runs it already"));
            return Ok(update);
        }
        self.note_update(&update).await?;
        for attempt in 1.. {
            let fault = match self.world.control.update(name, label).await {
                Ok(request) => {
                    update.request = request;
                    self.note_update(&update).await?;
                    self.done(format!("{name} is updated to {label}"));
                    return Ok(update);
                }
                Err(fault) if fault.kind == FaultKind::Denied => return Err(self.stopped_by(&fault)),
                Err(fault) => fault,
            };
            self.note(format!("{fault}; looking whether it happened all the same"));
            let environment = self.environment(name).await?;
            if environment.status == Status::Updating || self.has_all(name, label).await? {
                self.done(format!("{name} is updated to {label}, though no answer said so"));
                return Ok(update);
            }
            if attempt == ATTEMPTS {
                let message = format!("{name} takes no update: {fault}. {}", self.whereabouts());
                return Err(Stop::new(Exit::NotDeployed, message)
                    .with([shown(&environment)])
                    .next(self.again()));
            }
            self.pause(format!("{name} did not take the update")).await?;
            self.hold_lock().await?;
        }
        unreachable!("the last attempt returns")
    }

    /// What is there before an update. The clock here may be another than Beanstalk's.
    async fn before(&self, name: &str) -> Result<Before, Stop> {
        let since = self.now() - DAY;
        let query = EventQuery { about: About::Environment(name.to_owned()), request: None, since };
        let events = self.ask(async |world| world.control.events(&query).await).await?;
        let instances = self.ask(async |world| world.control.instances(name).await).await?;
        Ok(Before {
            event: events.iter().map(|event| event.at).max().unwrap_or(since),
            deployment: instances.iter().filter_map(|instance| instance.number).max(),
        })
    }

    async fn note_update(&mut self, update: &Update) -> Result<(), Stop> {
        if let Some(journal) = &mut self.journal {
            journal.update = Some(update.clone());
        }
        self.hold_lock().await?;
        self.write_journal().await
    }

    /// Whether the environment and each of its instances run a version, and are not the worse for it.
    async fn has_all(&self, name: &str, label: &str) -> Result<bool, Stop> {
        let environment = self.environment(name).await?;
        if !environment.runs(label) || environment.grade.is_sick() {
            return Ok(false);
        }
        let instances = self.ask(async |world| world.control.instances(name).await).await?;
        Ok(!instances.is_empty() && instances.iter().all(|instance| instance.has(label)))
    }
}
