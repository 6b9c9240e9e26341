//! The way back: what was live before is made live again, if it still is what it was.

use crate::{
    Exit, Run, Stop,
    journal::{Journal, Outcome},
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
            .next(format!(
                "{} still runs {label} for a look; deploy again when it is mended",
                after.environment
            )),
            Err(stop) => {
                let message =
                    format!("{label} is live and does not hold: {reason}. Switching back did not work: ");
                let stop = Stop { exit: stop.exit, message: message + &stop.message, ..stop };
                match stop.exit {
                    Exit::Deadline | Exit::Interrupted => stop,
                    _ => Stop { exit: Exit::NeedsPerson, ..stop }.with(details),
                }
            }
        }
    }

    /// Writes down how the deployment ended.
    pub(crate) async fn conclude(&mut self, outcome: Outcome) -> Result<(), Stop> {
        if let Some(journal) = &mut self.journal {
            journal.outcome = Some(outcome);
        }
        self.write_journal().await
    }
}
