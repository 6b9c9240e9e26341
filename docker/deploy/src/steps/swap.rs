//! The swap. It is its own inverse and takes no condition. So it is sent once, after a look, and its result is found
//! by a second look, never from its response alone.

use crate::{
    Abort, Exit, Fault, FaultKind, Run, Step,
    beanstalk::Grade,
    journal::Swap,
    observed::{Sides, shown},
    text::time,
};

/// How often a swap is requested that certainly did not happen.
const ATTEMPTS: u32 = 3;

/// The outcome of a swap, as far as its response shows it.
enum SwapResult {
    /// It was accepted.
    Accepted,
    /// It did not happen.
    Rejected(Fault),
    /// It can have happened.
    Unknown(Fault),
}

impl Run<'_> {
    /// Moves the production name from one environment to the other, unless it is there.
    pub(crate) async fn swap(&mut self, from: &str, to: &str, label: Option<&str>) -> Result<(), Abort> {
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
            if attempt == ATTEMPTS || fault.needs_person() {
                return Err(self.stopped_by(&fault));
            }
            self.pause(format!("not swapped: {fault}")).await?;
        }
        unreachable!("the last attempt returns")
    }

    /// Whether nothing has moved meanwhile; true if another run has made the same swap.
    async fn recheck(&mut self, from: &str, to: &str, label: Option<&str>) -> Result<bool, Abort> {
        self.begin(Step::Recheck)?;
        let limit = self.limit(self.settings.waits.verify);
        loop {
            let sides = self.sides().await?;
            let target = if sides.live.name == to { &sides.live } else { &sides.idle };
            if target.label.as_deref() != label {
                let message = format!(
                    "{to} was changed by another run or a person meanwhile, and does not run {}.",
                    label.unwrap_or("what it did")
                );
                return Err(self.moved(&message, &sides));
            }
            if sides.live.name == to {
                self.note(format!(
                    "another run or a person has made {to} live meanwhile, as was about to be done"
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

    /// Records the intent, for the next run, if this one ends before it finds the result.
    async fn intend(&mut self, from: &str, to: &str) -> Result<(), Abort> {
        self.begin(Step::Intent)?;
        self.hold_lock().await?;
        let swap = Swap { from: from.to_owned(), to: to.to_owned(), at: self.now(), settled: false };
        let before = self.journal.as_mut().and_then(|journal| journal.swap.replace(swap));
        let saved = self.save_journal().await;
        if let (Some(journal), false) = (&mut self.journal, matches!(saved, Ok(true))) {
            // Nothing is done that is not recorded first.
            journal.swap = before;
        }
        self.saved(saved)?;
        self.done(format!("{from} → {to}"));
        Ok(())
    }

    /// Sends the swap and finds out its result: nothing if it happened, or the reason why it did not. `before` is the
    /// swap before it, to which the journal returns if another run has undone this one.
    async fn swap_once(
        &mut self,
        from: &str,
        to: &str,
        before: Option<&Swap>,
    ) -> Result<Option<Fault>, Abort> {
        let result = match self.ports.control.swap(from, to).await {
            Ok(()) => SwapResult::Accepted,
            Err(fault) if fault.kind == FaultKind::Lost => SwapResult::Unknown(fault),
            Err(fault) => SwapResult::Rejected(fault),
        };
        match &result {
            SwapResult::Accepted => {}
            SwapResult::Rejected(fault) => self.note(fault.to_string()),
            SwapResult::Unknown(fault) => {
                self.note(format!("{fault}; checking whether it happened in spite of that"));
            }
        }
        let sides = self.settle(Some(to)).await?;
        let happened = sides.live.name == to;
        match result {
            _ if happened => {
                self.settle_swap().await?;
                let lost = matches!(result, SwapResult::Unknown(_));
                let lost = if lost { ", though the response was lost" } else { "" };
                self.done(format!("{to} is live{lost}"));
                Ok(None)
            }
            SwapResult::Accepted => {
                self.forget_swap(before.cloned()).await?;
                let message = format!(
                    "The swap was done, and {from} is live again: another run or a person has swapped at the same time."
                );
                let abort =
                    Abort::new(Exit::NeedsPerson, message).with([shown(&sides.live), shown(&sides.idle)]);
                Err(abort.next(format!("find out who did; then {}", self.again())))
            }
            SwapResult::Rejected(fault) | SwapResult::Unknown(fault) => {
                self.note(format!("{from} is still live: it did not happen"));
                Ok(Some(fault))
            }
        }
    }

    /// Waits until the production name stays in one place, or has reached its target. Returns that place.
    pub(crate) async fn settle(&mut self, goal: Option<&str>) -> Result<Sides, Abort> {
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
                Err(abort) => abort.message,
            };
            if self.is_past(limit) {
                let wait = time(self.settings.waits.verify);
                let message = format!("It is not clear which environment is live after {wait}: {seen}.");
                return Err(Abort::new(Exit::NeedsPerson, message).next(format!(
                    "{}, and when one is live, {}",
                    self.settings.run("status"),
                    self.again()
                )));
            }
            self.pause(seen).await?;
        }
    }

    async fn settle_swap(&mut self) -> Result<(), Abort> {
        if let Some(swap) = self.journal.as_mut().and_then(|journal| journal.swap.as_mut()) {
            swap.settled = true;
        }
        self.write_journal().await
    }

    /// The journal's last known swap is the one before the swap that did not happen, or was undone immediately.
    async fn forget_swap(&mut self, before: Option<Swap>) -> Result<(), Abort> {
        if let Some(journal) = &mut self.journal {
            journal.swap = before;
        }
        self.write_journal().await
    }

    fn moved(&self, message: &str, sides: &Sides) -> Abort {
        let exit = if self.has_swapped() { Exit::NeedsPerson } else { Exit::NotDeployed };
        Abort::new(exit, format!("{message} {}", self.whereabouts()))
            .with([shown(&sides.live), shown(&sides.idle)])
            .next(self.again())
    }
}
