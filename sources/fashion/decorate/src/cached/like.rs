//! Likes: never cached. A change of one changes its collage.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{LikeImport, LikeQuery, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};

use super::{Cached, collage::concerning};

/// The cache tag of everything that shows a like.
const LIKES: &str = "likes";

#[async_trait]
impl<S: LikeReader + 'static> LikeReader for Cached<S> {
    async fn like_by_ids(&self, ctx: &Context, collage: &CollageId, user: &UserId) -> Result<Option<Like>> {
        self.0.uncached(ctx, LIKES).like_by_ids(ctx, collage, user).await
    }

    async fn likes_among(&self, ctx: &Context, user: &UserId, collages: &[CollageId]) -> Result<Vec<Like>> {
        self.0.uncached(ctx, LIKES).likes_among(ctx, user, collages).await
    }

    async fn likes(&self, ctx: &Context, query: &LikeQuery, page: &PageRequest) -> Result<Page<Like>> {
        self.0.uncached(ctx, LIKES).likes(ctx, query, page).await
    }
}

#[async_trait]
impl<S: LikeWriter + 'static> LikeWriter for Cached<S> {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        let (invalidation, like) = (concerning([&like.collage]), like.clone());
        self.0
            .change(ctx, invalidation, |source, ctx| async move { source.add_like(&ctx, &like).await })
            .await
    }

    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<bool> {
        let (collage, user) = (collage.clone(), user.clone());
        self.0
            .change(ctx, concerning([&collage]), |source, ctx| async move {
                source.remove_like(&ctx, &collage, &user, now).await
            })
            .await
    }
}

#[async_trait]
impl<S: LikeImport + 'static> LikeImport for Cached<S> {
    async fn import_likes(&self, ctx: &Context, rows: &[Like]) -> Result<Vec<Imported>> {
        let (invalidation, rows) = (concerning(rows.iter().map(|row| &row.collage)), rows.to_vec());
        self.0
            .change(ctx, invalidation, |source, ctx| async move { source.import_likes(&ctx, &rows).await })
            .await
    }
}
