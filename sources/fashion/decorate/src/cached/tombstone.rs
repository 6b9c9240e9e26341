//! Tombstones, cached: what forgets them ends what is known of them.

use async_trait::async_trait;
use ogrom_protocols::{Context, Result, TombstoneStore};
use ogrom_protocols_model::Timestamp;

use super::{
    Cached,
    classes::{COLLAGE_TOMBSTONE, COMMENT_TOMBSTONE, GONE_COLLAGES},
};

#[async_trait]
impl<S: TombstoneStore + 'static> TombstoneStore for Cached<S> {
    async fn forget_deleted_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64> {
        let all = GONE_COLLAGES.invalidation([]).and(&[COLLAGE_TOMBSTONE, COMMENT_TOMBSTONE]);
        self.0
            .change(ctx, all, |source, ctx| async move { source.forget_deleted_before(&ctx, instant).await })
            .await
    }
}
