//! Products in the database: reading.

mod filter;
mod keys;
mod load;
mod row;
mod search;
pub(crate) mod statements;

use async_trait::async_trait;
use ogrom_protocols::{Context, Cursor, Page, PageRequest, Place, Position, Result};
use ogrom_protocols_fashion::{
    CatalogueState, ProductChange, ProductOrder, ProductQuery, ProductReader, words,
};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{Row, batch, columns::signed, page};

pub(crate) use self::load::known;
use self::{
    row::product,
    search::{ReadOrder, Search},
    statements as sql,
};
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
        let window = request.open(query.describe())?;
        let words: Option<Vec<_>> = query.text.as_deref().map(|text| words::words(text).collect());
        if words.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Page::empty());
        }
        let words = words.unwrap_or_default();
        let order = ReadOrder::of(query.order, window.is_backward());
        let (start, wanted) = (page::start(&window, search::first(query)), page::limit_plus_one(&window));
        let search = Search { query, order, words: &words, start: &start, wanted };
        let rows = search.rows(ctx, &self.0).await?;
        let mut found = rows.iter().map(product).collect::<Result<Vec<_>>>()?;
        // The statement finds which products they are, and leaves it at that.
        let compare =
            |a: &Product, b: &Product| (rank(query.order, a), &a.id).cmp(&(rank(query.order, b), &b.id));
        found.sort_unstable_by(|a, b| if order.ascends() { compare(a, b) } else { compare(b, a) });
        let position = |at: &Product| Position { rank: rank(query.order, at), id: at.id.to_string() };
        Ok(window.page(found, position))
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
        let start = page::start(&request.open(ProductChange::SEALED_FOR)?, before_all);
        let limit = i64::try_from(request.limit.get()).unwrap_or(i64::MAX);
        let rows = self.0.rows(ctx, sql::CHANGED.query().after(&start).bind(limit)).await?;
        let change = |row: &Row| {
            let product = product(row)?;
            let position = Position { rank: row.integer(11)?, id: product.id.to_string() };
            let cursor = Cursor::seal(ProductChange::SEALED_FOR, &Place::After(position));
            Ok(ProductChange { cursor, id: product.id.clone(), product: Some(product) })
        };
        rows.iter().map(change).collect()
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
