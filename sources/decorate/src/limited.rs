//! A bulkhead: only so many questions at once, and only so many that wait.

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

use crate::{Policy, Question, policy::Apart, timed::after};

/// How many questions wait, by `access`.
pub const WAITING: &str = "ogrom_source_calls_waiting";

/// How many questions a source is asked at once. Reads and writes are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many are asked at once.
    pub concurrent: usize,
    /// How many more may wait until one of those is answered.
    pub waiting: usize,
    /// How long one waits.
    pub wait: Duration,
}

/// Asks a source only so many questions at once. Who would have to wait too long, or in too long a queue, is refused:
/// [`Error::Unavailable`], and asking again after the time that one may wait.
#[derive(Debug)]
pub struct Limited(Apart<Compartment>);

#[derive(Debug)]
struct Compartment {
    limits: Limits,
    places: Semaphore,
    waiting: AtomicUsize,
    told: Gauge,
}

/// A place in the queue; given back when it is dropped.
struct Waiting<'a>(&'a Compartment);

// === impl Limited ===

impl Limited {
    /// So many questions at once.
    pub fn new(limits: Limits) -> Self {
        let places = limits.concurrent.min(Semaphore::MAX_PERMITS);
        Self(Apart::new(|access| Compartment {
            limits,
            places: Semaphore::new(places),
            waiting: AtomicUsize::default(),
            told: metrics::gauge!(WAITING, "access" => access.name()),
        }))
    }
}

impl Policy for Limited {
    async fn ask<T: Send>(
        &self,
        question: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let _place = self.0.of(question.access).enter(ctx).await?;
        answer.await
    }
}

// === impl Compartment ===

impl Compartment {
    async fn enter(&self, ctx: &Context) -> Result<SemaphorePermit<'_>> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let _waiting = self.queue().ok_or_else(|| self.full("too many questions wait already"))?;
        let patience = after(Instant::now(), self.limits.wait);
        let deadline = ctx.deadline.map(Instant::from_std).filter(|deadline| *deadline < patience);
        match timeout_at(deadline.unwrap_or(patience), self.places.acquire()).await {
            Ok(place) => place.map_err(Error::unavailable),
            Err(elapsed) if deadline.is_some() => Err(Error::TimedOut(elapsed.into())),
            Err(_) => Err(self.full("no other question was answered meanwhile")),
        }
    }

    fn queue(&self) -> Option<Waiting<'_>> {
        self.told.increment(1);
        let waiting = Waiting(self);
        (self.waiting.fetch_add(1, Ordering::Relaxed) < self.limits.waiting).then_some(waiting)
    }

    fn full(&self, cause: &'static str) -> Error {
        Error::Unavailable { retry_after: Some(self.limits.wait), cause: cause.into() }
    }
}

// === impl Waiting ===

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
        self.0.told.decrement(1);
    }
}
