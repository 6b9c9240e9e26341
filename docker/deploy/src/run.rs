//! A run: its knowledge, its lock and journal, and its waits. The steps are its methods, in files of their own.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use jiff::Timestamp;

use crate::{
    Abort, Environment, Exit, Fault, Ports, Settings, Step,
    events::{Message, RunEvent, Sink, StepState},
    journal::{Journal, Outcome},
    lock::Lock,
    observed::Sides,
    record::{Record, with_retries},
    remedy::remedy,
    report::Took,
    text::time,
};

/// A run of a command that changes something.
pub struct Run<'w> {
    pub(crate) ports: &'w Ports,
    pub(crate) settings: &'w Settings,
    /// No other run has it.
    pub(crate) identity: String,
    sink: &'w dyn Sink,
    started: Timestamp,
    step: (Step, Timestamp),
    pub(crate) took: Vec<Took>,
    pub(crate) lock: Option<Lock>,
    pub(crate) journal: Option<Journal>,
    pub(crate) record: Option<Record>,
    /// How long caches may keep the last response of DNS.
    pub(crate) ttl: Duration,
    swapping: &'w AtomicBool,
    /// For how long AWS did not respond after the swap.
    lost: Duration,
}

// === impl Run ===

impl<'w> Run<'w> {
    /// A run that begins now. `swapping` is true while a swap without a known outcome is in progress.
    pub fn new(
        ports: &'w Ports,
        settings: &'w Settings,
        identity: String,
        sink: &'w dyn Sink,
        swapping: &'w AtomicBool,
    ) -> Self {
        let started = ports.clock.now();
        Self {
            ports,
            settings,
            identity,
            sink,
            started,
            step: (Step::Preflight, started),
            took: Vec::new(),
            lock: None,
            journal: None,
            record: None,
            ttl: Duration::from_mins(1),
            swapping,
            lost: Duration::ZERO,
        }
    }

    /// The step that it is in.
    pub(crate) fn step(&self) -> Step {
        self.step.0
    }

    // Its messages.

    pub(crate) fn emit(&self, event: RunEvent) {
        let at = self.ports.clock.now();
        self.sink.record(&Message { at, elapsed: since(self.started, at), event });
    }

    pub(crate) fn note(&self, detail: impl Into<String>) {
        self.emit(RunEvent::Note { name: self.step.0, detail: detail.into() });
    }

    /// Reports why an environment is in its state, where that is new: a changed number alone is not.
    pub(crate) fn note_causes(&self, environment: &str, known: &mut Vec<String>, causes: &[String]) {
        let words = |cause: &String| cause.replace(|c: char| c.is_ascii_digit(), "");
        for cause in causes.iter().filter(|cause| !known.iter().any(|known| words(known) == words(cause))) {
            self.note(format!("{environment}: {cause}"));
        }
        causes.clone_into(known);
    }

    pub(crate) fn warn(&self, detail: impl Into<String>) {
        self.emit(RunEvent::Warning { name: self.step.0, detail: detail.into() });
    }

    /// Reports a wait, without waiting.
    pub(crate) fn waiting(&self, detail: impl Into<String>) {
        self.emit(RunEvent::Waiting { name: self.step.0, detail: detail.into() });
    }

    /// A step begins.
    pub(crate) fn begin(&mut self, step: Step) -> Result<(), Abort> {
        self.step = (step, self.ports.clock.now());
        self.emit(RunEvent::Step { name: step, state: StepState::Begins, detail: String::new() });
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
        self.took.push(Took { step, seconds: since(begun, self.ports.clock.now()).as_secs_f64() });
        self.emit(RunEvent::Step { name: step, state, detail });
    }

    // How it waits.

    /// Waits until the next look, and renews the lock.
    pub(crate) async fn pause(&mut self, waiting_for: impl Into<String>) -> Result<(), Abort> {
        self.waiting(waiting_for);
        self.in_time()?;
        self.ports.clock.sleep(self.settings.waits.poll).await;
        self.keep_lock().await
    }

    /// When a wait that begins now is too long. The time in which AWS did not respond does not count.
    pub(crate) fn limit(&self, wait: Duration) -> Timestamp {
        self.ports.clock.now() - self.lost + wait
    }

    pub(crate) fn is_past(&self, limit: Timestamp) -> bool {
        self.ports.clock.now() - self.lost >= limit
    }

    fn is_late(&self) -> bool {
        self.ports.clock.now() >= self.started + self.settings.waits.deadline
    }

