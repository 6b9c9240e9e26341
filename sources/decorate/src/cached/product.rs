//! Products, cached.

use std::sync::Arc;

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{ProductImport, ProductQuery, ProductReader};
use ogrom_protocols_fashion_model::{Product, ProductId};

use super::{
    Cached,
    key::{Class, Key, Thing, Touched},
};

#[async_trait]
impl<S: ProductReader + 'static> ProductReader for Cached<S> {
    async fn product_by_id(&self, ctx: &Context, id: &ProductId) -> Result<Option<Product>> {
        self.one(ctx, Product::key(id), |source, ctx| {
            let id = id.clone();
            async move { source.product_by_id(&ctx, &id).await }
        })
        .await
    }

    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        let ask = |source: Arc<S>, ctx, ids: Vec<_>| async move { source.products_by_ids(&ctx, &ids).await };
        self.things(ctx, ids, ask).await
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>> {
        self.one(ctx, Key::page::<Page<Product>>(&query.describe(), page), |source, ctx| {
            let (query, page) = (query.clone(), page.clone());
            async move { source.products(&ctx, &query, &page).await }
        })
        .await
    }
}

#[async_trait]
impl<S: ProductImport + 'static> ProductImport for Cached<S> {
    async fn import_products(&self, ctx: &Context, rows: &[Product]) -> Result<Vec<Imported>> {
        let touched = Touched::things::<Product>(rows.iter().map(|row| &row.id)).and(&[Class::Products]);
        let rows = rows.to_vec();
        self.change(ctx, touched, |source, ctx| async move { source.import_products(&ctx, &rows).await })
            .await
    }
}
