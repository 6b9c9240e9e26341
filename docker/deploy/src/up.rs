//! The whole procedure: a bundle goes live, or production is as it was.

use crate::{
    Bundle, Exit, Run, Step, Stop,
    journal::{Journal, Outcome, Side},
    observed::Sides,
    report::Report,
    steps::Standing,
    tell::What,
};

impl Run<'_> {
    /// Makes a release live. Interrupted anywhere and run again, it goes on from what it finds.
    pub async fn up(&mut self, bundle: &Bundle) -> Result<Report, Stop> {
        self.preflight(bundle).await?;
        self.take_lock(&format!("up {}", bundle.label)).await?;
        match self.observe(bundle).await? {
            Standing::Live(sides) => return self.nothing_to_do(&sides).await,
            Standing::Unproven => {}
            Standing::NotLive(sides) => self.deploy(bundle, &sides).await?,
        }
        self.prove().await?;
        let Some(Journal { before, after, label, .. }) = self.journal.clone() else {
            return Err(no_journal());
        };
        self.conclude(Outcome::Live).await?;
        // The release is live and holds: what is left can be done by the next run, too.
        if let Err(stop) = self.drain(&before.environment).await {
            self.failed(stop.message);
        }
        if let Err(stop) = self.clean().await {
            self.failed(stop.message);
        }
        self.release_lock().await;
        let back = self.settings.run("rollback");
        Ok(self.report(format!("{label} is live."), before, after, Some(back)))
    }

    /// Everything up to the moment in which the release is live.
    async fn deploy(&mut self, bundle: &Bundle, sides: &Sides) -> Result<(), Stop> {
        let label = &bundle.label;
        let Sides { live, idle } = sides;
        self.upload(bundle).await?;
        self.version(bundle).await?;
        self.drain_gate(sides).await?;
        let under_way = self.ready(&idle.name).await?;
        let update = self.update(&idle.name, label, under_way).await?;
        self.wait(&idle.name, label, &update).await?;
        self.smoke(bundle, &idle.name).await?;
        self.remember_usual(&live.name).await;
        self.swap(&live.name, &idle.name, Some(label)).await
    }

    async fn nothing_to_do(&mut self, Sides { live, .. }: &Sides) -> Result<Report, Stop> {
        let side = Side::from(live);
        self.release_lock().await;
        let outcome = format!("{} is live already; nothing was changed.", live.shown_label());
        Ok(self.report(outcome, side.clone(), side, None))
    }

    /// Gives the lock back at the end. That the deadline is over does not matter any more.
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
        self.tell(What::Report(report.clone()));
        report
    }

    /// Ends a run that stops: the journal says where it stopped, the lock is free.
    pub async fn stop(&mut self, stop: &Stop) {
        self.failed("");
        // What did not work leaves nothing to go on from; whatever has swapped, or was cut off, does.
        let is_over = matches!(stop.exit, Exit::Rejected | Exit::NotDeployed | Exit::SmokeFailed);
        if is_over
            && !self.has_swapped()
            && self.lock.is_some()
            && let Err(stop) = self.conclude(Outcome::Failed).await
        {
            self.warn(stop.message);
        }
        self.give_back().await;
        let Stop { exit, message, details, next } = stop.clone();
        self.tell(What::Stop { code: exit.code(), message, details, next });
    }

    /// Why a run stops that was told to.
    pub fn interrupted(&self) -> Stop {
        let message = format!("Interrupted. {}", self.whereabouts());
        Stop::new(Exit::Interrupted, message).next(self.again())
    }
}

fn no_journal() -> Stop {
    Stop::new(Exit::NeedsPerson, "There is no journal of what was done.")
}
