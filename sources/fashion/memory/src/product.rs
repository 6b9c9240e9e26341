//! Products in memory.

use async_trait::async_trait;
use ogrom_protocols::{Context, Imported, Page, PageRequest, Result};
use ogrom_protocols_fashion::{PriceRange, ProductImport, ProductOrder, ProductQuery, ProductReader, words};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Country;
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
}

#[async_trait]
impl ProductImport for Memory {
    async fn import_products(&self, _: &Context, rows: &[Product]) -> Result<Vec<Imported>> {
        Ok(self.state.import(rows, State::add_product))
    }
}

impl State {
    fn add_product(&mut self, product: &Product) -> Checked<()> {
        ensure_free(&self.products, &product.id)?;
        self.products.insert(product.id.clone(), Indexed::of(product));
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
