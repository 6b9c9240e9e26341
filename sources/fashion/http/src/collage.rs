//! Collages.

use async_trait::async_trait;
use ogrom_protocols::{Context, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CollageOrder, CollageQuery, CollageReader};
use ogrom_protocols_fashion_model::{Collage, CollageId, CollageItem, MeanRating, ProductId};
use ogrom_protocols_model::{Timestamp, UserId, Version};
use ogrom_sources_http::{
    page::{self, PageQuery},
    wire::{Brief, Text, instant, version},
};
use serde::Deserialize;

use crate::Http;

mod write;

#[derive(Debug, Deserialize)]
struct CollageWire {
    id: Text<CollageId>,
    owner: Brief<UserId>,
    title: Option<String>,
    description: Option<String>,
    items: Vec<ItemWire>,
    likes: u64,
    // An earlier release of the upstream counts no comments.
    #[serde(rename = "commentCount", default)]
    comments: u64,
    rating: Option<f64>,
    #[serde(deserialize_with = "version")]
    version: Version,
    #[serde(deserialize_with = "instant")]
    created: Timestamp,
    #[serde(deserialize_with = "instant")]
    modified: Timestamp,
}

#[derive(Debug, Deserialize)]
struct ItemWire {
    product: Brief<ProductId>,
    x: f64,
    y: f64,
    size: f64,
    rotation: f64,
    layer: i32,
}

fn path(query: &CollageQuery, page: &PageRequest) -> String {
    let mut pairs = PageQuery::of(page);
    if let Some(owner) = &query.owner {
        pairs.append("owner", owner.as_str());
    }
    if let Some(product) = &query.product {
        pairs.append("product", product.as_str());
    }
    pairs.append(
        "sort",
        match query.order {
            CollageOrder::Newest => "newest",
            CollageOrder::MostLiked => "likes",
        },
    );
    format!("/collages?{}", pairs.finish())
}

// === impl CollageWire ===

impl From<CollageWire> for Collage {
    fn from(wire: CollageWire) -> Self {
        let item = |ItemWire { product, x, y, size, rotation, layer }| CollageItem {
            product: product.id.0,
            x,
            y,
            size,
            rotation,
            layer,
        };
        Self {
            id: wire.id.0,
            owner: wire.owner.id.0,
            title: wire.title,
            description: wire.description,
            items: wire.items.into_iter().map(item).collect(),
            likes: wire.likes,
            comments: wire.comments,
            rating: wire.rating.and_then(MeanRating::from_stars),
            version: wire.version,
            created: wire.created,
            modified: wire.modified,
        }
    }
}

// === impl Http ===

#[async_trait]
impl CollageReader for Http {
    async fn collage_by_id(&self, ctx: &Context, id: &CollageId) -> Result<Option<Collage>> {
        let target = self.0.at(ctx, &format!("/collages/{id}")).await?;
        Ok(self.0.read::<CollageWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }

    async fn collages_by_ids(&self, ctx: &Context, ids: &[CollageId]) -> Result<Vec<Collage>> {
        self.0.all::<CollageWire, _>(ctx, page::batches("/collages?", "id", ids)).await
    }

    async fn collages(
        &self,
        ctx: &Context,
        query: &CollageQuery,
        page: &PageRequest,
    ) -> Result<Page<Collage>> {
        let target = self.0.at(ctx, &path(query, page)).await?;
        self.0.page::<CollageWire, _>(ctx, &target).await
    }

    async fn collage_is_gone(&self, ctx: &Context, id: &CollageId) -> Result<bool> {
        let target = self.0.at(ctx, &format!("/collages/{id}")).await?;
        self.0.is_gone(ctx, &target).await
    }
}
