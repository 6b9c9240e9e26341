//! A service, put together.

use std::pin::Pin;

use tokio::task::JoinHandle;

use crate::{
    Pipeline,
    lifecycle::{DrainOptions, ForcedShutdown, Lifecycle, Signals, Stage, drain},
};

/// Work that is done at the end of a service.
pub(crate) type AtEnd = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A service, ready to run: behind a listener, or as a worker.
#[expect(missing_debug_implementations, reason = "the pipeline has none")]
pub struct Service {
    pub(crate) pipeline: Pipeline,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) drain: DrainOptions,
    pub(crate) signals: Signals,
    pub(crate) background: Vec<JoinHandle<()>>,
    pub(crate) at_end: Vec<AtEnd>,
}

// === impl Service ===

impl Service {
    /// The pipeline that responds to its requests.
    pub fn pipeline(&self) -> Pipeline {
        self.pipeline.clone()
    }

    /// Its lifecycle, which its work has to follow: it ends at [`Stage::Stopping`].
    pub fn lifecycle(&self) -> Lifecycle {
        self.lifecycle.clone()
    }

    /// Runs this work until it ends, as a signal asks it to, and closes the service. Neither may take longer than the drain
    /// permits: a database or a collector that hangs must not keep the process.
    pub async fn run(self, work: impl Future<Output = ()>) -> Result<(), ForcedShutdown> {
        let Self { pipeline, lifecycle, drain: options, signals, background, at_end } = self;
        let whole = async {
            work.await;
            lifecycle.advance(Stage::Closing);
            background.iter().for_each(JoinHandle::abort);
            for work in at_end {
                work.await;
            }
        };
        tokio::select! {
            () = whole => Ok(()),
            drained = drain(signals, lifecycle.clone(), options) => drained,
            never = pipeline.limits().evict_idle() => match never {},
        }
    }
}
