//! A deadline for every question.

use std::{borrow::Cow, time::Duration};

use ogrom_protocols::{Context, Error, Result};
use tokio::time::{Instant, timeout_at};

use crate::{Policy, Question};

/// Longer than anybody waits.
const CENTURY: Duration = Duration::from_hours(24 * 365 * 100);

/// Gives every question a deadline, unless it has an earlier one, and gives it up then:
/// [`Error::TimedOut`]. Whatever stands between this and the asker has that deadline, too.
#[derive(Debug)]
pub struct Timed(Duration);

// === impl Timed ===

impl Timed {
    /// Every question may take this long.
    pub fn new(limit: Duration) -> Self {
        Self(limit)
    }
}

impl Policy for Timed {
    fn context<'c>(&self, ctx: &'c Context) -> Cow<'c, Context> {
        let latest = after(Instant::now(), self.0).into_std();
        match ctx.deadline {
            Some(deadline) if deadline <= latest => Cow::Borrowed(ctx),
            _ => Cow::Owned(ctx.clone().until(latest)),
        }
    }

    async fn ask<T: Send>(
        &self,
        _: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        in_time(ctx, answer).await
    }
}

/// The instant that is this much later; one that nobody lives to see where there is none so late.
pub(crate) fn after(instant: Instant, duration: Duration) -> Instant {
    instant.checked_add(duration).unwrap_or(instant + CENTURY)
}

/// The answer, if it comes before the asker's deadline; nothing is asked where that has passed.
pub(crate) async fn in_time<T>(ctx: &Context, answer: impl Future<Output = Result<T>>) -> Result<T> {
    match ctx.deadline.map(Instant::from_std) {
        None => answer.await,
        Some(deadline) if deadline <= Instant::now() => {
            Err(Error::TimedOut("the deadline has passed".into()))
        }
        Some(deadline) => {
            timeout_at(deadline, answer).await.unwrap_or_else(|e| Err(Error::TimedOut(e.into())))
        }
    }
}