    fn in_time(&self) -> Result<(), Abort> {
        let deadline = self.settings.waits.deadline;
        // A run that swaps must learn the outcome, however late it is.
        if self.swapping.load(Ordering::Relaxed) || !self.is_late() {
            return Ok(());
        }
        Err(Abort::new(
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

    // The lock and the journal.

    async fn keep_lock(&mut self) -> Result<(), Abort> {
        if self.lock.as_ref().is_some_and(|lock| lock.is_due(self.ports, self.settings)) {
            self.hold_lock().await?;
        }
        Ok(())
    }

    /// Makes sure that the lock is ours, right before a change.
    pub(crate) async fn hold_lock(&mut self) -> Result<(), Abort> {
        let renewed = loop {
            let Some(lock) = &mut self.lock else { return Ok(()) };
            match lock.renew(self.ports, self.settings).await {
                Err(fault) if self.outlasts(&fault) => self.ports.clock.sleep(self.settings.waits.poll).await,
                renewed => break renewed,
            }
        };
        match renewed {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.lock = None;
                let exit = if self.has_swapped() { Exit::NeedsPerson } else { Exit::Locked };
                let message = format!("The lock was taken over by another run in the step {}.", self.step.0);
                Err(Abort::new(exit, format!("{message} {}", self.whereabouts()))
                    .next(self.settings.run("status")))
            }
            Err(fault) => Err(self.stopped_by(&fault)),
        }
    }

    /// Writes the journal down.
    pub(crate) async fn write_journal(&mut self) -> Result<(), Abort> {
        let saved = self.save_journal().await;
        self.saved(saved)
    }

    /// Writes the journal. Returns whether it still was ours to write.
    pub(crate) async fn save_journal(&mut self) -> Result<bool, Fault> {
        let Some(journal) = &mut self.journal else { return Ok(true) };
        journal.updated = self.ports.clock.now();
        journal.step = self.step.0;
        if self.record.is_some() {
            return self.replace_journal().await;
        }
        self.record = Record::create(self.ports, &self.settings.journal_key(), journal).await?;
        Ok(self.record.is_some())
    }

    async fn replace_journal(&mut self) -> Result<bool, Fault> {
        loop {
            let (Some(record), Some(journal)) = (&mut self.record, &self.journal) else { return Ok(true) };
            match record.replace(self.ports, journal).await {
                Err(fault) if self.outlasts(&fault) => self.ports.clock.sleep(self.settings.waits.poll).await,
                replaced => return replaced,
            }
        }
    }

    /// The meaning of the result of such a write.
    pub(crate) fn saved(&self, saved: Result<bool, Fault>) -> Result<(), Abort> {
        match saved {
            Ok(true) => Ok(()),
            Ok(false) => {
                let message = "Another run has written the journal, though the lock is ours.";
                Err(Abort::new(self.exit_here(), format!("{message} {}", self.whereabouts()))
                    .next(self.settings.run("status")))
            }
            Err(fault) => Err(self.stopped_by(&fault)),
        }
    }

    /// Records whether a swap without a known outcome is in progress.
    pub(crate) fn set_swapping(&self, swapping: bool) {
        self.swapping.store(swapping, Ordering::Relaxed);
    }

    // Its calls.

    /// Repeats a call until there is a response, or until it is clear that there will be none. After a swap that
    /// takes until the deadline: nobody else watches the release.
    pub(crate) async fn call<T>(
        &mut self,
        call: impl AsyncFn(&Ports) -> Result<T, Fault>,
    ) -> Result<T, Abort> {
        loop {
            let begun = self.ports.clock.now();
            match with_retries(self.ports, async || call(self.ports).await).await {
                Ok(response) => return Ok(response),
                Err(fault) if self.outlasts(&fault) => {
                    self.pause(fault.to_string()).await?;
                    self.lost += since(begun, self.ports.clock.now());
                }
                Err(fault) => return Err(self.stopped_by(&fault)),
            }
        }
    }

    /// Whether a fault that passes is waited for.
    fn outlasts(&self, fault: &Fault) -> bool {
        fault.passes() && self.has_swapped() && !self.is_late()
    }

    /// The environments, as they are now.
    pub(crate) async fn environments(&mut self) -> Result<Vec<Environment>, Abort> {
        self.call(async |ports| ports.control.environments().await).await
    }

    /// Which environment is live now, and which is not.
    pub(crate) async fn sides(&mut self) -> Result<Sides, Abort> {
        let sides = Sides::of(self.environments().await?, self.settings);
        sides.map_err(
            |abort| if self.has_swapped() { Abort { exit: Exit::NeedsPerson, ..abort } } else { abort },
        )
    }

    // How it stops.

    /// The meaning of a fault at the present step.
    pub(crate) fn stopped_by(&self, fault: &Fault) -> Abort {
        let abort = Abort::new(self.exit_here(), format!("{}: {fault}. {}", self.step.0, self.whereabouts()));
        abort.next(remedy(fault, self.settings, &self.again()))
    }

    fn exit_here(&self) -> Exit {
        match self.step.0 {
            _ if self.has_swapped() => Exit::NeedsPerson,
            Step::Preflight | Step::Lock | Step::Observe | Step::Clean => Exit::Refused,
            Step::Version => Exit::Rejected,
            Step::Smoke => Exit::SmokeFailed,
            _ => Exit::NotDeployed,
        }
    }

    /// Whether production has moved in this deployment, or may have.
    pub(crate) fn has_swapped(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.is_unfinished() && journal.swap.is_some())
    }

    /// The state of production, for the message of a run that stops.
    pub(crate) fn whereabouts(&self) -> String {
        match &self.journal {
            Some(journal) if journal.has_open_swap() => {
                "A swap was requested, and its result is not known.".to_owned()
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

    /// The command that continues from here.
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

/// The time between two instants, or zero if a clock was set back.
pub(crate) fn since(earlier: Timestamp, later: Timestamp) -> Duration {
    later.duration_since(earlier).try_into().unwrap_or_default()
}
