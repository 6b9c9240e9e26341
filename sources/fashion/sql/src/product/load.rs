//! Products in the database: loading.

use std::collections::BTreeSet;

use async_trait::async_trait;
use ogrom_protocols::{Context, Error, Imported, Result};
use ogrom_protocols_fashion::{ProductImport, words};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Timestamp;
use ogrom_sources_sql::{
    Transaction,
    batch::{self, Checked, ExistingKeys},
    columns::signed,
};
use serde::Serialize;

use super::{row::ProductRow, statements as sql};
use crate::Sql;

/// That a product is found under a category.
#[derive(Serialize)]
struct ProductCategoryRow<'a> {
    category: &'a str,
    created: i64,
    product: &'a str,
}

/// The price of a product in a country.
#[derive(Serialize)]
struct ProductPriceRow<'a> {
    product: &'a str,
    country: &'a str,
    amount: i64,
}

/// That a product is found by a word. Ordered as the table is, which fills it in one sweep.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct ProductWordRow<'a> {
    word: String,
    product: &'a str,
}

#[async_trait]
impl ProductImport for Sql {
    async fn import_products(
        &self,
        ctx: &Context,
        rows: &[Product],
        now: Timestamp,
    ) -> Result<Vec<Imported>> {
        let rows = rows.to_vec();
        let outcomes =
            self.0.write(ctx, rows, move |rows, transaction| Box::pin(add(rows, now, transaction)));
        outcomes.await.map(batch::imported)
    }
}

async fn add(products: &[Product], now: Timestamp, transaction: &mut Transaction) -> Result<Vec<Checked>> {
    let mut taken = known(products.iter().map(|product| &product.id), transaction).await?;
    let (outcomes, added) = batch::partition(products, |product| {
        taken.ensure_free(product.id.as_str())?;
        taken.reserve(product.id.as_str());
        Ok(())
    });
    if added.is_empty() {
        return Ok(outcomes);
    }
    let changed = count_change(now, transaction).await?;
    let rows = added.iter().copied();
    let words: BTreeSet<_> = rows.clone().flat_map(stored_words).collect();
    batch::add(sql::INSERT, rows.clone().map(|product| ProductRow::of(product, changed)), transaction)
        .await?;
    batch::add(sql::INSERT_CATEGORIES, rows.clone().flat_map(categories), transaction).await?;
    batch::add(sql::INSERT_PRICES, rows.flat_map(prices), transaction).await?;
    batch::add(sql::INSERT_WORDS, words.into_iter(), transaction).await?;
    Ok(outcomes)
}

/// Counts a change that is made now, and returns its number.
async fn count_change(now: Timestamp, transaction: &mut Transaction) -> Result<i64> {
    transaction.run(sql::COUNT_CHANGE.bind(now.as_millis()).bind(now.as_millis())).await?;
    let state = transaction.rows(sql::STATE.query()).await?;
    let row = state.first().ok_or_else(|| Error::corrupt("changes of products are not counted"))?;
    row.integer(0)
}

/// Which of these products are there.
pub(crate) async fn known<'a>(
    ids: impl Iterator<Item = &'a ProductId>,
    transaction: &mut Transaction,
) -> Result<ExistingKeys> {
    ExistingKeys::load("product", sql::KNOWN.bind(batch::ids(ids.map(ProductId::as_str))), transaction).await
}

fn categories(product: &Product) -> impl Iterator<Item = ProductCategoryRow<'_>> {
    let (created, id) = (product.created.as_millis(), product.id.as_str());
    product.categories().map(move |category| ProductCategoryRow { category, created, product: id })
}

fn prices(product: &Product) -> impl Iterator<Item = ProductPriceRow<'_>> {
    let price = |(country, amount)| ProductPriceRow { product: product.id.as_str(), country, amount };
    product.prices.iter().map(|(country, price)| (country.as_str(), signed(price.amount))).map(price)
}

fn stored_words(product: &Product) -> impl Iterator<Item = ProductWordRow<'_>> {
    let id = product.id.as_str();
    words::of_product(product).into_iter().map(move |word| ProductWordRow { word, product: id })
}
