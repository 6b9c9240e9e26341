//! Instrumentation of calls: which one runs for which request, how it ends, and how long it takes.

use std::sync::Arc;

use ogrom_protocols::{Context, Error, Result};
use tokio::{task_local, time::Instant};

use crate::{Call, Policy};

/// The counter of calls, by `noun`, `method` and `outcome`.
pub const CALLS: &str = "ogrom_source_calls_total";

/// The histogram of durations of calls, in seconds, by `noun` and `method`.
pub const SECONDS: &str = "ogrom_source_call_seconds";

task_local! {
    static CURRENT: (Call, Arc<str>);
}

/// Hands on the call that this task executes, and the id of the request that it serves; also for loads that a cache has
/// started. `None` outside of a call. A log needs it with each line; a span would cost more than all else here.
pub fn current_call<T>(use_it: impl FnOnce(Call, &str) -> T) -> Option<T> {
    CURRENT.try_with(|(call, request)| use_it(*call, request)).ok()
}

/// Makes every call known to [`current_call`] while it runs, and records it with the recorder that the process has installed
/// for the crate `metrics`. Without a recorder it costs almost nothing.
///
/// The outcome is that of [`outcome`], or `abandoned` where the caller gave up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Instrumented;

/// A running call; it is recorded when this is dropped, however it ends.
struct Running {
    call: Call,
    begun: Instant,
    outcome: &'static str,
}

// === impl Instrumented ===

impl Policy for Instrumented {
    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let mut running = Running { call, begun: Instant::now(), outcome: "abandoned" };
        let result = CURRENT.scope((call, Arc::clone(&ctx.request_id)), inner).await;
        running.outcome = outcome(&result);
        result
    }
}

/// How a call ended, as a label: `answered`, also where nothing was found; `refused`, by the present state or since the source
/// does not support the call; `unavailable`; `timed_out`; `corrupt`; or `failed`, in a way that is newer than this.
pub fn outcome<T>(result: &Result<T>) -> &'static str {
    match result {
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
        let Call { noun, method, .. } = self.call;
        metrics::counter!(CALLS, "noun" => noun, "method" => method, "outcome" => self.outcome).increment(1);
        metrics::histogram!(SECONDS, "noun" => noun, "method" => method).record(self.begun.elapsed());
    }
}
