//! Comments, cached.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CommentImport, CommentQuery, CommentReader, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{Revision, Timestamp};

use super::{
    Cached,
    key::{Class, Key, Thing, Touched},
};

#[async_trait]
impl<S: CommentReader + 'static> CommentReader for Cached<S> {
    async fn comment_by_id(&self, ctx: &Context, id: &CommentId) -> Result<Option<Comment>> {
        self.one(ctx, Comment::key(id), |source, ctx| {
            let id = id.clone();
            async move { source.comment_by_id(&ctx, &id).await }
        })
        .await
    }

    async fn comments_by_ids(&self, ctx: &Context, ids: &[CommentId]) -> Result<Vec<Comment>> {
        let ask = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.comments_by_ids(&ctx, &ids).await };
        self.things(ctx, ids, ask).await
    }

    async fn comments(
        &self,
        ctx: &Context,
        query: &CommentQuery,
        page: &PageRequest,
    ) -> Result<Page<Comment>> {
        self.one(ctx, Key::page::<Page<Comment>>(&query.describe(), page), |source, ctx| {
            let (query, page) = (query.clone(), page.clone());
            async move { source.comments(&ctx, &query, &page).await }
        })
        .await
    }
}

#[async_trait]
impl<S: CommentWriter + 'static> CommentWriter for Cached<S> {
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment> {
        let (touched, comment) = (told([&comment.id]), comment.clone());
        self.change(ctx, touched, |source, ctx| async move { source.create_comment(&ctx, &comment).await })
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
        self.change(ctx, told([&id]), |source, ctx| async move {
            source.update_comment(&ctx, &id, expected, &draft, now).await
        })
        .await
    }

    async fn delete_comment(&self, ctx: &Context, id: &CommentId, expected: Revision) -> Result<bool> {
        let id = id.clone();
        self.change(ctx, told([&id]), |source, ctx| async move {
            source.delete_comment(&ctx, &id, expected).await
        })
        .await
    }
}

#[async_trait]
impl<S: CommentImport + 'static> CommentImport for Cached<S> {
    async fn import_comments(&self, ctx: &Context, rows: &[Comment]) -> Result<Vec<Imported>> {
        let (touched, rows) = (told(rows.iter().map(|row| &row.id)), rows.to_vec());
        self.change(ctx, touched, |source, ctx| async move { source.import_comments(&ctx, &rows).await })
            .await
    }
}

/// Wherever something is told of these comments.
fn told<'a>(ids: impl IntoIterator<Item = &'a CommentId>) -> Touched {
    Touched::things::<Comment>(ids).and(&[Class::Comments])
}
