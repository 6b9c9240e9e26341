//! A run: what it knows, what it holds, and how it waits. The steps are methods of it, in files of their own.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use jiff::Timestamp;

use crate::{
    Environment, Exit, Fault, FaultKind, Settings, Step, Stop, World,
    journal::{Journal, Outcome},
    lock::Lock,
    observed::Sides,
    record::{Record, patient},
    report::Took,
    tell::{Listener, Message, StepState, What},
    text::time,
};

/// A run of a command that changes something.
pub struct Run<'w> {
    pub(crate) world: &'w World,
    pub(crate) settings: &'w Settings,
    /// No other run has it.
    pub(crate) identity: String,
    listener: &'w dyn Listener,
    started: Timestamp,
    step: (Step, Timestamp),
    pub(crate) took: Vec<Took>,
    pub(crate) lock: Option<Lock>,
    pub(crate) journal: Option<Journal>,
    pub(crate) record: Option<Record>,
    /// How long others may believe what DNS said.
    pub(crate) ttl: Duration,
    swapping: &'w AtomicBool,
}

// === impl Run ===

impl<'w> Run<'w> {
    /// A run that begins now. `swapping` is true while a swap is under way whose outcome is not known.
    pub fn new(
        world: &'w World,
        settings: &'w Settings,
        identity: String,
        listener: &'w dyn Listener,
        swapping: &'w AtomicBool,
    ) -> Self {
        let started = world.clock.now();
        Self {
            world,
            settings,
            identity,
            listener,
            started,
            step: (Step::Preflight, started),
            took: Vec::new(),
            lock: None,
            journal: None,
            record: None,
            ttl: Duration::from_mins(1),
            swapping,
        }
    }

    // What it tells.

    pub(crate) fn tell(&self, what: What) {
        let at = self.world.clock.now();
        self.listener.hear(&Message { at, elapsed: since(self.started, at), what });
    }

    pub(crate) fn note(&self, detail: impl Into<String>) {
        self.tell(What::Note { name: self.step.0, detail: detail.into() });
    }

    /// Tells why an environment is as it is, where that is news: that a number in it has changed is none.
    pub(crate) fn note_causes(&self, environment: &str, known: &mut Vec<String>, causes: &[String]) {
        let words = |cause: &String| cause.replace(|c: char| c.is_ascii_digit(), "");
        for cause in causes.iter().filter(|cause| !known.iter().any(|known| words(known) == words(cause))) {
            self.note(format!("{environment}: {cause}"));
        }
        causes.clone_into(known);
    }

    pub(crate) fn warn(&self, detail: impl Into<String>) {
        self.tell(What::Warning { name: self.step.0, detail: detail.into() });
    }

    /// Tells what is waited for, without waiting.
    pub(crate) fn waiting(&self, detail: impl Into<String>) {
        self.tell(What::Waiting { name: self.step.0, detail: detail.into() });
    }

    /// A step begins.
    pub(crate) fn begin(&mut self, step: Step) -> Result<(), Stop> {
        self.step = (step, self.world.clock.now());
        self.tell(What::Step { name: step, state: StepState::Begins, detail: String::new() });
        self.in_time()
    }

    /// The step has ended.
    pub(crate) fn done(&mut self, detail: impl Into<String>) {
        self.end(StepState::Done, detail.into());
    }

    /// The step did not work.
    pub(crate) fn failed(&mut self, detail: impl Into<String>) {
        self.end(StepState::Failed, detail.into());
    }

    fn end(&mut self, state: StepState, detail: String) {
        let (step, begun) = self.step;
        self.took.push(Took { step, seconds: since(begun, self.world.clock.now()).as_secs_f64() });
        self.tell(What::Step { name: step, state, detail });
    }

    // How it waits.

    /// Waits until the next look, and is heard of by those who wait for the lock.
    pub(crate) async fn pause(&mut self, waiting_for: impl Into<String>) -> Result<(), Stop> {
        self.waiting(waiting_for);
        self.in_time()?;
        self.world.clock.sleep(self.settings.waits.poll).await;
        self.keep_lock().await
    }

    /// When a wait that begins now is too long.
    pub(crate) fn limit(&self, wait: Duration) -> Timestamp {
        self.world.clock.now() + wait
    }

    pub(crate) fn is_past(&self, limit: Timestamp) -> bool {
        self.world.clock.now() >= limit
    }

    fn in_time(&self) -> Result<(), Stop> {
        let deadline = self.settings.waits.deadline;
        // Who swaps must know what came of it, however late it is.
        if self.swapping.load(Ordering::Relaxed) || !self.is_past(self.started + deadline) {
            return Ok(());
        }
        Err(Stop::new(
            Exit::Deadline,
            format!(
                "The deadline of {} is over, in the step {}. {}",
                time(deadline),
                self.step.0,
                self.whereabouts()
            ),
        )
        .next(self.again()))
    }

    // What it holds.

    async fn keep_lock(&mut self) -> Result<(), Stop> {
        if self.lock.as_ref().is_some_and(|lock| lock.is_due(self.world, self.settings)) {
            self.hold_lock().await?;
        }
        Ok(())
    }

