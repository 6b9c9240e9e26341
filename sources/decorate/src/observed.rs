//! Spans and metrics: what is asked, how it ends, and how long it takes.

use ogrom_protocols::{Context, Error, Result};
use tokio::time::Instant;
use tracing::Instrument;

use crate::{Policy, Question};

/// Counts the questions, by `noun`, `method` and `outcome`.
pub const QUESTIONS: &str = "ogrom_source_questions_total";

/// How long questions take, in seconds, by `noun` and `method`.
pub const SECONDS: &str = "ogrom_source_question_seconds";

/// Makes a span of every question, so that whatever is logged on the way names the request, be it asked by the cache; and
/// records it with the recorder that the process has installed for
/// the crate `metrics`; with none, nothing is recorded and almost nothing is spent.
///
/// The outcome is `answered` (not found among it), `refused` where the question contradicts what is there,
/// `unavailable`, `timed_out`, `corrupt`, or `abandoned` where the asker hung up.
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
        let Question { noun, method, .. } = question;
        let span = tracing::error_span!("question", noun, method, request_id = &*ctx.request_id);
        let mut running = Running { question, begun: Instant::now(), outcome: "abandoned" };
        let answer = answer.instrument(span).await;
        running.outcome = outcome(&answer);
        answer
    }
}

fn outcome<T>(answer: &Result<T>) -> &'static str {
    match answer {
        Ok(_) => "answered",
        Err(Error::Conflict(_) | Error::Cursor(_)) => "refused",
        Err(Error::Unavailable { .. }) => "unavailable",
        Err(Error::TimedOut(_)) => "timed_out",
        Err(_) => "corrupt",
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
