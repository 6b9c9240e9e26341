//! Comments.

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CommentQuery, CommentReader};
use ogrom_protocols_fashion_model::{CollageId, Comment, CommentId};
use ogrom_protocols_model::{LanguageTag, Timestamp, UserId, Version};
use ogrom_sources_http::{
    page::{self, PageQuery},
    wire::{Brief, Text, instant, version},
};
use serde::Deserialize;

use crate::Http;

mod write;

#[derive(Debug, Deserialize)]
struct CommentWire {
    id: Text<CommentId>,
    collage: Text<CollageId>,
    author: Brief<UserId>,
    language: Text<LanguageTag>,
    title: Option<String>,
    text: String,
    rating: Option<u8>,
    #[serde(deserialize_with = "version")]
    version: Version,
    #[serde(deserialize_with = "instant")]
    created: Timestamp,
    #[serde(deserialize_with = "instant")]
    modified: Timestamp,
}

fn path(query: &CommentQuery, page: &PageRequest) -> String {
    let mut pairs = PageQuery::of(page);
    pairs.append("language", query.language.as_ref().map_or("*", LanguageTag::as_str));
    match &query.collage {
        Some(collage) => format!("/collages/{collage}/comments?{}", pairs.finish()),
        None => format!("/comments?{}", pairs.finish()),
    }
}

// === impl CommentWire ===

impl From<CommentWire> for Comment {
    fn from(wire: CommentWire) -> Self {
        Self {
            id: wire.id.0,
            collage: wire.collage.0,
            author: wire.author.id.0,
            language: wire.language.0,
            title: wire.title,
            text: wire.text,
            rating: wire.rating,
            version: wire.version,
            created: wire.created,
            modified: wire.modified,
        }
    }
}

// === impl Http ===

#[async_trait]
impl CommentReader for Http {
    async fn comment_by_id(&self, ctx: &Context, id: &CommentId) -> Result<Option<Comment>> {
        let target = self.0.at(ctx, &format!("/comments/{id}")).await?;
        Ok(self.0.read::<CommentWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }

    async fn comments_by_ids(&self, ctx: &Context, ids: &[CommentId]) -> Result<Vec<Comment>> {
        self.0.all::<CommentWire, _>(ctx, page::batches("/comments?", "id", ids)).await
    }

    async fn comments(
        &self,
        ctx: &Context,
        query: &CommentQuery,
        page: &PageRequest,
    ) -> Result<Page<Comment>> {
        let target = self.0.at(ctx, &path(query, page)).await?;
        self.0.page::<CommentWire, _>(ctx, &target).await
    }

    async fn comment_is_gone(&self, ctx: &Context, id: &CommentId) -> Result<bool> {
        let target = self.0.at(ctx, &format!("/comments/{id}")).await?;
        self.0.is_gone(ctx, &target).await
    }
}
