//! Collages, cached. A collage is told of in pages, and takes its comments along when it goes.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CollageImport, CollageQuery, CollageReader, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId};
use ogrom_protocols_model::{Revision, Timestamp};

use super::{
    Cached,
    key::{Class, Key, Thing, Touched},
};

#[async_trait]
impl<S: CollageReader + 'static> CollageReader for Cached<S> {
    async fn collage_by_id(&self, ctx: &Context, id: &CollageId) -> Result<Option<Collage>> {
        self.one(ctx, Collage::key(id), |source, ctx| {
            let id = id.clone();
            async move { source.collage_by_id(&ctx, &id).await }
        })
        .await
    }

    async fn collages_by_ids(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Collage>> {
        let ask = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.collages_by_ids(&ctx, &ids).await };
        self.things(ctx, ids, ask).await
    }

    async fn collages(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
    ) -> Result<Page<Collage>> {
        self.one(ctx, Key::page::<Page<Collage>>(&query.describe(), page), |source, ctx| {
            let (query, page) = (query.clone(), page.clone());
            async move { source.collages(&ctx, &query, &page).await }
        })
        .await
    }
}

#[async_trait]
impl<S: CollageWriter + 'static> CollageWriter for Cached<S> {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        let (touched, collage) = (told([&collage.id]), collage.clone());
        self.change(ctx, touched, |source, ctx| async move { source.create_collage(&ctx, &collage).await })
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
        self.change(ctx, told([&id]), |source, ctx| async move {
            source.update_collage(&ctx, &id, expected, &draft, now).await
        })
        .await
    }

    async fn delete_collage(&self, ctx: &Context, id: &CollageId, expected: Revision) -> Result<bool> {
        let id = id.clone();
        let touched = told([&id]).and(&[Class::Collages, Class::Comment, Class::Comments]);
        self.change(
            ctx,
            touched,
            |source, ctx| async move { source.delete_collage(&ctx, &id, expected).await },
        )
        .await
    }
}

#[async_trait]
impl<S: CollageImport + 'static> CollageImport for Cached<S> {
    async fn import_collages(&self, ctx: &Context, rows: &[Collage]) -> Result<Vec<Imported>> {
        let (touched, rows) = (told(rows.iter().map(|row| &row.id)), rows.to_vec());
        self.change(ctx, touched, |source, ctx| async move { source.import_collages(&ctx, &rows).await })
            .await
    }
}

/// Wherever something is told of these collages.
pub(super) fn told<'a>(ids: impl IntoIterator<Item = &'a CollageId>) -> Touched {
    Touched::things::<Collage>(ids).and(&[Class::Collages])
}
