//! A timeout for every call.

use std::{borrow::Cow, time::Duration};

use ogrom_protocols::{Context, Error, Result};
use tokio::time::{Instant, timeout_at};

use crate::{Call, Policy};

/// A duration that no caller waits for.
const CENTURY: Duration = Duration::from_hours(24 * 365 * 100);

/// Gives every call a deadline, unless it has an earlier one, and gives the call up then with [`Error::TimedOut`]. The
/// policies around this one work with that deadline, too.
#[derive(Debug)]
pub struct Timeout(Duration);

// === impl Timeout ===

impl Timeout {
    /// Every call may take this long.
    pub fn new(limit: Duration) -> Self {
        Self(limit)
    }
}

impl Policy for Timeout {
    fn context<'c>(&self, ctx: &'c Context) -> Cow<'c, Context> {
        let latest = after(Instant::now(), self.0).into_std();
        match ctx.deadline {
            Some(deadline) if deadline <= latest => Cow::Borrowed(ctx),
            _ => Cow::Owned(ctx.clone().until(latest)),
        }
    }

    async fn apply<T: Send>(
        &self,
        _: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        in_time(ctx, inner).await
    }
}

/// The instant that is this much later, or in a century where no instant is so late.
pub(crate) fn after(instant: Instant, duration: Duration) -> Instant {
    instant.checked_add(duration).unwrap_or(instant + CENTURY)
}

/// The result, if it comes before the deadline of the context. `result` is not polled after the deadline.
pub(crate) async fn in_time<T>(ctx: &Context, result: impl Future<Output = Result<T>>) -> Result<T> {
    match ctx.deadline.map(Instant::from_std) {
        None => result.await,
        Some(deadline) if deadline <= Instant::now() => {
            Err(Error::TimedOut("the deadline has passed".into()))
        }
        Some(deadline) => {
            timeout_at(deadline, result).await.unwrap_or_else(|e| Err(Error::TimedOut(e.into())))
        }
    }
}
