//! A release that `up --hold` has left on the idle side goes live: the same order as `up`, from the smoke test on.

use crate::{
    Abort, Exit, Run, Step,
    journal::{Journal, Outcome, Side},
    observed::{Sides, shown},
    report::Report,
};

/// The release that `promote` finds.
enum Held {
    /// A release on the idle side.
    Idle(Box<Journal>),
    /// A release that is live since an earlier run, which did not see it hold.
    Live,
}

impl Run<'_> {
    /// Makes the held release live. After an interruption, a second run continues.
    pub async fn promote(&mut self) -> Result<Report, Abort> {
        self.begin(Step::Preflight)?;
        let sides = self.sides().await?;
        let written = self.written().await?;
        self.check_urls(&sides, written.journal.known(), Vec::new()).await?;
        self.done(format!(
            "{} is live, {} is idle with {}",
            sides.live.name,
            sides.idle.name,
            sides.idle.shown_label()
        ));
        self.take_lock("promote").await?;
        if let Held::Idle(journal) = self.held().await? {
            let Journal { before, after, label, commit, .. } = *journal.clone();
            self.journal = Some(*journal);
            self.smoke(&commit, &after.environment).await?;
            self.remember_usual(&before.environment).await;
            // From here on, it is no longer held.
            self.journal = self.journal.take().map(|journal| Journal { outcome: None, ..journal });
            self.swap(&before.environment, &after.environment, Some(&label)).await?;
        }
        self.prove().await?;
        self.finish().await
    }

    async fn held(&mut self) -> Result<Held, Abort> {
        self.begin(Step::Observe)?;
        let journal = self.read_journal().await?;
        let is_open = journal.as_ref().is_some_and(Journal::has_open_swap);
        let sides = if is_open { self.settle(None).await? } else { self.sides().await? };
        let Sides { live, idle } = &sides;
        let refused = |why: String| {
            Abort::new(Exit::Refused, format!("No release is held: {why}. Nothing was changed."))
                .with([shown(live), shown(idle)])
                .next(self.settings.run("up --hold LABEL.zip"))
        };
        let Some(journal) = journal else { return Err(refused("nothing was deployed yet".to_owned())) };
        let Journal { before, after, label, outcome, .. } = &journal;
        if journal.is_unproven(live) {
            self.done(format!("{after} is live since an earlier run, which did not see it hold"));
            self.take_on(journal).await?;
            return Ok(Held::Live);
        }
        // A promotion that was cut off in its swap, which did not happen.
        let was_cut = is_open && outcome.is_none();
        if *outcome != Some(Outcome::Held) && !was_cut {
            return Err(refused(format!("the last deployment was the one of {label}, and has ended")));
        }
        if Side::from(live) != *before {
            return Err(refused(format!(
                "{before} was live when {label} was held, and {} is now",
                Side::from(live)
            )));
        }
        if !self.has_all(&after.environment, label).await? {
            return Err(refused(format!("{} does not run {label} any more, or is sick", after.environment)));
        }
        self.done(format!("{after} is held; {before} is live"));
        let (deployment, owner) = (self.identity.clone(), self.settings.owner.clone());
        let journal = Journal { deployment, owner, swap: None, outcome: Some(Outcome::Held), ..journal };
        Ok(Held::Idle(Box::new(journal)))
    }
}
