//! Products in the database: reading.

mod filter;
mod keys;
mod load;
mod row;
mod search;
pub(crate) mod statements;

use async_trait::async_trait;
use ogrom_protocols::{Context, Cursor, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{
    CatalogueState, ProductChange, ProductOrder, ProductQuery, ProductReader, words,
};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{Row, batch, columns::signed, page};

pub(crate) use self::load::known;
use self::{row::product, search::Search, statements as sql};
use crate::Sql;

#[async_trait]
impl ProductReader for Sql {
    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        let query = sql::BY_IDS.bind(batch::ids(ids.iter().map(ProductId::as_str)));
        self.0.rows(ctx, query).await?.iter().map(product).collect()
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        request: &PageRequest,
    ) -> Result<Page<Product>> {
        let sealed_for = query.describe();
        let start = page::resume(request, &sealed_for, search::first(query))?;
        let words: Option<Vec<_>> = query.text.as_deref().map(|text| words::words(text).collect());
        if words.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Page::empty());
        }
        let words = words.unwrap_or_default();
        let search = Search { query, words: &words, start: &start, wanted: page::limit_plus_one(request) };
        let rows = search.rows(ctx, &self.0).await?;
        let mut found = rows.iter().map(product).collect::<Result<Vec<_>>>()?;
        sort(&mut found, query.order);
        let position = |last: &Product| Position { rank: rank(query.order, last), id: last.id.to_string() };
        Ok(page::page(found, request, &sealed_for, position))
    }

    async fn catalogue_state(&self, ctx: &Context) -> Result<Option<CatalogueState>> {
        let rows = self.0.rows(ctx, sql::STATE.query()).await?;
        let state = |row: &Row| {
            let modified = row.optional_integer(1)?.map(Timestamp::from_millis);
            Ok(CatalogueState { version: row.integer(0)?.to_string(), modified })
        };
        rows.first().map(state).transpose()
    }

    async fn product_changes(&self, ctx: &Context, request: &PageRequest) -> Result<Vec<ProductChange>> {
        let before_all = Position { rank: i64::MIN, id: String::new() };
        let start = page::resume(request, ProductChange::SEALED_FOR, before_all)?;
        let limit = i64::try_from(request.limit.get()).unwrap_or(i64::MAX);
        let rows = self.0.rows(ctx, sql::CHANGED.query().after(&start).bind(limit)).await?;
        let change = |row: &Row| {
            let product = product(row)?;
            let position = Position { rank: row.integer(11)?, id: product.id.to_string() };
            let cursor = Cursor::seal(ProductChange::SEALED_FOR, &position);
            Ok(ProductChange { cursor, id: product.id.clone(), product: Some(product) })
        };
        rows.iter().map(change).collect()
    }
}

/// Puts the products of one page in order: their statement finds which they are, and leaves it at that.
fn sort(products: &mut [Product], order: ProductOrder) {
    let compare = |a: &Product, b: &Product| (rank(order, a), &a.id).cmp(&(rank(order, b), &b.id));
    match order {
        ProductOrder::Cheapest(_) => products.sort_unstable_by(compare),
        ProductOrder::Newest | ProductOrder::Dearest(_) => products.sort_unstable_by(|a, b| compare(b, a)),
    }
}

fn rank(order: ProductOrder, product: &Product) -> i64 {
    match order {
        ProductOrder::Newest => product.created.as_millis(),
        ProductOrder::Cheapest(country) | ProductOrder::Dearest(country) => {
            product.prices.get(&country).map_or(0, |price| signed(price.amount))
        }
    }
}
