//! Which environment is live, and how far did an earlier run come? Facts first; the journal says only what was meant.

use crate::{
    Bundle, Run, Step, Stop,
    journal::{Journal, Outcome, Page, Side},
    observed::Sides,
    record::Record,
};

/// Where a release stands before anything is done.
#[derive(Debug)]
pub(crate) enum Standing {
    /// It is not live: everything is to be done, and done again where it was.
    NotLive(Sides),
    /// It is live, and was not found to hold yet.
    Unproven,
    /// It is live, and nothing is left to do.
    Live(Sides),
}

impl Run<'_> {
    /// Finds out where the release stands. An earlier deployment that was interrupted after its swap is ended first.
    pub(crate) async fn observe(&mut self, bundle: &Bundle) -> Result<Standing, Stop> {
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
                Ok(Standing::Unproven)
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
    ) -> Result<Standing, Stop> {
        let Sides { live, idle } = &sides;
        if live.runs(&bundle.label) {
            self.done(format!("{} is live with this release", live.name));
            return Ok(Standing::Live(sides));
        }
        let update =
            earlier.and_then(|earlier| earlier.update).filter(|update| update.environment == idle.name);
        let now = self.world.clock.now();
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
        Ok(Standing::NotLive(sides))
    }

    /// The journal as the last run left it.
    pub(crate) async fn read_journal(&mut self) -> Result<Option<Journal>, Stop> {
        let key = self.settings.journal_key();
        // Whoever may not list a bucket is told that what is not there may not be read: so it is made to be there.
        let nothing = Page::Opened { by: self.identity.clone() };
        let created = Record::create(self.world, &key, &nothing).await;
        self.record = created.map_err(|fault| self.stopped_by(&fault))?;
        if self.record.is_some() {
            return Ok(None);
        }
        let read = Record::read::<Page>(self.world, &key).await;
        let Some((page, record)) = read.map_err(|fault| self.stopped_by(&fault))? else { return Ok(None) };
        self.record = Some(record);
        if matches!(page, Page::Foreign(_)) {
            self.warn(
                "the journal is of another version of this tool, and is not read: only what is found counts",
            );
            self.settle(None).await?;
        }
        Ok(page.into())
    }

    async fn settle_earlier(&mut self, earlier: &mut Journal) -> Result<Sides, Stop> {
        if let Some(swap) = &mut earlier.swap {
            self.note(format!(
                "an earlier run, by {}, was about to swap {} and {}: waiting until it is clear what came of it",
                earlier.owner, swap.from, swap.to
            ));
            swap.settled = true;
        }
        self.settle(None).await
    }

    /// Goes on with the deployment of an earlier run.
    async fn take_on(&mut self, earlier: Journal) -> Result<(), Stop> {
        let (deployment, owner) = (self.identity.clone(), self.settings.owner.clone());
        self.journal = Some(Journal { deployment, owner, outcome: None, ..earlier });
        self.write_journal().await
    }
}