    /// Makes sure that the lock is ours, right before something is changed.
    pub(crate) async fn hold_lock(&mut self) -> Result<(), Stop> {
        let Some(lock) = &mut self.lock else { return Ok(()) };
        match lock.renew(self.world, self.settings).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.lock = None;
                let exit = if self.has_swapped() { Exit::NeedsPerson } else { Exit::Locked };
                let message =
                    format!("The lock was taken over by somebody else in the step {}.", self.step.0);
                Err(Stop::new(exit, format!("{message} {}", self.whereabouts()))
                    .next(self.settings.run("status")))
            }
            Err(fault) => Err(self.stopped_by(&fault)),
        }
    }

    /// Writes the journal down.
    pub(crate) async fn write_journal(&mut self) -> Result<(), Stop> {
        let saved = self.save_journal().await;
        self.saved(saved)
    }

    /// Writes the journal down, and tells whether it was ours to write.
    pub(crate) async fn save_journal(&mut self) -> Result<bool, Fault> {
        let Some(journal) = &mut self.journal else { return Ok(true) };
        journal.updated = self.world.clock.now();
        journal.step = self.step.0;
        if let Some(record) = &mut self.record {
            return record.replace(self.world, journal).await;
        }
        self.record = Record::create(self.world, &self.settings.journal_key(), journal).await?;
        Ok(self.record.is_some())
    }

    /// What it means how that went.
    pub(crate) fn saved(&self, saved: Result<bool, Fault>) -> Result<(), Stop> {
        match saved {
            Ok(true) => Ok(()),
            Ok(false) => {
                let message = "Somebody else has written the journal, though the lock is ours.";
                Err(Stop::new(self.exit_here(), format!("{message} {}", self.whereabouts()))
                    .next(self.settings.run("status")))
            }
            Err(fault) => Err(self.stopped_by(&fault)),
        }
    }

    /// Says whether a swap is under way whose outcome is not known.
    pub(crate) fn set_swapping(&self, swapping: bool) {
        self.swapping.store(swapping, Ordering::Relaxed);
    }

    // What it asks.

    /// Asks until there is an answer, or until it is clear that there will be none.
    pub(crate) async fn ask<T>(&self, call: impl AsyncFn(&World) -> Result<T, Fault>) -> Result<T, Stop> {
        patient(self.world, async || call(self.world).await).await.map_err(|fault| self.stopped_by(&fault))
    }

    /// The environments, as they are now.
    pub(crate) async fn environments(&self) -> Result<Vec<Environment>, Stop> {
        self.ask(async |world| world.control.environments().await).await
    }

    /// Which environment is live now, and which is not.
    pub(crate) async fn sides(&self) -> Result<Sides, Stop> {
        let sides = Sides::of(self.environments().await?, self.settings);
        sides.map_err(|stop| if self.has_swapped() { Stop { exit: Exit::NeedsPerson, ..stop } } else { stop })
    }

    // How it stops.

    /// What a fault means where the run is.
    pub(crate) fn stopped_by(&self, fault: &Fault) -> Stop {
        let stop = Stop::new(self.exit_here(), format!("{}: {fault}. {}", self.step.0, self.whereabouts()));
        match fault.kind {
            FaultKind::Denied => stop.next(format!(
                "permit {} ({} prints the whole policy), then {}",
                fault.call.action(),
                self.settings.run("policy"),
                self.again()
            )),
            _ => stop.next(self.again()),
        }
    }

    fn exit_here(&self) -> Exit {
        match self.step.0 {
            _ if self.has_swapped() => Exit::NeedsPerson,
            Step::Preflight | Step::Lock | Step::Observe => Exit::Refused,
            Step::Version => Exit::Rejected,
            Step::Smoke => Exit::SmokeFailed,
            _ => Exit::NotDeployed,
        }
    }

    /// Whether production has moved in this deployment, or may have.
    pub(crate) fn has_swapped(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.is_unfinished() && journal.swap.is_some())
    }

    /// Where production is, for those who read why a run stops.
    pub(crate) fn whereabouts(&self) -> String {
        match &self.journal {
            Some(journal) if journal.has_open_swap() => {
                "A swap was asked for, and what came of it is not known.".to_owned()
            }
            Some(Journal { after, outcome: Some(Outcome::Live), .. }) => {
                format!("{after} is live, and holds.")
            }
            Some(Journal { swap: Some(swap), outcome: None, .. }) => {
                format!("{} is live, and was not found to hold yet.", swap.to)
            }
            Some(Journal { before, .. }) => format!(
                "Production is untouched: {} is live with {}.",
                before.environment,
                before.shown_label()
            ),
            None => "Production is untouched.".to_owned(),
        }
    }

    /// The command that goes on from here.
    pub(crate) fn again(&self) -> String {
        self.settings.program.whole.clone()
    }
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("identity", &self.identity)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// The time between two instants, or none where a clock was set back.
pub(crate) fn since(earlier: Timestamp, later: Timestamp) -> Duration {
    later.duration_since(earlier).try_into().unwrap_or_default()
}
