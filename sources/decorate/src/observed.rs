//! What is told of questions: which one is being asked for whom, how it ends, and how long it takes.

use std::sync::Arc;

use ogrom_protocols::{Context, Error, Result};
use tokio::{task_local, time::Instant};

use crate::{Policy, Question};

/// Counts the questions, by `noun`, `method` and `outcome`.
pub const QUESTIONS: &str = "ogrom_source_calls_total";

/// How long questions take, in seconds, by `noun` and `method`.
pub const SECONDS: &str = "ogrom_source_call_seconds";

task_local! {
    static ASKED: (Question, Arc<str>);
}

/// Tells the question that this task is asking, and the request that it is asked for, by its name; be it asked by the cache.
/// For those who write logs: a span would do the same, and cost more than all that is observed here.
pub fn asking<T>(tell: impl FnOnce(Question, &str) -> T) -> Option<T> {
    ASKED.try_with(|(question, request)| tell(*question, request)).ok()
}

/// Makes every question known to [`asking`] while it is asked, and records it with the recorder that the process has
/// installed for the crate `metrics`; with none, nothing is recorded and almost nothing is spent.
///
/// The outcome is that of [`outcome`], or `abandoned` where the asker hung up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Observed;

/// A question on its way; recorded when it is dropped, however it ends.
struct Running {
    question: Question,
    begun: Instant,
    outcome: &'static str,
}

// === impl Observed ===

impl Policy for Observed {
    async fn ask<T: Send>(
        &self,
        question: Question,
        ctx: &Context,
        answer: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let mut running = Running { question, begun: Instant::now(), outcome: "abandoned" };
        let answer = ASKED.scope((question, Arc::clone(&ctx.request_id)), answer).await;
        running.outcome = outcome(&answer);
        answer
    }
}

/// How a question ended, as a label: `answered` (not found among it), `refused` where the question contradicts what is there
/// or the source has no way to be asked it, `unavailable`, `timed_out`, `corrupt`, or `failed` in a way that is newer than
/// this.
pub fn outcome<T>(answer: &Result<T>) -> &'static str {
    match answer {
        Ok(_) => "answered",
        Err(Error::Conflict(_) | Error::Cursor(_) | Error::Refused(_)) => "refused",
        Err(Error::Unavailable { .. }) => "unavailable",
        Err(Error::TimedOut(_)) => "timed_out",
        Err(Error::Corrupt(_)) => "corrupt",
        Err(_) => "failed",
    }
}

// === impl Running ===

impl Drop for Running {
    fn drop(&mut self) {
        let Question { noun, method, .. } = self.question;
        metrics::counter!(QUESTIONS, "noun" => noun, "method" => method, "outcome" => self.outcome)
            .increment(1);
        metrics::histogram!(SECONDS, "noun" => noun, "method" => method).record(self.begun.elapsed());
    }
}
