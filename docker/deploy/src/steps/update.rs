//! The idle side is told to run the version.

use jiff::Timestamp;

use crate::{Exit, FaultKind, Run, Step, Stop, beanstalk::Status, journal::Update, observed::shown};

/// How often an update is asked for that did not begin.
const ATTEMPTS: u32 = 3;

/// An update whose events are to be followed.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The request that its events name, if it is known.
    pub request: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

impl Run<'_> {
    /// Tells the idle side to run the version, unless it does or is about to.
    pub(crate) async fn update(
        &mut self,
        name: &str,
        label: &str,
        under_way: Option<Update>,
    ) -> Result<Asked, Stop> {
        self.begin(Step::Update)?;
        if let Some(Update { request, at, .. }) = under_way {
            self.done("it is under way already");
            return Ok(Asked { request, since: at });
        }
        let since = self.now();
        if self.has_all(name, label).await? {
            self.done(format!("{name} runs it already"));
            return Ok(Asked { request: None, since });
        }
        self.note_update(Update {
            environment: name.to_owned(),
            label: label.to_owned(),
            at: since,
            request: None,
        })
        .await?;
        for attempt in 1.. {
            let answer = self.world.control.update(name, label).await;
            let fault = match answer {
                Ok(request) => {
                    let update = Update {
                        environment: name.to_owned(),
                        label: label.to_owned(),
                        at: since,
                        request: request.clone(),
                    };
                    self.note_update(update).await?;
                    self.done(format!("{name} is updated to {label}"));
                    return Ok(Asked { request, since });
                }
                Err(fault) if fault.kind == FaultKind::Denied => return Err(self.stopped_by(&fault)),
                Err(fault) => fault,
            };
            self.note(format!("{fault}; looking whether it happened all the same"));
            let environment = self.environment(name).await?;
            if environment.status == Status::Updating || environment.runs(label) {
                self.done(format!("{name} is updated to {label}, though no answer said so"));
                return Ok(Asked { request: None, since });
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

    async fn note_update(&mut self, update: Update) -> Result<(), Stop> {
        if let Some(journal) = &mut self.journal {
            journal.update = Some(update);
        }
        self.hold_lock().await?;
        self.write_journal().await
    }

    /// Whether the environment and each of its instances run a version.
    pub(crate) async fn has_all(&self, name: &str, label: &str) -> Result<bool, Stop> {
        if !self.environment(name).await?.runs(label) {
            return Ok(false);
        }
        let instances = self.ask(async |world| world.control.instances(name).await).await?;
        Ok(!instances.is_empty() && instances.iter().all(|instance| instance.has(label)))
    }
}
