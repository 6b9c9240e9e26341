//! Products in memory.

use async_trait::async_trait;
use ogrom_protocols::{Context, Cursor, Imported, Page, PageRequest, Place, Position, Result};
use ogrom_protocols_fashion::{
    CatalogueState, PriceRange, ProductChange, ProductImport, ProductOrder, ProductQuery, ProductReader,
    words,
};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::{Country, Timestamp};
use ogrom_sources_memory::{Checked, Direction, ensure_free, page, select};

use crate::{Memory, indexed::Indexed, state::State};

#[async_trait]
impl ProductReader for Memory {
    async fn products_by_ids(&self, _: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        Ok(select(&self.state.read().products, ids).map(|indexed| indexed.product.clone()).collect())
    }

    async fn products(
        &self,
        _: &Context,
        query: &ProductQuery,
        request: &PageRequest,
    ) -> Result<Page<Product>> {
        let direction = match query.order {
            ProductOrder::Cheapest(_) => Direction::Ascending,
            ProductOrder::Newest | ProductOrder::Dearest(_) => Direction::Descending,
        };
        let text: Option<Vec<_>> = query.text.as_deref().map(|text| words::words(text).collect());
        let state = self.state.read();
        let found = state.products.values().filter(|indexed| {
            filters_pass(query, &indexed.product) && text.as_ref().is_none_or(|text| indexed.has(text))
        });
        let ranked = found.filter_map(|Indexed { product, .. }| {
            Some(((rank(query.order, product)?, product.id.as_str()), product))
        });
        page(ranked, direction, &query.describe(), request)
    }

    async fn catalogue_state(&self, _: &Context) -> Result<Option<CatalogueState>> {
        let state = self.state.read();
        let version = state.product_changes.to_string();
        Ok(Some(CatalogueState { version, modified: state.products_modified }))
    }

    async fn product_changes(&self, _: &Context, request: &PageRequest) -> Result<Vec<ProductChange>> {
        let window = request.open(ProductChange::SEALED_FOR)?;
        let after = window.start().map(|position| (position.rank, position.id.as_str()));
        let state = self.state.read();
        let changes =
            state.products.values().map(|indexed| ((indexed.changed, indexed.product.id.as_str()), indexed));
        let mut changes: Vec<_> =
            changes.filter(|(position, _)| after.is_none_or(|after| *position > after)).collect();
        changes.sort_unstable_by_key(|(position, _)| *position);
        changes.truncate(request.limit.get());
        let change = |((rank, id), indexed): ((i64, &str), &Indexed)| ProductChange {
            cursor: Cursor::seal(
                ProductChange::SEALED_FOR,
                &Place::After(Position { rank, id: id.to_owned() }),
            ),
            id: indexed.product.id.clone(),
            product: Some(indexed.product.clone()),
        };
        Ok(changes.into_iter().map(change).collect())
    }
}

#[async_trait]
impl ProductImport for Memory {
    async fn import_products(&self, _: &Context, rows: &[Product], now: Timestamp) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, |state, product| state.add_product(product, now)))
    }
}

impl State {
    fn add_product(&mut self, product: &Product, now: Timestamp) -> Checked<()> {
        ensure_free(&self.products, &product.id)?;
        self.product_changes += 1;
        self.products_modified = self.products_modified.max(Some(now));
        self.products.insert(product.id.clone(), Indexed::of(product, self.product_changes));
        Ok(())
    }
}

/// Whether all filters but the text let the product pass.
fn filters_pass(query: &ProductQuery, product: &Product) -> bool {
    let ProductQuery { category, brand, colour, price, text: _, order: _ } = query;
    let costs = |PriceRange { country, min, max }: &PriceRange| {
        product.prices.get(country).is_some_and(|price| (*min..=*max).contains(&price.amount))
    };
    category.as_ref().is_none_or(|wanted| product.categories().any(|category| category == wanted))
        && brand.as_ref().is_none_or(|wanted| product.brand.as_ref() == Some(wanted))
        && colour.as_ref().is_none_or(|wanted| product.colour.as_ref() == Some(wanted))
        && price.as_ref().is_none_or(costs)
}

/// The sort key of the product; absent where the order leaves it out.
fn rank(order: ProductOrder, product: &Product) -> Option<i64> {
    match order {
        ProductOrder::Newest => Some(product.created.as_millis()),
        ProductOrder::Cheapest(country) | ProductOrder::Dearest(country) => price_rank(product, country),
    }
}

fn price_rank(product: &Product, country: Country) -> Option<i64> {
    let price = product.prices.get(&country)?;
    Some(i64::try_from(price.amount).unwrap_or(i64::MAX))
}
