//! Products, cached.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{CatalogueState, ProductChange, ProductImport, ProductQuery, ProductReader};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Timestamp;

use super::{
    Cached,
    classes::{PRODUCT_BY_ID, PRODUCT_PAGES, PRODUCTS},
};

#[async_trait]
impl<S: ProductReader + 'static> ProductReader for Cached<S> {
    async fn product_by_id(&self, ctx: &Context, id: &ProductId) -> Result<Option<Product>> {
        self.0
            .thing(
                ctx,
                &PRODUCT_BY_ID,
                id,
                |source, ctx, id| async move { source.product_by_id(&ctx, &id).await },
            )
            .await
    }

    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        let load = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.products_by_ids(&ctx, &ids).await };
        self.0.things(ctx, &PRODUCT_BY_ID, ids, load).await
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>> {
        let described = query.describe();
        let load = |source: Arc<S>, ctx, page| {
            let query = query.clone();
            async move { source.products(&ctx, &query, &page).await }
        };
        self.0.page(ctx, &PRODUCT_PAGES, &described, page, load).await
    }

    async fn catalogue_state(&self, ctx: &Context) -> Result<Option<CatalogueState>> {
        self.0.uncached(ctx, "products").catalogue_state(ctx).await
    }

    async fn product_changes(&self, ctx: &Context, page: &PageRequest) -> Result<Vec<ProductChange>> {
        self.0.uncached(ctx, "products").product_changes(ctx, page).await
    }
}

#[async_trait]
impl<S: ProductImport + 'static> ProductImport for Cached<S> {
    async fn import_products(
        &self,
        ctx: &Context,
        rows: &[Product],
        now: Timestamp,
    ) -> Result<Vec<Imported>> {
        let invalidation = PRODUCT_BY_ID.invalidation(rows.iter().map(|row| &row.id)).and(&[PRODUCTS]);
        let rows = rows.to_vec();
        self.0
            .change(
                ctx,
                invalidation,
                |source, ctx| async move { source.import_products(&ctx, &rows, now).await },
            )
            .await
    }
}
