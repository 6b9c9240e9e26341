//! Deadlines, and work that goes on without its caller.

use std::{panic::resume_unwind, time::Instant};

use ogrom_protocols::{Context, Error, Result};
use tokio::time::timeout_at;

/// The result, if it comes before the deadline of the context. `result` is not polled after the deadline.
pub(crate) async fn in_time<T>(ctx: &Context, result: impl Future<Output = Result<T>>) -> Result<T> {
    match ctx.deadline {
        None => result.await,
        Some(deadline) if deadline <= Instant::now() => {
            Err(Error::TimedOut("the deadline has passed".into()))
        }
        Some(deadline) => {
            timeout_at(deadline.into(), result).await.unwrap_or_else(|e| Err(Error::TimedOut(e.into())))
        }
    }
}

/// The result of a task of its own, which goes on when the caller gives up. A panic goes on in the caller.
pub(crate) async fn detached<T: Send + 'static>(
    task: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    match tokio::spawn(task).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(stopped) => Err(Error::unavailable(stopped)),
        },
    }
}
