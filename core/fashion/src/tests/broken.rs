//! Sources that do not do what they are asked: one that always fails, one whose writers wait for each other.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Error, Page, PageRequest, Result};
use ogrom_protocols_fashion::{
    CollageQuery, CollageReader, CollageWriter, CommentQuery, CommentReader, CommentWriter, LikeQuery,
    LikeReader, LikeWriter, ProductQuery, ProductReader, UserReader,
};
use ogrom_protocols_fashion_model::{
    Collage, CollageDraft, CollageId, Comment, CommentDraft, CommentId, Like, Product, ProductId, User,
};
use ogrom_protocols_model::{Revision, Timestamp, UserId};
use ogrom_sources_fashion_memory::Memory;
use tokio::sync::Barrier;

/// Answers every question with this failure.
#[derive(Clone, Copy)]
pub(crate) struct Broken(pub(crate) fn() -> Error);

/// A memory source in which two edits or deletions of a collage begin only once both have been asked for.
pub(crate) struct Meeting {
    pub(crate) memory: Memory,
    pub(crate) both: Arc<Barrier>,
}

// === impl Broken ===

#[async_trait]
impl ProductReader for Broken {
    async fn products_by_ids(&self, _: &Context, _: &[ProductId]) -> Result<Vec<Product>> {
        Err(self.0())
    }

    async fn products(&self, _: &Context, _: &ProductQuery, _: &PageRequest) -> Result<Page<Product>> {
        Err(self.0())
    }
}

#[async_trait]
impl UserReader for Broken {
    async fn users_by_ids(&self, _: &Context, _: &[UserId]) -> Result<Vec<User>> {
        Err(self.0())
    }
}

#[async_trait]
impl CollageReader for Broken {
    async fn collages_by_ids(&self, _: &Context, _: &[CollageId]) -> Result<Vec<Collage>> {
        Err(self.0())
    }

    async fn collages(&self, _: &Context, _: &CollageQuery, _: &PageRequest) -> Result<Page<Collage>> {
        Err(self.0())
    }
}

#[async_trait]
impl CommentReader for Broken {
    async fn comments_by_ids(&self, _: &Context, _: &[CommentId]) -> Result<Vec<Comment>> {
        Err(self.0())
    }

    async fn comments(&self, _: &Context, _: &CommentQuery, _: &PageRequest) -> Result<Page<Comment>> {
        Err(self.0())
    }
}

#[async_trait]
impl LikeReader for Broken {
    async fn likes_among(&self, _: &Context, _: &UserId, _: &[CollageId]) -> Result<Vec<Like>> {
        Err(self.0())
    }

    async fn likes(&self, _: &Context, _: &LikeQuery, _: &PageRequest) -> Result<Page<Like>> {
        Err(self.0())
    }
}

#[async_trait]
impl CollageWriter for Broken {
    async fn create_collage(&self, _: &Context, _: &Collage) -> Result<Collage> {
        Err(self.0())
    }

    async fn update_collage(
        &self,
        _: &Context,
        _: &CollageId,
        _: Revision,
        _: &CollageDraft,
        _: Timestamp,
    ) -> Result<Option<Collage>> {
        Err(self.0())
    }

    async fn delete_collage(&self, _: &Context, _: &CollageId, _: Revision, _: Timestamp) -> Result<bool> {
        Err(self.0())
    }
}

#[async_trait]
impl CommentWriter for Broken {
    async fn create_comment(&self, _: &Context, _: &Comment) -> Result<Comment> {
        Err(self.0())
    }

    async fn update_comment(
        &self,
        _: &Context,
        _: &CommentId,
        _: Revision,
        _: &CommentDraft,
        _: Timestamp,
    ) -> Result<Option<Comment>> {
        Err(self.0())
    }

    async fn delete_comment(&self, _: &Context, _: &CommentId, _: Revision, _: Timestamp) -> Result<bool> {
        Err(self.0())
    }
}

#[async_trait]
impl LikeWriter for Broken {
    async fn add_like(&self, _: &Context, _: &Like) -> Result<bool> {
        Err(self.0())
    }

    async fn remove_like(&self, _: &Context, _: &CollageId, _: &UserId, _: Timestamp) -> Result<bool> {
        Err(self.0())
    }
}

// === impl Meeting ===

#[async_trait]
impl CollageWriter for Meeting {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        self.memory.create_collage(ctx, collage).await
    }

    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>> {
        self.both.wait().await;
        self.memory.update_collage(ctx, id, expected, draft, now).await
    }

    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        self.both.wait().await;
        self.memory.delete_collage(ctx, id, expected, now).await
    }
}
