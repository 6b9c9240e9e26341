//! A circuit breaker: a source that fails is left alone for a while.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use metrics::Gauge;
use ogrom_protocols::{Context, Error, Result};
use tokio::time::Instant;

use crate::{Policy, Question, error::is_down, policy::Apart, timed::after};

/// Whether a circuit is open, 1 or 0, by `access`.
pub const CIRCUIT: &str = "ogrom_source_circuit_open";

/// When a circuit opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// How many failures in a row open it; at least one does.
    pub failures: u32,
    /// How long it stays open before one question is let through, and then another each time as long.
    pub open: Duration,
}

/// Asks a source nothing while it is known to be down: [`Error::Unavailable`], with the time after which to ask again.
///
/// A question that ends in [`Error::Unavailable`] or [`Error::TimedOut`] is a failure; any other answer shows that the
/// source is there. After so many failures in a row, the circuit is open and every question is refused, but for one now
/// and then that tries: as soon as one of these is answered, the circuit closes. None waits for the one before, which may
/// hang long after the source is back. Reads and writes have circuits of their own, since a database that has gone
/// read-only answers half of the questions.
#[derive(Debug)]
pub struct Breaker(Apart<Circuit>);

#[derive(Debug)]
struct Circuit {
    tolerance: Tolerance,
    state: Mutex<State>,
    open: Gauge,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Counts the changes of phase: what was asked in an earlier one says nothing of the present.
    era: u64,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Closed {
        failures: u32,
    },
    /// Nobody is let through until then.
    Open {
        until: Instant,
    },
}

/// A question that was let through. One that is dropped without a verdict says nothing of the source.
struct Attempt<'a> {
    circuit: &'a Circuit,
    era: u64,
    judged: bool,
}

// === impl Breaker ===

impl Breaker {
    /// A breaker whose circuits are closed.
    pub fn new(tolerance: Tolerance) -> Self {
        let state = || State { phase: Phase::Closed { failures: 0 }, era: 0 };
        Self(Apart::new(|access| {
            let open = metrics::gauge!(CIRCUIT, "access" => access.name());
            open.set(0);
            Circuit { tolerance, state: Mutex::new(state()), open }
        }))
    }
}

impl Policy for Breaker {
    async fn ask<T: Send>(
        &self,
        question: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if ctx.deadline.is_some_and(|deadline| deadline <= Instant::now().into_std()) {
            // It would fail whatever the source is like.
            return Err(Error::TimedOut("the deadline has passed".into()));
        }
        let attempt = self.0.of(question.access).attempt()?;
        let answer = answer.await;
        attempt.judge(answer.as_ref().is_err_and(is_down));
        answer
    }
}

// === impl Circuit ===

impl Circuit {
    fn attempt(&self) -> Result<Attempt<'_>> {
        let mut state = self.lock();
        if let Phase::Open { until } = state.phase {
            let now = Instant::now();
            let left = until.saturating_duration_since(now);
            if !left.is_zero() {
                return Err(refused(left));
            }
            state.phase = Phase::Open { until: after(now, self.tolerance.open) };
        }
        Ok(Attempt { circuit: self, era: state.era, judged: false })
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(wait: Duration) -> Error {
    Error::Unavailable {
        retry_after: Some(wait),
        cause: "the circuit is open after failures in a row".into(),
    }
}

// === impl State ===

impl State {
    fn turn(&mut self, phase: Phase) {
        self.era += 1;
        self.phase = phase;
    }
}

// === impl Attempt ===

impl Attempt<'_> {
    fn judge(mut self, failed: bool) {
        self.judged = true;
        let Tolerance { failures: most, open } = self.circuit.tolerance;
        let mut state = self.circuit.lock();
        if state.era != self.era {
            return;
        }
        match state.phase {
            Phase::Closed { failures } if failed && failures + 1 >= most => {
                tracing::warn!("the circuit is open: the source is not asked for a while");
                state.turn(Phase::Open { until: after(Instant::now(), open) });
                self.circuit.open.set(1);
            }
            Phase::Closed { failures } if failed => state.phase = Phase::Closed { failures: failures + 1 },
            Phase::Closed { .. } => state.phase = Phase::Closed { failures: 0 },
            Phase::Open { .. } if failed => {}
            Phase::Open { .. } => {
                tracing::info!("the circuit is closed: the source answers again");
                state.turn(Phase::Closed { failures: 0 });
                self.circuit.open.set(0);
            }
        }
    }
}

impl Drop for Attempt<'_> {
    /// The asker hung up, so that the next one tries in its place.
    fn drop(&mut self) {
        if self.judged {
            return;
        }
        let mut state = self.circuit.lock();
        if state.era == self.era && matches!(state.phase, Phase::Open { .. }) {
            state.phase = Phase::Open { until: Instant::now() };
        }
    }
}
