//! The swap. It is its own inverse and takes no condition: it is sent once, after a look, and what came of it is told by
//! looking again, never by its answer alone.

use crate::{
    Exit, Fault, FaultKind, Run, Step, Stop,
    beanstalk::Grade,
    journal::Swap,
    observed::{Sides, shown},
    text::time,
};

/// How often a swap is asked for that is known not to have happened.
const ATTEMPTS: u32 = 3;

/// What is known of a swap after its answer.
enum Answered {
    /// It was taken on.
    Yes,
    /// It did not happen.
    No(Fault),
    /// It can have happened.
    Unknown(Fault),
}

impl Run<'_> {
    /// Moves the production name from one environment to the other, unless it is there.
    pub(crate) async fn swap(&mut self, from: &str, to: &str, label: Option<&str>) -> Result<(), Stop> {
        let before = self.journal.as_ref().and_then(|journal| journal.swap.clone());
        for attempt in 1.. {
            if self.recheck(from, to, label).await? {
                return Ok(());
            }
            self.intend(from, to).await?;
            self.begin(Step::Swap)?;
            self.set_swapping(true);
            let outcome = self.swap_once(from, to, before.as_ref()).await;
            self.set_swapping(false);
            let Some(fault) = outcome? else { return Ok(()) };
            self.forget_swap(before.clone()).await?;
            if attempt == ATTEMPTS || matches!(fault.kind, FaultKind::Denied) {
                return Err(self.stopped_by(&fault));
            }
            self.pause(format!("not swapped: {fault}")).await?;
        }
        unreachable!("the last attempt returns")
    }

    /// Whether nothing has moved meanwhile; true where somebody else has made the same swap.
    async fn recheck(&mut self, from: &str, to: &str, label: Option<&str>) -> Result<bool, Stop> {
        self.begin(Step::Recheck)?;
        let limit = self.limit(self.settings.waits.verify);
        loop {
            let sides = self.sides().await?;
            let target = if sides.live.name == to { &sides.live } else { &sides.idle };
            if target.label.as_deref() != label {
                let message = format!(
                    "{to} was changed by somebody else meanwhile, and does not run {}.",
                    label.unwrap_or("what it did")
                );
                return Err(self.moved(&message, &sides));
            }
            if sides.live.name == to {
                self.note(format!(
                    "somebody else has made {to} live meanwhile, which is what was about to be done"
                ));
                self.done(format!("{to} is live"));
                self.intend(from, to).await?;
                self.settle_swap().await?;
                return Ok(true);
            }
            if sides.are_ready() && matches!(target.grade, Grade::Ok | Grade::Info | Grade::Warning) {
                self.done(format!("{from} is live, {to} runs {}, both are Ready", target.shown_label()));
                return Ok(false);
            }
            if self.is_past(limit) {
                let wait = time(self.settings.waits.verify);
                let message = format!("The environments cannot be swapped within {wait}.");
                return Err(self.moved(&message, &sides));
            }
            self.pause(format!("{}; {}", shown(&sides.live), shown(&sides.idle))).await?;
        }
    }

    /// Writes down what is about to be done, for whoever comes next if this run does not live to know what came of it.
    async fn intend(&mut self, from: &str, to: &str) -> Result<(), Stop> {
        self.begin(Step::Intent)?;
        self.hold_lock().await?;
        let swap = Swap { from: from.to_owned(), to: to.to_owned(), at: self.now(), settled: false };
        let before = self.journal.as_mut().and_then(|journal| journal.swap.replace(swap));
        let saved = self.save_journal().await;
        if let (Some(journal), false) = (&mut self.journal, matches!(saved, Ok(true))) {
            // What is not written down is not done.
            journal.swap = before;
        }
        self.saved(saved)?;
        self.done(format!("{from} → {to}"));
        Ok(())
    }

    /// Sends the swap and finds out what came of it: nothing to tell where it happened, or why it did not.
    /// `before` is the swap before it, to which the journal returns where somebody else has undone this one.
    async fn swap_once(
        &mut self,
        from: &str,
        to: &str,
        before: Option<&Swap>,
    ) -> Result<Option<Fault>, Stop> {
        let answered = match self.world.control.swap(from, to).await {
            Ok(()) => Answered::Yes,
            Err(fault) if fault.kind == FaultKind::Lost => Answered::Unknown(fault),
            Err(fault) => Answered::No(fault),
        };
        match &answered {
            Answered::Yes => {}
            Answered::No(fault) => self.note(fault.to_string()),
            Answered::Unknown(fault) => {
                self.note(format!("{fault}; looking whether it happened all the same"));
            }
        }
        let sides = self.settle(Some(to)).await?;
        let happened = sides.live.name == to;
        match answered {
            _ if happened => {
                self.settle_swap().await?;
                let lost = matches!(answered, Answered::Unknown(_));
                let lost = if lost { ", though the answer was lost" } else { "" };
                self.done(format!("{to} is live{lost}"));
                Ok(None)
            }
            Answered::Yes => {
                self.forget_swap(before.cloned()).await?;
                let message = format!(
                    "The swap was done, and {from} is live again: somebody else has swapped at the same time."
                );
                let stop =
                    Stop::new(Exit::NeedsPerson, message).with([shown(&sides.live), shown(&sides.idle)]);
                Err(stop.next(format!("find out who did; then {}", self.again())))
            }
            Answered::No(fault) | Answered::Unknown(fault) => {
                self.note(format!("{from} is still live: it did not happen"));
                Ok(Some(fault))
            }
        }
    }

    /// Waits until the production name stays where it is, or is where it should be, and tells where that is.
    pub(crate) async fn settle(&mut self, goal: Option<&str>) -> Result<Sides, Stop> {
        let limit = self.limit(self.settings.waits.verify);
        let (mut still, mut last) = (0, String::new());
        loop {
            // In the middle of a swap both environments, or none, can seem to be live.
            let seen = match Sides::of(self.environments().await?, self.settings) {
                Ok(sides) if goal == Some(&*sides.live.name) && sides.are_ready() => return Ok(sides),
                Ok(sides) => {
                    let stays = sides.are_ready() && sides.live.name == last;
                    still = if stays { still + 1 } else { 0 };
                    last.clone_from(&sides.live.name);
                    if still >= self.settings.healthy_polls {
                        return Ok(sides);
                    }
                    let Sides { live, idle } = &sides;
                    format!("{last} is live; {last} is {}, {} is {}", live.status, idle.name, idle.status)
                }
                Err(stop) => stop.message,
            };
            if self.is_past(limit) {
                let wait = time(self.settings.waits.verify);
                let message = format!("It is not clear which environment is live after {wait}: {seen}.");
                return Err(Stop::new(Exit::NeedsPerson, message).next(format!(
                    "{}, and when one is live, {}",
                    self.settings.run("status"),
                    self.again()
                )));
            }
            self.pause(seen).await?;
        }
    }

    async fn settle_swap(&mut self) -> Result<(), Stop> {
        if let Some(swap) = self.journal.as_mut().and_then(|journal| journal.swap.as_mut()) {
            swap.settled = true;
        }
        self.write_journal().await
    }

    /// What is known of swaps is what was before the one that did not happen, or was undone at once.
    async fn forget_swap(&mut self, before: Option<Swap>) -> Result<(), Stop> {
        if let Some(journal) = &mut self.journal {
            journal.swap = before;
        }
        self.write_journal().await
    }

    fn moved(&self, message: &str, sides: &Sides) -> Stop {
        let exit = if self.has_swapped() { Exit::NeedsPerson } else { Exit::NotDeployed };
        Stop::new(exit, format!("{message} {}", self.whereabouts()))
            .with([shown(&sides.live), shown(&sides.idle)])
            .next(self.again())
    }
}
