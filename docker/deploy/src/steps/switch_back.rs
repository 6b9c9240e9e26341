//! The way back: the environment that was live before is made live again, if it still runs the same.

use crate::{
    Abort, Exit, Run,
    journal::{Journal, Outcome, Side},
};

use super::Unheld;

impl Run<'_> {
    /// Verifies and watches the new live side. If it does not hold, the earlier one is made live again, and the run
    /// stops.
    pub(crate) async fn prove(&mut self) -> Result<(), Abort> {
        let Some(Journal { after, .. }) = self.journal.clone() else { return Ok(()) };
        let proven = match self.verify(&after).await {
            Ok(()) => self.bake(&after).await,
            unheld => unheld,
        };
        match proven {
            Ok(()) => Ok(()),
            Err(Unheld::Abort(abort)) => Err(abort),
            Err(Unheld::Because(reason, details)) => Err(self.switch_back(&reason, details).await),
        }
    }

    async fn switch_back(&mut self, reason: &str, details: Vec<String>) -> Abort {
        let Some(Journal { label, before, after, .. }) = self.journal.clone() else {
            return Abort::new(Exit::NeedsPerson, reason).with(details);
        };
        self.failed(format!("{reason}; switching back to {before}"));
        for detail in &details {
            self.note(detail);
        }
        let back = self.swap(&after.environment, &before.environment, before.label.as_deref()).await;
        if let Err(abort) = back {
            return self.no_way_back(&label, &before, reason, abort).await.with(details);
        }
        // From here on, the earlier release is live, whatever else is found.
        let was_live = format!("{label} was live and did not hold: {reason}.");
        let ended = match self.verify(&before).await {
            Ok(()) => self.conclude(Outcome::SwitchedBack).await,
            Err(Unheld::Abort(abort)) => Err(abort),
            Err(Unheld::Because(reason, details)) => {
                let message = format!("But {reason}.");
                let abort = Abort::new(Exit::NeedsPerson, message).with(details);
                let concluded = self.conclude(Outcome::SwitchedBack).await;
                concluded.and(Err(abort.next(self.settings.run("status"))))
            }
        };
        match ended {
            Ok(()) => {
                Abort::new(Exit::SwitchedBack, format!("{was_live} Switched back: {before} serves again."))
                    .with(details)
                    .next(format!(
                        "fix it and deploy again; {} still runs it, for inspection",
                        after.environment
                    ))
            }
            Err(abort) => {
                let message = format!("{was_live} {before} is live again. {}", abort.message);
                Abort { exit: Exit::NeedsPerson, message, ..abort }.with(details)
            }
        }
    }

    /// A later release that repairs this one must not wait for it to hold: that is recorded here.
    async fn no_way_back(&mut self, label: &str, before: &Side, reason: &str, abort: Abort) -> Abort {
        let is_unclear = self.journal.as_ref().is_some_and(Journal::has_open_swap);
        let is_live = if is_unclear { "was live and did" } else { "is live and does" };
        let message = format!("{label} {is_live} not hold: {reason}. Switching back did not work: ");
        let abort = Abort { exit: Exit::NeedsPerson, message: message + &abort.message, ..abort };
        if self.lock.is_none() || is_unclear {
            return abort;
        }
        if let Err(abort) = self.conclude(Outcome::NoWayBack).await {
            self.warn(abort.message);
        }
        abort.next(format!(
            "deploy a fixed release, or the one before: {}",
            self.settings.deploy_again(before)
        ))
    }

    /// Writes down how the deployment ended.
    pub(crate) async fn conclude(&mut self, outcome: Outcome) -> Result<(), Abort> {
        let before = self.journal.as_mut().and_then(|journal| journal.outcome.replace(outcome));
        let saved = self.save_journal().await;
        if let (Some(journal), false) = (&mut self.journal, matches!(saved, Ok(true))) {
            // Nothing is over before it is recorded.
            journal.outcome = before;
        }
        self.saved(saved)
    }
}
