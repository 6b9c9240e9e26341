//! The whole procedure: a bundle goes live, or production is as it was.

use crate::{
    Abort, Bundle, Exit, Run, Step,
    events::RunEvent,
    journal::{Journal, Outcome, Side},
    observed::Sides,
    report::Report,
    steps::Assessment,
};

impl Run<'_> {
    /// Makes a release live. After an interruption at any point, a second run continues from the state that it finds.
    pub async fn up(&mut self, bundle: &Bundle) -> Result<Report, Abort> {
        self.preflight(bundle).await?;
        self.take_lock(&format!("up {}", bundle.label)).await?;
        match self.observe(bundle).await? {
            Assessment::Live(sides) => return self.nothing_to_do(&sides).await,
            Assessment::Unproven => {}
            Assessment::NotLive(Sides { live, idle }) => {
                self.deploy(bundle, &Sides { live: live.clone(), idle: idle.clone() }).await?;
                self.remember_usual(&live.name).await;
                self.swap(&live.name, &idle.name, Some(&bundle.label)).await?;
            }
        }
        self.prove().await?;
        self.finish().await
    }

    /// Deploys a release to the idle side and tests it there, and leaves the swap to `promote`.
    pub async fn hold(&mut self, bundle: &Bundle) -> Result<Report, Abort> {
        self.preflight(bundle).await?;
        self.take_lock(&format!("up --hold {}", bundle.label)).await?;
        let sides = match self.observe(bundle).await? {
            Assessment::Live(sides) => return self.nothing_to_do(&sides).await,
            Assessment::Unproven => {
                self.prove().await?;
                return self.finish().await;
            }
            Assessment::NotLive(sides) => sides,
        };
        self.deploy(bundle, &sides).await?;
        self.conclude(Outcome::Held).await?;
        self.release_lock().await;
        let (label, live) = (&bundle.label, Side::from(&sides.live));
        let promote = self.settings.run("promote");
        let outcome =
            format!("{label} runs on {} and was tested. To make it live: {promote}", sides.idle.name);
        Ok(self.report(outcome, live.clone(), live, Some("not needed: production is untouched".to_owned())))
    }

    /// The end of a release that is live and holds.
    pub(crate) async fn finish(&mut self) -> Result<Report, Abort> {
        let Some(Journal { before, after, label, .. }) = self.journal.clone() else {
            return Err(no_journal());
        };
        self.conclude(Outcome::Live).await?;
        // The release is live and holds: the next run can do the rest, too.
        if let Err(abort) = self.drain(&before.environment).await {
            self.failed(abort.message);
        }
        if let Err(abort) = self.clean().await {
            self.failed(abort.message);
        }
        self.release_lock().await;
        let back = self.settings.run("rollback");
        Ok(self.report(format!("{label} is live."), before, after, Some(back)))
    }

    /// Everything up to the moment in which the idle side runs the release and was tested.
    async fn deploy(&mut self, bundle: &Bundle, sides: &Sides) -> Result<(), Abort> {
        let (label, idle) = (&bundle.label, &sides.idle);
        self.upload(bundle).await?;
        self.version(bundle).await?;
        self.drain_gate(sides).await?;
        let under_way = self.ready(&idle.name).await?;
        let update = self.update(&idle.name, label, under_way).await?;
        self.wait(&idle.name, label, &update).await?;
        self.smoke(&bundle.release.commit, &idle.name).await
    }

    async fn nothing_to_do(&mut self, sides: &Sides) -> Result<Report, Abort> {
        let side = Side::from(&sides.live);
        let written = self.written().await?;
        let back = self.guarded(written.journal.known(), sides).ok().map(|_| self.settings.run("rollback"));
        self.release_lock().await;
        let outcome = format!("{} is live already; nothing was changed.", side.shown_label());
        Ok(self.report(outcome, side.clone(), side, back))
    }

    /// Releases the lock at the end. A deadline does not matter any more.
    pub(crate) async fn release_lock(&mut self) {
        let _too_late = self.begin(Step::Release);
        self.give_back().await;
        self.done("the lock is free");
    }

    pub(crate) fn report(
        &mut self,
        outcome: String,
        before: Side,
        after: Side,
        back: Option<String>,
    ) -> Report {
        let steps = std::mem::take(&mut self.took);
        let report = Report { outcome, before, after, steps, back };
        self.emit(RunEvent::Report(report.clone()));
        report
    }

    /// Ends a run that stops: the journal says where it stopped, the lock is free.
    pub async fn stop(&mut self, abort: &Abort) {
        self.failed("");
        // A failed deployment leaves nothing to continue. One that has swapped, or was interrupted, does.
        let is_over = matches!(abort.exit, Exit::Rejected | Exit::NotDeployed | Exit::SmokeFailed);
        let is_held = self.journal.as_ref().is_some_and(|journal| journal.outcome == Some(Outcome::Held));
        if is_over
            && !is_held
            && !self.has_swapped()
            && self.lock.is_some()
            && let Err(abort) = self.conclude(Outcome::Failed).await
        {
            self.warn(abort.message);
        }
        self.give_back().await;
        let Abort { exit, message, details, next } = abort.clone();
        self.emit(RunEvent::Stop { code: exit.code(), message, details, next });
    }

    /// Why a run stops on a signal.
    pub fn interrupted(&self) -> Abort {
        let message = format!("Interrupted. {}", self.whereabouts());
        Abort::new(Exit::Interrupted, message).next(self.again())
    }
}

fn no_journal() -> Abort {
    Abort::new(Exit::NeedsPerson, "There is no journal of what was done.")
}
