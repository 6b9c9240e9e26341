//! How far the service has come in its life: what readiness, the accept loop and every connection go by.

use tokio::sync::watch;

/// How far the service has come. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It serves.
    Serving,
    /// It serves, and says that it is going to stop: it is not ready, and no answer keeps its connection.
    Draining,
    /// It accepts nobody any more, and ends what runs.
    Stopping,
    /// Nothing runs any more, and what is open behind it is being closed.
    Closing,
    /// Whatever still runs is cut off.
    Ended,
}

/// The life of a service; its clones are the same life.
#[derive(Debug, Clone)]
pub struct Life(watch::Sender<Stage>);

/// Somebody who follows a life.
#[derive(Debug)]
pub(super) struct Follower(watch::Receiver<Stage>);

// === impl Life ===

impl Life {
    /// Where it is.
    pub fn stage(&self) -> Stage {
        *self.0.borrow()
    }

    /// Whether balancers may send requests here.
    pub fn is_ready(&self) -> bool {
        self.stage() == Stage::Serving
    }

    /// Goes on to this stage; nothing happens where that has been reached.
    pub fn proceed(&self, to: Stage) {
        self.0.send_if_modified(|stage| {
            let further = to > *stage;
            *stage = to.max(*stage);
            further
        });
    }

    pub(super) fn follow(&self) -> Follower {
        let mut receiver = self.0.subscribe();
        // Whoever comes later is told where it is, too.
        receiver.mark_changed();
        Follower(receiver)
    }
}

impl Default for Life {
    fn default() -> Self {
        Self(watch::Sender::new(Stage::Serving))
    }
}

// === impl Follower ===

impl Follower {
    /// The stage, when it is another than that told last; the first time at once.
    pub(super) async fn next(&mut self) -> Stage {
        // A life that nobody can change any more has come to its end.
        if self.0.changed().await.is_err() { Stage::Ended } else { *self.0.borrow_and_update() }
    }

    /// Comes when this stage is reached.
    pub(super) async fn reached(&mut self, stage: Stage) {
        while self.next().await < stage {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_life_only_goes_on() {
        let life = Life::default();
        let mut follower = life.follow();
        assert!(life.is_ready());
        assert_eq!(follower.next().await, Stage::Serving);
        life.proceed(Stage::Stopping);
        life.proceed(Stage::Draining);
        assert!(!life.is_ready());
        assert_eq!((life.stage(), follower.next().await), (Stage::Stopping, Stage::Stopping));
        life.follow().reached(Stage::Draining).await;
    }
}
