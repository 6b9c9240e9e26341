//! Tombstones in memory.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ogrom_protocols::{Context, Result, TombstoneStore};
use ogrom_protocols_fashion_model::{CollageId, CommentId};
use ogrom_protocols_model::Timestamp;

use crate::Memory;

/// The things that were deleted, and when. Nobody asks about things that exist.
#[derive(Debug, Default)]
pub(crate) struct Tombstones {
    pub(crate) collages: BTreeMap<CollageId, Timestamp>,
    pub(crate) comments: BTreeMap<CommentId, Timestamp>,
}

#[async_trait]
impl TombstoneStore for Memory {
    async fn forget_deleted_before(&self, _: &Context, instant: Timestamp) -> Result<u64> {
        Ok(self.state.write(|state| state.tombstones.forget_before(instant)))
    }
}

// === impl Tombstones ===

impl Tombstones {
    fn forget_before(&mut self, instant: Timestamp) -> u64 {
        let count = |all: &Self| all.collages.len() + all.comments.len();
        let before = count(self);
        self.collages.retain(|_, deleted| *deleted >= instant);
        self.comments.retain(|_, deleted| *deleted >= instant);
        (before - count(self)) as u64
    }
}
