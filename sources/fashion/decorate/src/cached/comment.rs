//! Comments, cached. A change of one changes the counts of its collage.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CommentImport, CommentQuery, CommentReader, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{Revision, Timestamp};
use ogrom_sources_decorate::Invalidation;

use super::{
    Cached,
    classes::{
        COLLAGE, COLLAGE_BY_ID, COLLAGES, COMMENT_BY_ID, COMMENT_PAGES, COMMENT_TOMBSTONE, COMMENTS,
        GONE_COMMENTS,
    },
};

#[async_trait]
impl<S: CommentReader + 'static> CommentReader for Cached<S> {
    async fn comment_by_id(&self, ctx: &Context, id: &CommentId) -> Result<Option<Comment>> {
        self.0
            .thing(
                ctx,
                &COMMENT_BY_ID,
                id,
                |source, ctx, id| async move { source.comment_by_id(&ctx, &id).await },
            )
            .await
    }

    async fn comments_by_ids(&self, ctx: &Context, ids: &[CommentId]) -> Result<Vec<Comment>> {
        let load = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.comments_by_ids(&ctx, &ids).await };
        self.0.things(ctx, &COMMENT_BY_ID, ids, load).await
    }

    async fn comments(
        &self,
        ctx: &Context,
        query: &CommentQuery,
        page: &PageRequest,
    ) -> Result<Page<Comment>> {
        let described = query.describe();
        let load = |source: Arc<S>, ctx, page| {
            let query = query.clone();
            async move { source.comments(&ctx, &query, &page).await }
        };
        self.0.page(ctx, &COMMENT_PAGES, &described, page, load).await
    }

    async fn comment_is_gone(&self, ctx: &Context, id: &CommentId) -> Result<bool> {
        let load = |source: Arc<S>, ctx, id| async move {
            source.comment_is_gone(&ctx, &id).await.map(|gone| gone.then_some(id))
        };
        self.0.thing(ctx, &GONE_COMMENTS, id, load).await.map(|gone| gone.is_some())
    }
}

#[async_trait]
impl<S: CommentWriter + 'static> CommentWriter for Cached<S> {
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment> {
        let (invalidation, comment) = (concerning([comment]), comment.clone());
        self.0
            .change(
                ctx,
                invalidation,
                |source, ctx| async move { source.create_comment(&ctx, &comment).await },
            )
            .await
    }

    async fn update_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        now: Timestamp,
    ) -> Result<Option<Comment>> {
        let (id, draft) = (id.clone(), draft.clone());
        self.0
            .change(ctx, on_any_collage(&id), |source, ctx| async move {
                source.update_comment(&ctx, &id, expected, &draft, now).await
            })
            .await
    }

    async fn delete_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        let id = id.clone();
        self.0
            .change(ctx, on_any_collage(&id), |source, ctx| async move {
                source.delete_comment(&ctx, &id, expected, now).await
            })
            .await
    }
}

#[async_trait]
impl<S: CommentImport + 'static> CommentImport for Cached<S> {
    async fn import_comments(&self, ctx: &Context, rows: &[Comment]) -> Result<Vec<Imported>> {
        let (invalidation, rows) = (concerning(rows), rows.to_vec());
        self.0
            .change(ctx, invalidation, |source, ctx| async move { source.import_comments(&ctx, &rows).await })
            .await
    }
}

/// The invalidation of these comments and their collages, and of all pages of either.
fn concerning<'a>(comments: impl IntoIterator<Item = &'a Comment, IntoIter: Clone>) -> Invalidation {
    let comments = comments.into_iter();
    let collages = COLLAGE_BY_ID.invalidation(comments.clone().map(|comment| &comment.collage));
    let comments = COMMENT_BY_ID.invalidation(comments.map(|comment| &comment.id));
    comments.with_keys_of(collages).and(&[COMMENTS, COLLAGES])
}

/// The invalidation of this comment, there or deleted, of all collages, since nothing tells which one it is on, and of all
/// pages of either.
fn on_any_collage(id: &CommentId) -> Invalidation {
    COMMENT_BY_ID.invalidation([id]).and(&[COMMENTS, COMMENT_TOMBSTONE, COLLAGE, COLLAGES])
}
