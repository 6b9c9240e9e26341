//! Likes: always asked for. A change of one changes what is told of its collage.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Result};
use ogrom_protocols_fashion::{LikeImport, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};

use super::{Cached, collage::told};

#[async_trait]
impl<S: LikeReader + 'static> LikeReader for Cached<S> {
    async fn like_by_ids(&self, ctx: &Context, collage: &CollageId, user: &UserId) -> Result<Option<Like>> {
        self.passing(ctx).like_by_ids(ctx, collage, user).await
    }
}

#[async_trait]
impl<S: LikeWriter + 'static> LikeWriter for Cached<S> {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        let (touched, like) = (told([&like.collage]), like.clone());
        self.change(ctx, touched, |source, ctx| async move { source.add_like(&ctx, &like).await }).await
    }

    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<bool> {
        let (collage, user) = (collage.clone(), user.clone());
        self.change(ctx, told([&collage]), |source, ctx| async move {
            source.remove_like(&ctx, &collage, &user, now).await
        })
        .await
    }
}

#[async_trait]
impl<S: LikeImport + 'static> LikeImport for Cached<S> {
    async fn import_likes(&self, ctx: &Context, rows: &[Like]) -> Result<Vec<Imported>> {
        let (touched, rows) = (told(rows.iter().map(|row| &row.collage)), rows.to_vec());
        self.change(ctx, touched, |source, ctx| async move { source.import_likes(&ctx, &rows).await }).await
    }
}
