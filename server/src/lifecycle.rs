//! The lifecycle of a service: readiness, the accept loop, every connection and every worker follow it.

mod shutdown;

use tokio::sync::watch;

pub use self::shutdown::{DrainOptions, ForcedShutdown, Signals, drain};

/// A stage of the lifecycle. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It serves.
    Serving,
    /// It serves, and says that it is going to stop: it is not ready, and no response keeps its connection.
    Draining,
    /// It accepts no more connections, and ends what runs.
    Stopping,
    /// Nothing runs any more, and its databases are being closed.
    Closing,
    /// Work that still runs is cut off.
    Ended,
}

/// The lifecycle of a service. Its clones are the same.
#[derive(Debug, Clone)]
pub struct Lifecycle(watch::Sender<Stage>);

/// A subscription to the stages of a lifecycle.
#[derive(Debug)]
pub struct Subscription(watch::Receiver<Stage>);

// === impl Lifecycle ===

impl Lifecycle {
    /// Its stage.
    pub fn stage(&self) -> Stage {
        *self.0.borrow()
    }

    /// Whether balancers may send requests here.
    pub fn is_ready(&self) -> bool {
        self.stage() == Stage::Serving
    }

    /// Advances to this stage; nothing happens where it has been reached.
    pub fn advance(&self, to: Stage) {
        self.0.send_if_modified(|stage| {
            let further = to > *stage;
            *stage = to.max(*stage);
            further
        });
    }

    /// Subscribes to its stages, from the present one on.
    pub fn subscribe(&self) -> Subscription {
        let mut receiver = self.0.subscribe();
        // A late subscriber is told the present stage, too.
        receiver.mark_changed();
        Subscription(receiver)
    }
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self(watch::Sender::new(Stage::Serving))
    }
}

// === impl Subscription ===

impl Subscription {
    /// The next stage: the present one at first, and then each change.
    pub async fn next(&mut self) -> Stage {
        // A lifecycle that nothing can advance any more has come to its end.
        if self.0.changed().await.is_err() { Stage::Ended } else { *self.0.borrow_and_update() }
    }

    /// Waits until this stage is reached.
    pub async fn reached(&mut self, stage: Stage) {
        while self.next().await < stage {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_lifecycle_only_advances() {
        let lifecycle = Lifecycle::default();
        let mut stages = lifecycle.subscribe();
        assert!(lifecycle.is_ready());
        assert_eq!(stages.next().await, Stage::Serving);
        lifecycle.advance(Stage::Stopping);
        lifecycle.advance(Stage::Draining);
        assert!(!lifecycle.is_ready());
        assert_eq!((lifecycle.stage(), stages.next().await), (Stage::Stopping, Stage::Stopping));
        lifecycle.subscribe().reached(Stage::Draining).await;
    }
}
