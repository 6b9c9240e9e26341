//! The way back: what was live before is made live again, if it still is what it was.

use crate::{
    Exit, Run, Stop,
    journal::{Journal, Outcome, Side},
};

use super::Unheld;

impl Run<'_> {
    /// Verifies and bakes what was made live; where it does not hold, what was before is made live again, and the run
    /// stops.
    pub(crate) async fn prove(&mut self) -> Result<(), Stop> {
        let Some(Journal { after, .. }) = self.journal.clone() else { return Ok(()) };
        let proven = match self.verify(&after).await {
            Ok(()) => self.bake(&after).await,
            unheld => unheld,
        };
        match proven {
            Ok(()) => Ok(()),
            Err(Unheld::Stop(stop)) => Err(stop),
            Err(Unheld::Because(reason, details)) => Err(self.switch_back(&reason, details).await),
        }
    }

    async fn switch_back(&mut self, reason: &str, details: Vec<String>) -> Stop {
        let Some(Journal { label, before, after, .. }) = self.journal.clone() else {
            return Stop::new(Exit::NeedsPerson, reason).with(details);
        };
        self.failed(format!("{reason}; switching back to {before}"));
        for detail in &details {
            self.note(detail);
        }
        let back = self.swap(&after.environment, &before.environment, before.label.as_deref()).await;
        let verified = match back {
            Ok(()) => self.verify(&before).await,
            Err(stop) => Err(Unheld::Stop(stop)),
        };
        let held = match verified {
            Ok(()) => self.conclude(Outcome::SwitchedBack).await,
            Err(Unheld::Stop(stop)) => Err(stop),
            Err(Unheld::Because(reason, details)) => Err(Stop::new(
                Exit::NeedsPerson,
                format!("{} is live again, and {reason}.", before.environment),
            )
            .with(details)
            .next(self.settings.run("status"))),
        };
        match held {
            Ok(()) => Stop::new(
                Exit::SwitchedBack,
                format!("{label} was live and did not hold: {reason}. Switched back: {before} serves again."),
            )
            .with(details)
            .next(format!("mend it and deploy again; {} still runs it, for a look", after.environment)),
            Err(stop) => self.no_way_back(&label, &before, reason, stop).await.with(details),
        }
    }

    /// A release that is to mend this one must not be kept waiting for it to hold: so much is written down.
    async fn no_way_back(&mut self, label: &str, before: &Side, reason: &str, stop: Stop) -> Stop {
        let message = format!("{label} is live and does not hold: {reason}. Switching back did not work: ");
        let stop = Stop { exit: Exit::NeedsPerson, message: message + &stop.message, ..stop };
        if self.lock.is_none() || self.journal.as_ref().is_some_and(Journal::has_open_swap) {
            return stop;
        }
        if let Err(stop) = self.conclude(Outcome::NoWayBack).await {
            self.warn(stop.message);
        }
        stop.next(format!(
            "deploy a mended release, or the one before: {}",
            self.settings.deploy_again(before)
        ))
    }

    /// Writes down how the deployment ended.
    pub(crate) async fn conclude(&mut self, outcome: Outcome) -> Result<(), Stop> {
        let before = self.journal.as_mut().and_then(|journal| journal.outcome.replace(outcome));
        let saved = self.save_journal().await;
        if let (Some(journal), false) = (&mut self.journal, matches!(saved, Ok(true))) {
            // What is not written down is not over.
            journal.outcome = before;
        }
        self.saved(saved)
    }
}
