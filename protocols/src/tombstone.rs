//! Tombstones: what was deleted is remembered for a while, so that clients can tell it from what never was.

use async_trait::async_trait;
use ogrom_protocols_model::Timestamp;

use crate::{Context, Result};

/// Forgets deletions. Those who delete write the tombstones, and each reader of a noun has a method that looks for one.
#[async_trait]
pub trait TombstoneStore: Send + Sync {
    /// Forgets all that was deleted before this instant. Returns the number of forgotten deletions.
    async fn forget_deleted_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64>;
}
