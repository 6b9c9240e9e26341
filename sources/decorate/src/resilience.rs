//! The order of the policies before a source, written once.

use std::time::Duration;

use crate::{Breaker, BreakerOptions, Bulkhead, BulkheadOptions, Instrumented, Timeout};

/// All policies, in the order that [`Resilience::policies`] explains.
pub type Policies = (Instrumented, (Bulkhead, (Breaker, Timeout)));

/// The options of all policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resilience {
    /// How many calls run at once.
    pub bulkhead: BulkheadOptions,
    /// When the source is left alone.
    pub breaker: BreakerOptions,
    /// How long a call may take, waiting included.
    pub timeout: Duration,
}

// === impl Resilience ===

impl Resilience {
    /// New policies with these options. From the outside in:
    ///
    /// 1. [`Instrumented`] sees what becomes of every call, whichever policy decides it.
    /// 2. [`Bulkhead`] stands outside of the breaker: our own load says nothing of the source, so a call that is refused for
    ///    want of a permit must not open the circuit.
    /// 3. [`Breaker`] stands outside of the timeout, since the timeouts show that a source hangs.
    /// 4. [`Timeout`] is next to the source. Its deadline is set before the first policy gets the call, so that waiting
    ///    for a permit is part of the time.
    ///
    /// A [`Cache`](crate::Cache) belongs outside of all: a hit takes no permit, and a refusal is a reason for a stale hit. So
    /// the metrics count the calls that reach the policies, not the hits.
    pub fn policies(&self) -> Policies {
        let Self { bulkhead, breaker, timeout } = *self;
        (Instrumented, (Bulkhead::new(bulkhead), (Breaker::new(breaker), Timeout::new(timeout))))
    }
}
