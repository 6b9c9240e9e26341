//! Collages, cached. A collage stands in pages, and its comments go with it.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CollageImport, CollageQuery, CollageReader, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_decorate::Invalidation;

use super::{
    Cached,
    classes::{
        COLLAGE_BY_ID, COLLAGE_PAGES, COLLAGE_TOMBSTONE, COLLAGES, COMMENT, COMMENT_TOMBSTONE, COMMENTS,
        GONE_COLLAGES,
    },
};

#[async_trait]
impl<S: CollageReader + 'static> CollageReader for Cached<S> {
    async fn collage_by_id(&self, ctx: &Context, id: &CollageId) -> Result<Option<Collage>> {
        self.0
            .thing(
                ctx,
                &COLLAGE_BY_ID,
                id,
                |source, ctx, id| async move { source.collage_by_id(&ctx, &id).await },
            )
            .await
    }

    async fn collages_by_ids(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Collage>> {
        let load = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.collages_by_ids(&ctx, &ids).await };
        self.0.things(ctx, &COLLAGE_BY_ID, ids, load).await
    }

    async fn collages(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
    ) -> Result<Page<Collage>> {
        let described = query.describe();
        let load = |source: Arc<S>, ctx, page| {
            let query = query.clone();
            async move { source.collages(&ctx, &query, &page).await }
        };
        self.0.page(ctx, &COLLAGE_PAGES, &described, page, load).await
    }

    async fn collage_is_gone(&self, ctx: &Context, id: &CollageId) -> Result<bool> {
        let load = |source: Arc<S>, ctx, id| async move {
            source.collage_is_gone(&ctx, &id).await.map(|gone| gone.then_some(id))
        };
        self.0.thing(ctx, &GONE_COLLAGES, id, load).await.map(|gone| gone.is_some())
    }
}

#[async_trait]
impl<S: CollageWriter + 'static> CollageWriter for Cached<S> {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        let (invalidation, collage) = (concerning([&collage.id]), collage.clone());
        self.0
            .change(
                ctx,
                invalidation,
                |source, ctx| async move { source.create_collage(&ctx, &collage).await },
            )
            .await
    }

    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>> {
        let (id, draft) = (id.clone(), draft.clone());
        self.0
            .change(ctx, concerning([&id]), |source, ctx| async move {
                source.update_collage(&ctx, &id, expected, &draft, now).await
            })
            .await
    }

    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        let id = id.clone();
        let invalidation = COLLAGE_BY_ID.invalidation([&id]).and(&[
            COLLAGES,
            COLLAGE_TOMBSTONE,
            COMMENT,
            COMMENTS,
            COMMENT_TOMBSTONE,
        ]);
        self.0
            .change(ctx, invalidation, |source, ctx| async move {
                source.delete_collage(&ctx, &id, expected, now).await
            })
            .await
    }
}

#[async_trait]
impl<S: CollageImport + 'static> CollageImport for Cached<S> {
    async fn import_collages(&self, ctx: &Context, rows: &[Collage]) -> Result<Vec<Imported>> {
        let (invalidation, rows) = (concerning(rows.iter().map(|row| &row.id)), rows.to_vec());
        self.0
            .change(ctx, invalidation, |source, ctx| async move { source.import_collages(&ctx, &rows).await })
            .await
    }
}

/// The invalidation of these collages, and of all pages.
pub(super) fn concerning<'a>(ids: impl IntoIterator<Item = &'a CollageId>) -> Invalidation {
    COLLAGE_BY_ID.invalidation(ids).and(&[COLLAGES])
}
