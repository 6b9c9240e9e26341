//! The idle side is set to run the version.

use std::time::Duration;

use crate::{
    Abort, Exit, Run, Step,
    beanstalk::{About, EventQuery, Status},
    journal::{Before, Update},
    observed::shown,
};

/// How often an update is requested that did not begin.
const ATTEMPTS: u32 = 3;

/// Older events do not matter, whatever the clocks show.
const DAY: Duration = Duration::from_hours(24);

impl Run<'_> {
    /// Makes the idle side run the version, unless it does so or is about to.
    pub(crate) async fn update(
        &mut self,
        name: &str,
        label: &str,
        under_way: Option<Update>,
    ) -> Result<Update, Abort> {
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
            let fault = match self.ports.control.update(name, label).await {
                Ok(request) => {
                    update.request = request;
                    self.note_update(&update).await?;
                    self.done(format!("{name} is updated to {label}"));
                    return Ok(update);
                }
                Err(fault) if fault.needs_person() => return Err(self.stopped_by(&fault)),
                Err(fault) => fault,
            };
            self.note(format!("{fault}; checking whether it happened in spite of that"));
            let environment = self.environment(name).await?;
            if environment.status == Status::Updating || self.has_all(name, label).await? {
                self.done(format!("{name} is updated to {label}, though no response confirmed it"));
                return Ok(update);
            }
            if attempt == ATTEMPTS {
                let message = format!("{name} takes no update: {fault}. {}", self.whereabouts());
                return Err(Abort::new(Exit::NotDeployed, message)
                    .with([shown(&environment)])
                    .next(self.again()));
            }
            self.pause(format!("{name} did not accept the update")).await?;
            self.hold_lock().await?;
        }
        unreachable!("the last attempt returns")
    }

    /// The state before an update. The clock here may differ from Beanstalk's.
    async fn before(&mut self, name: &str) -> Result<Before, Abort> {
        let since = self.now() - DAY;
        let query = EventQuery { about: About::Environment(name.to_owned()), request: None, since };
        let events = self.call(async |ports| ports.control.events(&query).await).await?;
        let instances = self.call(async |ports| ports.control.instances(name).await).await?;
        Ok(Before {
            event: events.iter().map(|event| event.at).max().unwrap_or(since),
            deployment: instances.iter().filter_map(|instance| instance.number).max(),
        })
    }

    async fn note_update(&mut self, update: &Update) -> Result<(), Abort> {
        if let Some(journal) = &mut self.journal {
            journal.update = Some(update.clone());
        }
        self.hold_lock().await?;
        self.write_journal().await
    }

    /// Whether the environment and each of its instances run a version, and are not the worse for it.
    pub(crate) async fn has_all(&mut self, name: &str, label: &str) -> Result<bool, Abort> {
        let environment = self.environment(name).await?;
        if !environment.runs(label) || environment.grade.is_sick() {
            return Ok(false);
        }
        let instances = self.call(async |ports| ports.control.instances(name).await).await?;
        Ok(!instances.is_empty() && instances.iter().all(|instance| instance.has(label)))
    }
}
