//! The idle side gets no requests any more, and accepts updates.

use jiff::Timestamp;

use crate::{
    Abort, Environment, Exit, Run, Step,
    beanstalk::Status,
    journal::Update,
    label::commit_of,
    observed::{Sides, shown},
    run::since,
    text::time,
};

impl Run<'_> {
    /// Waits until the idle side gets no requests any more: the deployment closes the connections that are still open
    /// there.
    pub(crate) async fn drain_gate(&mut self, sides: &Sides) -> Result<(), Abort> {
        self.begin(Step::DrainGate)?;
        let idle = &sides.idle;
        let ours = self.journal.as_ref().and_then(|journal| journal.after.label.as_deref());
        if idle.label.is_none() || idle.label.as_deref() == ours || self.own_update(idle).is_some() {
            self.done(format!("{} serves no traffic", idle.name));
            return Ok(());
        }
        let limit = self.limit(self.settings.waits.drain);
        loop {
            let Some(user) = self.user_of(sides).await? else {
                self.done(format!("{} is no longer in use", idle.name));
                return Ok(());
            };
            if self.is_past(limit) {
                let wait = time(self.settings.waits.drain);
                let message = format!("{} is still in use after {wait}: {user}.", idle.name);
                return Err(Abort::new(Exit::NotDeployed, format!("{message} {}", self.whereabouts())).next(
                    format!(
                        "find out which clients still use it; or, to cut them off, with more --idle-requests, {}",
                        self.again()
                    ),
                ));
            }
            self.pause(user).await?;
        }
    }

    /// The traffic that the idle side still gets, if it gets any.
    async fn user_of(&mut self, Sides { live, idle }: &Sides) -> Result<Option<String>, Abort> {
        let name = &idle.name;
        let requests = self.call(async |ports| ports.control.health(name).await).await?.requests;
        let most = self.settings.idle_requests;
        if requests > most {
            return Ok(Some(format!("{name} gets {requests} requests in ten seconds, more than {most}")));
        }
        // The public name can lead to the idle side while everything in AWS is correct: by a record that names the
        // load balancer, or by a cache in between.
        let (Some(idle_commit), Some(live_commit)) =
            (idle.label.as_deref().and_then(commit_of), live.label.as_deref().and_then(commit_of))
        else {
            return Ok(None);
        };
        let url = &self.settings.public_url;
        let commit = self.commit_at(url, crate::web::Connection::Fresh).await.unwrap_or_default();
        let leads_there = idle_commit != live_commit && commit.starts_with(idle_commit);
        Ok(leads_there.then(|| format!("{url} responds from {name}, not from {}", live.name)))
    }

    /// Waits until the idle side accepts updates. Returns an update of ours that is in progress instead.
    pub(crate) async fn ready(&mut self, name: &str) -> Result<Option<Update>, Abort> {
        self.begin(Step::Ready)?;
        let limit = self.limit(self.settings.waits.update);
        let mut aborted = false;
        loop {
            let idle = self.environment(name).await?;
            match (idle.status, self.own_update(&idle).cloned()) {
                (Status::Ready, _) => {
                    self.done(format!("{name} is Ready"));
                    return Ok(None);
                }
                (Status::Updating, Some(update)) if self.is_wanted(&update).await? => {
                    self.done(format!("{name} is being updated to this version since {:.0}", update.at));
                    return Ok(Some(update));
                }
                (Status::Updating, Some(update)) if idle.abortable && !aborted => {
                    self.hold_lock().await?;
                    self.call(async |ports| ports.control.abort(name).await).await?;
                    self.note(format!(
                        "aborted the update of {name} to {}, which an earlier run began",
                        update.label
                    ));
                    aborted = true;
                }
                _ => {}
            }
            if self.is_past(limit) {
                let wait = time(self.settings.waits.update);
                let message = format!("{name} does not become Ready within {wait}. {}", self.whereabouts());
                return Err(Abort::new(Exit::NotDeployed, message).with([shown(&idle)]).next(self.again()));
            }
            self.pause(format!("{name} is {}, and takes updates only when it is Ready", idle.status)).await?;
        }
    }

    /// The update in progress, if an earlier run of ours requested it.
    fn own_update(&self, idle: &Environment) -> Option<&Update> {
        let update = self.journal.as_ref()?.update.as_ref()?;
        (idle.status != Status::Ready && update.environment == idle.name).then_some(update)
    }

    /// Whether an update does what this run wants, and can still succeed.
    async fn is_wanted(&mut self, update: &Update) -> Result<bool, Abort> {
        let Update { environment, label, at, before, .. } = update;
        let ours = self.journal.as_ref().is_some_and(|journal| journal.label == *label);
        if !ours || since(*at, self.now()) >= self.settings.waits.update {
            return Ok(false);
        }
        let instances = self.call(async |ports| ports.control.instances(environment).await).await?;
        Ok(!instances.iter().any(|instance| instance.failed(label, before.deployment)))
    }

    /// One of the environments, as it is now.
    pub(crate) async fn environment(&mut self, name: &str) -> Result<Environment, Abort> {
        let found = self.environments().await?.into_iter().find(|environment| environment.name == name);
        found.ok_or_else(|| {
            let message =
                format!("{name} cannot be found any more, or may not be seen. {}", self.whereabouts());
            Abort::new(Exit::NotDeployed, message).next(self.again())
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }
}
