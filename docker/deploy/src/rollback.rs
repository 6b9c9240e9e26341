//! The way back, started by a person. The side that was live before the last deployment is made live again, if it
//! still runs the same.

use crate::{
    Abort, Exit, Run, Step,
    journal::{Journal, Outcome},
    observed::{Sides, shown},
    report::Report,
    steps::Unheld,
};

impl Run<'_> {
    /// Makes the environment live again that was live before the last deployment.
    pub async fn rollback(&mut self) -> Result<Report, Abort> {
        self.take_lock("rollback").await?;
        self.begin(Step::Observe)?;
        let journal = self.read_journal().await?;
        let sides = if journal.as_ref().is_some_and(Journal::has_open_swap) {
            self.settle(None).await?
        } else {
            self.sides().await?
        };
        let journal = self.guarded(journal.as_ref(), &sides)?;
        let Journal { before, after, label, .. } = journal.clone();
        self.done(format!("{} is live; going back to {before}", sides.live.name));
        self.journal = Some(Journal { outcome: None, ..journal });
        if sides.live.name != before.environment {
            self.write_journal().await?;
            self.swap(&after.environment, &before.environment, before.label.as_deref()).await?;
        }
        match self.verify(&before).await {
            Ok(()) => {}
            Err(Unheld::Abort(abort)) => return Err(abort),
            Err(Unheld::Because(reason, details)) => {
                let message = format!("{} is live again, and {reason}.", before.environment);
                return Err(Abort::new(Exit::NeedsPerson, message)
                    .with(details)
                    .next(self.settings.run("status")));
            }
        }
        self.conclude(Outcome::SwitchedBack).await?;
        self.release_lock().await;
        let again = format!("up with the bundle of {label}, once it is fixed");
        Ok(self.report(format!("{before} serves again."), after, before, Some(again)))
    }

    /// The journal, if it describes a way back that still exists.
    pub(crate) fn guarded(&self, journal: Option<&Journal>, sides: &Sides) -> Result<Journal, Abort> {
        let refused = |why: String| {
            let otherwise = match journal {
                Some(Journal { before, .. }) if before.label != sides.live.label => {
                    format!("if {} is wanted, {}", before.shown_label(), self.settings.deploy_again(before))
                }
                _ => format!("deploy the release that is wanted: {}", self.settings.run("up LABEL.zip")),
            };
            Abort::new(Exit::Refused, format!("There is no way back: {why}. Nothing was changed."))
                .with([shown(&sides.live), shown(&sides.idle)])
                .next(otherwise)
        };
        let Some(known) = journal else {
            return Err(refused("nothing was deployed by this tool yet".to_owned()));
        };
        let Journal { before, after, swap, outcome, label, .. } = known;
        if swap.is_none() {
            let why = format!(
                "the last deployment, of {label}, did not go live, and {} may have changed",
                after.environment
            );
            return Err(refused(why));
        }
        if *outcome == Some(Outcome::SwitchedBack) {
            return Err(refused(format!("{label} was switched back already")));
        }
        // An earlier rollback can have been cut off after its swap.
        let went_back = swap.as_ref().is_some_and(|swap| swap.to == before.environment);
        let live = if went_back && outcome.is_none() && sides.live.name == before.environment {
            before
        } else {
            after
        };
        if sides.live.name != live.environment || sides.live.label != live.label {
            return Err(refused(format!("the last deployment made {after} live, and something else is")));
        }
        let target = if sides.live.name == before.environment { &sides.live } else { &sides.idle };
        if target.label != before.label {
            return Err(refused(format!("{} does not run {} any more", target.name, before.shown_label())));
        }
        if target.grade.is_sick() {
            return Err(refused(format!("{} is {}", target.name, target.grade)));
        }
        Ok(known.clone())
    }
}
