//! Products.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ogrom_protocols::{Context, Cursor, Error, Page, PageRequest, Result};
use ogrom_protocols_fashion::{
    CatalogueState, PriceRange, ProductChange, ProductOrder, ProductQuery, ProductReader,
};
use ogrom_protocols_fashion_model::{Product, ProductId, ProductText};
use ogrom_protocols_model::{Country, Currency, LanguageTag, Money, Timestamp, Version};
use ogrom_sources_http::{
    Validators,
    page::{self, PageQuery},
    wire::{Text, instant, version},
};
use serde::Deserialize;

use crate::Http;

#[derive(Debug, Deserialize)]
struct ProductWire {
    id: Text<ProductId>,
    texts: BTreeMap<Text<LanguageTag>, TextWire>,
    brand: Option<String>,
    category: String,
    colour: Option<String>,
    prices: BTreeMap<Text<Country>, PriceWire>,
    images: Vec<String>,
    shop: Option<String>,
    #[serde(deserialize_with = "version")]
    version: Version,
    #[serde(deserialize_with = "instant")]
    created: Timestamp,
    #[serde(deserialize_with = "instant")]
    modified: Timestamp,
}

#[derive(Debug, Deserialize)]
struct ChangeWire {
    cursor: String,
    id: Text<ProductId>,
    product: Option<ProductWire>,
}

/// The list of changes.
const CHANGES: &str = "/feeds/products/changes";

#[derive(Debug, Deserialize)]
struct TextWire {
    name: String,
    description: Option<String>,
}

#[derive(Debug, Deserialize)]
struct PriceWire {
    amount: u64,
    currency: Text<Currency>,
}

/// The country that a query is about; absent where it is about none. Refused where it is about two: one path names one.
fn country(query: &ProductQuery) -> Result<Option<Country>> {
    let of_range = query.price.map(|range| range.country);
    let of_order = match query.order {
        ProductOrder::Newest => None,
        ProductOrder::Cheapest(country) | ProductOrder::Dearest(country) => Some(country),
    };
    match (of_range, of_order) {
        (Some(range), Some(order)) if range != order => Err(Error::refused(format!(
            "the upstream orders by the prices of the country that it filters by, not by {order} in {range}"
        ))),
        _ => Ok(of_range.or(of_order)),
    }
}

/// The dearest price that a query can name; a range that goes on beyond has no upper end.
const DEAREST: u64 = (1 << 53) - 1;

fn path(query: &ProductQuery, page: &PageRequest) -> String {
    let mut pairs = PageQuery::of(page);
    pairs.append("complete", "true");
    let texts = [
        ("category", &query.category),
        ("brand", &query.brand),
        ("colour", &query.colour),
        ("text", &query.text),
    ];
    for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        pairs.append(name, value);
    }
    if let Some(PriceRange { min, max, .. }) = query.price {
        pairs.append("minPrice", &min.min(DEAREST).to_string());
        if max < DEAREST {
            pairs.append("maxPrice", &max.to_string());
        }
    }
    pairs.append(
        "sort",
        match query.order {
            ProductOrder::Newest => "newest",
            ProductOrder::Cheapest(_) => "price",
            ProductOrder::Dearest(_) => "-price",
        },
    );
    format!("/products?{}", pairs.finish())
}

// === impl ProductWire ===

impl From<ProductWire> for Product {
    fn from(wire: ProductWire) -> Self {
        let text =
            |(Text(language), TextWire { name, description })| (language, ProductText { name, description });
        let price = |(Text(country), PriceWire { amount, currency: Text(currency) })| {
            (country, Money { amount, currency })
        };
        Self {
            id: wire.id.0,
            texts: wire.texts.into_iter().map(text).collect(),
            brand: wire.brand,
            category: wire.category,
            colour: wire.colour,
            prices: wire.prices.into_iter().map(price).collect(),
            images: wire.images,
            shop: wire.shop,
            version: wire.version,
            created: wire.created,
            modified: wire.modified,
        }
    }
}

// === impl ChangeWire ===

impl From<ChangeWire> for ProductChange {
    fn from(ChangeWire { cursor, id: Text(id), product }: ChangeWire) -> Self {
        Self { cursor: Cursor::parse(&cursor), id, product: product.map(Into::into) }
    }
}

// === impl Http ===

#[async_trait]
impl ProductReader for Http {
    async fn product_by_id(&self, ctx: &Context, id: &ProductId) -> Result<Option<Product>> {
        let target = self.0.at(ctx, &format!("/products/{id}?complete=true")).await?;
        Ok(self.0.read::<ProductWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }

    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        self.0.all::<ProductWire, _>(ctx, page::batches("/products?complete=true&", "id", ids)).await
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>> {
        let path = path(query, page);
        let target = match country(query)? {
            Some(country) => self.0.at_country(ctx, country, &path).await?,
            None => self.0.at(ctx, &path).await?,
        };
        self.0.page::<ProductWire, _>(ctx, &target).await
    }

    async fn catalogue_state(&self, ctx: &Context) -> Result<Option<CatalogueState>> {
        let target = self.0.at(ctx, CHANGES).await?;
        let Validators { tag, modified } = self.0.validators(ctx, &target).await?;
        Ok(tag.map(|version| CatalogueState { version, modified }))
    }

    async fn product_changes(&self, ctx: &Context, page: &PageRequest) -> Result<Vec<ProductChange>> {
        let mut query = PageQuery::default();
        query.append("complete", "true");
        query.append("limit", &page.limit.get().to_string());
        if let Some(since) = &page.cursor {
            query.append("since", since.as_str());
        }
        let target = self.0.at(ctx, &format!("{CHANGES}?{}", query.finish())).await?;
        let found = self.0.read::<Vec<ChangeWire>>(ctx, &target).await?;
        Ok(found.map(|found| found.thing.into_iter().map(Into::into).collect()).unwrap_or_default())
    }
}
