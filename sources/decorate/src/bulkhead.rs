//! A bulkhead: a bound on the calls that run at once, and on those that wait.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use metrics::Gauge;
use ogrom_protocols::{Context, Error, Result};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout_at},
};

use crate::{Call, Policy, policy::PerAccess, timeout::after};

/// The gauge of the calls that wait, by `access`.
pub const WAITING: &str = "ogrom_source_calls_waiting";

/// The bounds of a [`Bulkhead`]. Reads and writes are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkheadOptions {
    /// How many calls run at once.
    pub concurrent: usize,
    /// How many more may wait until one of those ends.
    pub waiting: usize,
    /// How long a call waits.
    pub wait: Duration,
}

/// Lets only so many calls run at once. A call that would wait too long, or in too long a queue, is refused with
/// [`Error::Unavailable`], which advises to retry after the longest wait.
#[derive(Debug)]
pub struct Bulkhead(PerAccess<Compartment>);

#[derive(Debug)]
struct Compartment {
    options: BulkheadOptions,
    permits: Semaphore,
    waiting: AtomicUsize,
    gauge: Gauge,
}

/// A place in the queue; it is free again when this is dropped.
struct Waiting<'a>(&'a Compartment);

// === impl Bulkhead ===

impl Bulkhead {
    /// A bulkhead with these bounds.
    pub fn new(options: BulkheadOptions) -> Self {
        let permits = options.concurrent.min(Semaphore::MAX_PERMITS);
        Self(PerAccess::new(|access| Compartment {
            options,
            permits: Semaphore::new(permits),
            waiting: AtomicUsize::default(),
            gauge: metrics::gauge!(WAITING, "access" => access.name()),
        }))
    }
}

impl Policy for Bulkhead {
    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let _permit = self.0.of(call.access).enter(ctx).await?;
        inner.await
    }
}

// === impl Compartment ===

impl Compartment {
    async fn enter(&self, ctx: &Context) -> Result<SemaphorePermit<'_>> {
        if let Ok(permit) = self.permits.try_acquire() {
            return Ok(permit);
        }
        let _waiting = self.queue().ok_or_else(|| self.full("too many calls wait already"))?;
        let longest = after(Instant::now(), self.options.wait);
        let deadline = ctx.deadline.map(Instant::from_std).filter(|deadline| *deadline < longest);
        match timeout_at(deadline.unwrap_or(longest), self.permits.acquire()).await {
            Ok(permit) => permit.map_err(Error::unavailable),
            Err(elapsed) if deadline.is_some() => Err(Error::TimedOut(elapsed.into())),
            Err(_) => Err(self.full("no other call ended meanwhile")),
        }
    }

    fn queue(&self) -> Option<Waiting<'_>> {
        self.gauge.increment(1);
        let waiting = Waiting(self);
        (self.waiting.fetch_add(1, Ordering::Relaxed) < self.options.waiting).then_some(waiting)
    }

    fn full(&self, cause: &'static str) -> Error {
        Error::Unavailable { retry_after: Some(self.options.wait), cause: cause.into() }
    }
}

// === impl Waiting ===

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
        self.0.gauge.decrement(1);
    }
}
