//! Products as rows.

use std::collections::BTreeMap;

use ogrom_protocols::Result;
use ogrom_protocols_fashion_model::{Product, ProductText};
use ogrom_protocols_model::{Country, LanguageTag, Money};
use ogrom_sources_sql::{
    Row,
    batch::json,
    columns::{parse, stored},
};
use serde::{Deserialize, Serialize};

/// A row of products.
#[derive(Serialize)]
pub(super) struct ProductRow<'a> {
    id: &'a str,
    brand: Option<&'a str>,
    category: &'a str,
    colour: Option<&'a str>,
    texts: String,
    prices: String,
    images: String,
    shop: Option<&'a str>,
    version: i64,
    created: i64,
    modified: i64,
    changed: i64,
}

/// A text in the document of a product, under its language.
#[derive(Serialize, Deserialize)]
struct StoredText {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// A price in the document of a product, under its country.
#[derive(Serialize, Deserialize)]
struct StoredPrice {
    amount: u64,
    currency: String,
}

/// The product in a row of the columns that lists select.
pub(super) fn product(row: &Row) -> Result<Product> {
    let texts: BTreeMap<String, StoredText> = row.document(4)?;
    let prices: BTreeMap<String, StoredPrice> = row.document(5)?;
    Ok(Product {
        id: row.parse(0)?,
        brand: row.optional_text(1)?,
        category: row.text(2)?.to_owned(),
        colour: row.optional_text(3)?,
        texts: texts.into_iter().map(text).collect::<Result<_>>()?,
        prices: prices.into_iter().map(price).collect::<Result<_>>()?,
        images: row.document(6)?,
        shop: row.optional_text(7)?,
        version: row.version(8)?,
        created: row.timestamp(9)?,
        modified: row.timestamp(10)?,
    })
}

fn text((language, text): (String, StoredText)) -> Result<(LanguageTag, ProductText)> {
    let StoredText { name, description } = text;
    Ok((parse(&language)?, ProductText { name, description }))
}

fn price((country, price): (String, StoredPrice)) -> Result<(Country, Money)> {
    let StoredPrice { amount, currency } = price;
    Ok((parse(&country)?, Money { amount, currency: parse(&currency)? }))
}

// === impl ProductRow ===

impl<'a> ProductRow<'a> {
    /// The row of a product, as it is since the change of this number.
    pub(super) fn of(product: &'a Product, changed: i64) -> Self {
        let text = |text: &ProductText| StoredText {
            name: text.name.clone(),
            description: text.description.clone(),
        };
        let price =
            |price: &Money| StoredPrice { amount: price.amount, currency: price.currency.to_string() };
        let texts: BTreeMap<_, _> = product.texts.iter().map(|(tag, it)| (tag.as_str(), text(it))).collect();
        let prices: BTreeMap<_, _> = product.prices.iter().map(|(at, it)| (at.as_str(), price(it))).collect();
        Self {
            id: product.id.as_str(),
            brand: product.brand.as_deref(),
            category: &product.category,
            colour: product.colour.as_deref(),
            texts: json(&texts),
            prices: json(&prices),
            images: json(&product.images),
            shop: product.shop.as_deref(),
            version: stored(product.version),
            created: product.created.as_millis(),
            modified: product.modified.as_millis(),
            changed,
        }
    }
}
