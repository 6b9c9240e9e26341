//! Time: the present one, and waiting.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// Time.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Timestamp;
    /// Waits for so long.
    async fn sleep(&self, duration: Duration);
}

/// The time of this machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

// === impl SystemClock ===

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
