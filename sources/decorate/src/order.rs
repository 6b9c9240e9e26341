//! The order of the policies before a source, written once.

use std::{sync::Arc, time::Duration};

use crate::{Breaker, Decorated, Limited, Limits, Observed, Timed, Tolerance};

/// A source behind all policies.
pub type Guarded<S> = Decorated<S, (Observed, (Limited, (Breaker, Timed)))>;

/// What a source is protected by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guards {
    /// How many questions it is asked at once.
    pub limits: Limits,
    /// When it is left alone.
    pub tolerance: Tolerance,
    /// How long a question may take, waiting included.
    pub timeout: Duration,
}

// === impl Guards ===

impl Guards {
    /// Puts all policies before a source. From the outside in:
    ///
    /// 1. [`Observed`] sees what becomes of every question, whoever decides it.
    /// 2. [`Limited`] stands outside of the breaker: that we ask too much says nothing of the source, so a question that
    ///    is refused for want of a place must not open the circuit.
    /// 3. [`Breaker`] stands outside of the deadline, since a source that hangs is noticed by the deadlines that pass.
    /// 4. [`Timed`] is next to the source, and what it gives up is given up for all of them. Its deadline is set before
    ///    the first of them hears the question, so that waiting for a place is part of the time.
    ///
    /// [`Cached`](crate::Cached) belongs outside of all: what it knows takes no place, a circuit that is open and a place
    /// that is wanting are reasons to give a stale answer, and what is observed is what the source is asked.
    pub fn guard<S>(&self, source: Arc<S>) -> Guarded<S> {
        let Self { limits, tolerance, timeout } = *self;
        let origin = (Breaker::new(tolerance), Timed::new(timeout));
        Decorated::new(source, (Observed, (Limited::new(limits), origin)))
    }
}
