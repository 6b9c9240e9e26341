//! Which environment is live, and how far did an earlier run come? Facts come first; the journal has only intents.

use crate::{
    Abort, Bundle, Run, Step,
    journal::{Journal, Outcome, Page, Side},
    observed::Sides,
    record::Record,
    written::old_journal,
};

/// The state of a release before any change.
#[derive(Debug)]
pub(crate) enum Assessment {
    /// It is not live: every step has to be done, and repeated if it was done before.
    NotLive(Sides),
    /// It is live, and was not found to hold yet.
    Unproven,
    /// It is live, and nothing is left to do.
    Live(Sides),
}

impl Run<'_> {
    /// Finds out the state of the release. An earlier deployment that was interrupted after its swap is ended first.
    pub(crate) async fn observe(&mut self, bundle: &Bundle) -> Result<Assessment, Abort> {
        self.begin(Step::Observe)?;
        let mut earlier = self.read_journal().await?;
        let sides = match &mut earlier {
            Some(earlier) if earlier.has_open_swap() => self.settle_earlier(earlier).await?,
            _ => self.sides().await?,
        };
        let unproven = earlier.as_ref().is_some_and(|earlier| earlier.is_unproven(&sides.live));
        match earlier {
            Some(earlier) if unproven && earlier.label == bundle.label => {
                self.done(format!(
                    "{} is live with this release since an earlier run, by {}, which did not see it hold",
                    sides.live.name, earlier.owner
                ));
                self.take_on(earlier).await?;
                Ok(Assessment::Unproven)
            }
            Some(earlier) if unproven && earlier.is_unfinished() => {
                self.done(format!(
                    "{} is live with {}, whose deployment by {} was interrupted: that one is ended first",
                    sides.live.name, earlier.label, earlier.owner
                ));
                self.take_on(earlier).await?;
                self.prove().await?;
                self.conclude(Outcome::Live).await?;
                self.begin(Step::Observe)?;
                let sides = self.sides().await?;
                self.stand(bundle, sides, None).await
            }
            earlier => self.stand(bundle, sides, earlier).await,
        }
    }

    async fn stand(
        &mut self,
        bundle: &Bundle,
        sides: Sides,
        earlier: Option<Journal>,
    ) -> Result<Assessment, Abort> {
        let Sides { live, idle } = &sides;
        if live.runs(&bundle.label) {
            self.done(format!("{} is live with this release", live.name));
            return Ok(Assessment::Live(sides));
        }
        let update =
            earlier.and_then(|earlier| earlier.update).filter(|update| update.environment == idle.name);
        let now = self.ports.clock.now();
        self.journal = Some(Journal {
            deployment: self.identity.clone(),
            owner: self.settings.owner.clone(),
            started: now,
            updated: now,
            label: bundle.label.clone(),
            commit: bundle.release.commit.clone(),
            step: Step::Observe,
            before: Side::from(live),
            after: Side { environment: idle.name.clone(), label: Some(bundle.label.clone()) },
            update,
            swap: None,
            usual: None,
            outcome: None,
        });
        self.write_journal().await?;
        self.done(format!("{} is live with {}; deploying to {}", live.name, live.shown_label(), idle.name));
        Ok(Assessment::NotLive(sides))
    }

    /// The journal as the last run left it.
    pub(crate) async fn read_journal(&mut self) -> Result<Option<Journal>, Abort> {
        let key = self.settings.journal_key();
        // For a caller who may not list a bucket, a missing object is reported as forbidden. So it is created.
        let nothing = Page::Opened { by: self.identity.clone() };
        let created = Record::create(self.ports, &key, &nothing).await;
        self.record = created.map_err(|fault| self.stopped_by(&fault))?;
        if self.record.is_some() {
            let old =
                old_journal(self.ports, self.settings).await.map_err(|fault| self.stopped_by(&fault))?;
            return Ok(old.known().cloned().and_then(Option::from));
        }
        let read = Record::read::<Page>(self.ports, &key).await;
        let Some((page, record)) = read.map_err(|fault| self.stopped_by(&fault))? else { return Ok(None) };
        self.record = Some(record);
        match page {
            Ok(page) => Ok(page.into()),
            Err(why) => {
                self.warn(format!(
                    "the journal cannot be read ({why}), and is replaced: only the environments count"
                ));
                self.settle(None).await?;
                Ok(None)
            }
        }
    }

    async fn settle_earlier(&mut self, earlier: &mut Journal) -> Result<Sides, Abort> {
        if let Some(swap) = &mut earlier.swap {
            self.note(format!(
                "an earlier run, by {}, was about to swap {} and {}: waiting until it is clear what came of it",
                earlier.owner, swap.from, swap.to
            ));
            swap.settled = true;
        }
        self.settle(None).await
    }

    /// Continues the deployment of an earlier run.
    pub(crate) async fn take_on(&mut self, earlier: Journal) -> Result<(), Abort> {
        let (deployment, owner) = (self.identity.clone(), self.settings.owner.clone());
        self.journal = Some(Journal { deployment, owner, outcome: None, ..earlier });
        self.write_journal().await
    }
}
