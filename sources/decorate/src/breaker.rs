//! A circuit breaker: a source that fails is left alone for a while.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use metrics::Gauge;
use ogrom_protocols::{Context, Error, Result};
use tokio::time::Instant;

use crate::{Call, Policy, error::is_down, policy::PerAccess, timeout::after};

/// Whether a circuit is open, 1 or 0, by `access`.
pub const CIRCUIT: &str = "ogrom_source_circuit_open";

/// When a circuit of a [`Breaker`] opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerOptions {
    /// How many failures in a row open it; at least one does.
    pub failures: u32,
    /// How long it stays open before a trial call is let through, and then another each time as long.
    pub open: Duration,
}

/// Calls no source that is known to be down: [`Error::Unavailable`], with the time after which to retry.
///
/// A call that ends in [`Error::Unavailable`] or [`Error::TimedOut`] is a failure; any other result shows that the source is
/// there. After so many failures in a row, the circuit is open: every call is refused, but for a trial call now and
/// then. As soon as one of these succeeds, the circuit closes. No trial waits for the one before, which may hang long after
/// the source is back. Reads and writes have circuits of their own, since a database that has gone read-only still reads.
#[derive(Debug)]
pub struct Breaker(PerAccess<Circuit>);

#[derive(Debug)]
struct Circuit {
    options: BreakerOptions,
    state: Mutex<State>,
    open: Gauge,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Counts the transitions: a call of an earlier phase says nothing of the present one.
    generation: u64,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Closed {
        failures: u32,
    },
    /// No call is let through until then.
    Open {
        until: Instant,
    },
}

/// A call that was let through. One that is dropped without a record says nothing of the source.
struct Attempt<'a> {
    circuit: &'a Circuit,
    generation: u64,
    recorded: bool,
}

// === impl Breaker ===

impl Breaker {
    /// A breaker whose circuits are closed.
    pub fn new(options: BreakerOptions) -> Self {
        let state = || State { phase: Phase::Closed { failures: 0 }, generation: 0 };
        Self(PerAccess::new(|access| {
            let open = metrics::gauge!(CIRCUIT, "access" => access.name());
            open.set(0);
            Circuit { options, state: Mutex::new(state()), open }
        }))
    }
}

impl Policy for Breaker {
    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if ctx.deadline.is_some_and(|deadline| deadline <= Instant::now().into_std()) {
            // It would fail in any state of the source.
            return Err(Error::TimedOut("the deadline has passed".into()));
        }
        let attempt = self.0.of(call.access).try_acquire()?;
        let result = inner.await;
        attempt.record(result.as_ref().is_err_and(is_down));
        result
    }
}

// === impl Circuit ===

impl Circuit {
    fn try_acquire(&self) -> Result<Attempt<'_>> {
        let mut state = self.lock();
        if let Phase::Open { until } = state.phase {
            let now = Instant::now();
            let left = until.saturating_duration_since(now);
            if !left.is_zero() {
                return Err(refused(left));
            }
            state.phase = Phase::Open { until: after(now, self.options.open) };
        }
        Ok(Attempt { circuit: self, generation: state.generation, recorded: false })
    }

    /// A panic that poisons the lock leaves nothing half done.
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
    fn transition(&mut self, phase: Phase) {
        self.generation += 1;
        self.phase = phase;
    }
}

// === impl Attempt ===

impl Attempt<'_> {
    fn record(mut self, failed: bool) {
        self.recorded = true;
        let BreakerOptions { failures: most, open } = self.circuit.options;
        let mut state = self.circuit.lock();
        if state.generation != self.generation {
            return;
        }
        match state.phase {
            Phase::Closed { failures } if failed && failures + 1 >= most => {
                tracing::warn!("the circuit is open: the source is not called for a while");
                state.transition(Phase::Open { until: after(Instant::now(), open) });
                self.circuit.open.set(1);
            }
            Phase::Closed { failures } if failed => state.phase = Phase::Closed { failures: failures + 1 },
            Phase::Closed { .. } => state.phase = Phase::Closed { failures: 0 },
            Phase::Open { .. } if failed => {}
            Phase::Open { .. } => {
                tracing::info!("the circuit is closed: the source responds again");
                state.transition(Phase::Closed { failures: 0 });
                self.circuit.open.set(0);
            }
        }
    }
}

impl Drop for Attempt<'_> {
    /// The caller gave up, so that the next call tries in its place.
    fn drop(&mut self) {
        if self.recorded {
            return;
        }
        let mut state = self.circuit.lock();
        if state.generation == self.generation && matches!(state.phase, Phase::Open { .. }) {
            state.phase = Phase::Open { until: Instant::now() };
        }
    }
}
