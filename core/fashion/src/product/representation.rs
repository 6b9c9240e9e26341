//! Products on the wire.

use std::collections::BTreeMap;

use ogrom_core::{facts::locale, named, time::rfc3339};
use ogrom_core_resource::{Cx, Invalid};
use ogrom_protocols::Limit;
use ogrom_protocols_fashion::{PriceRange, ProductOrder, ProductQuery};
use ogrom_protocols_fashion_model::{Product, ProductId, ProductText};
use ogrom_protocols_model::{Country, LanguageTag, Locale, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProductPath, ProductResource};
use crate::collage::{self, CollagesResource};

/// A product with the texts and the price of the locale.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Product")]
#[schemars(extend("examples" = [{
    "id": "linen-tank",
    "name": "Linen tank",
    "language": "en-GB",
    "brand": "Lumelle",
    "category": "Clothing/Tops/T-shirts",
    "colour": "terracotta",
    "price": {"amount": 2900, "currency": "GBP"},
    "images": ["https://images.example/linen-tank/front.jpg"],
    "shop": "https://shop.example/linen-tank",
    "version": 1,
    "created": "2026-04-02T10:00:00.000Z",
    "modified": "2026-04-02T10:00:00.000Z",
    "links": {"self": "{base}/products/linen-tank", "collages": "{base}/collages?product=linen-tank"}
}]))]
pub struct ProductView {
    /// Its identifier.
    #[schemars(length(max = 64))]
    id: String,
    /// Its name; absent if it has none in any language.
    #[schemars(length(max = ProductText::NAME.most()))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Its description, in the language of the name.
    #[schemars(length(max = ProductText::DESCRIPTION.most()))]
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// The language of name and description (BCP 47): that of the locale, or of its first fallback that has texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Its brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Product::LABEL.most()))]
    brand: Option<String>,
    /// Its category, as a path from the general to the specific: `Clothing/Tops/T-shirts`.
    #[schemars(length(max = Product::LABEL.most()))]
    category: String,
    /// Its colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Product::LABEL.most()))]
    colour: Option<String>,
    /// Its price in the locale's country; absent if it is not sold there.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<PriceView>,
    /// Name and description by language (BCP 47); only with `complete=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<BTreeMap<String, TextView>>,
    /// The price by country (ISO 3166-1); only with `complete=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<BTreeMap<String, PriceView>>,
    /// The URLs of its pictures, the best first.
    #[schemars(inner(url))]
    images: Vec<String>,
    /// The URL of the page where it is sold.
    #[schemars(url)]
    #[serde(skip_serializing_if = "Option::is_none")]
    shop: Option<String>,
    /// The number of the last edit.
    version: u64,
    /// The time when it was added (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    created: String,
    /// The time of the last change (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    modified: String,
    links: ProductLinks,
}

/// A price.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Price")]
pub(super) struct PriceView {
    /// The amount in the currency's minor unit: 4990 in EUR is 49.90 euros.
    amount: u64,
    /// The currency (ISO 4217).
    #[schemars(length(equal = 3))]
    currency: String,
}

/// The name and description of a product in one language.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProductText")]
pub(super) struct TextView {
    /// The name.
    #[schemars(length(max = ProductText::NAME.most()))]
    name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = ProductText::DESCRIPTION.most()))]
    description: Option<String>,
}

/// Links from a product.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProductLinks {
    /// This resource.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    itself: Option<String>,
    /// The collages that contain it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    collages: Option<String>,
}

/// The short form of a product, inside of a collage.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProductBrief")]
pub(crate) struct ProductBrief {
    /// Its identifier.
    #[schemars(length(max = 64))]
    id: String,
    /// Its name; absent if it has none in any language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = ProductText::NAME.most()))]
    name: Option<String>,
    /// The language of the name (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Its brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Product::LABEL.most()))]
    brand: Option<String>,
    /// Its price in the locale's country; absent if it is not sold there.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<PriceView>,
    /// The URL of its best picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(url)]
    image: Option<String>,
    /// The product; absent if it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    link: Option<String>,
}

/// How much of a product.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductParameters {
    /// Whether to include the texts in all languages and the prices in all countries.
    pub(super) complete: bool,
}

/// Which products, in which order.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ProductsQuery {
    /// Products with these ids (up to 100, unordered; unknown ids are left out). Cannot be combined with filters or `sort`.
    #[schemars(length(max = 100))]
    pub(super) id: Vec<String>,
    /// Only products of this category or one below it.
    #[schemars(example = &"Clothing/Tops")]
    category: Option<String>,
    /// Only products of this brand (exact, case-sensitive).
    #[schemars(example = &"Lumelle")]
    brand: Option<String>,
    /// Only products of this colour (exact, case-sensitive).
    #[schemars(example = &"terracotta")]
    colour: Option<String>,
    /// Only products with these words. Each must be the beginning of a word in the name, description or brand, in any language.
    text: Option<String>,
    /// The lowest price in the locale's country, in minor units of its currency.
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    min_price: Option<u64>,
    /// The highest price in the locale's country, in minor units of its currency.
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    max_price: Option<u64>,
    /// The sort order; the default is `newest`.
    sort: Option<ProductSort>,
    /// Whether to include the texts in all languages and the prices in all countries.
    pub(super) complete: bool,
    /// The page size: the most items on one page.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// The `next` or `prev` of another page. Use it only with the filters and `sort` that returned it.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

/// The sort order of products. Sorting by price leaves out products without a price in the locale's country.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) enum ProductSort {
    /// Newest first.
    Newest,
    /// Least expensive first.
    Price,
    /// Most expensive first.
    #[serde(rename = "-price")]
    PriceDescending,
}

// === impl ProductView ===

impl ProductView {
    pub(crate) fn of(product: &Product, cx: &Cx) -> Self {
        let text = product.texts.choose(locale(cx));
        Self {
            id: product.id.to_string(),
            name: text.map(|(_, text)| text.name.clone()),
            description: text.and_then(|(_, text)| text.description.clone()),
            language: text.map(|(language, _)| language.to_string()),
            brand: product.brand.clone(),
            category: product.category.clone(),
            colour: product.colour.clone(),
            price: PriceView::of(product, locale(cx).country()),
            texts: None,
            prices: None,
            images: product.images.clone(),
            shop: product.shop.clone(),
            version: product.version.get(),
            created: rfc3339(product.created),
            modified: rfc3339(product.modified),
            links: ProductLinks {
                itself: link(&product.id, cx),
                collages: cx
                    .link_to::<CollagesResource>(&())
                    .map(|path| collage::containing(&path, &product.id)),
            },
        }
    }

    /// The same, with what the product has for other locales.
    pub(super) fn complete(product: &Product, cx: &Cx) -> Self {
        let text = |(language, ProductText { name, description }): (&LanguageTag, &ProductText)| {
            (language.to_string(), TextView { name: name.clone(), description: description.clone() })
        };
        let prices = product.prices.keys();
        let prices =
            prices.filter_map(|country| Some((country.to_string(), PriceView::of(product, *country)?)));
        Self {
            texts: Some(product.texts.iter().map(text).collect()),
            prices: Some(prices.collect()),
            ..Self::of(product, cx)
        }
    }
}

fn link(id: &ProductId, cx: &Cx) -> Option<String> {
    cx.link_to::<ProductResource>(&ProductPath { product: id.clone() })
}

// === impl PriceView ===

impl PriceView {
    fn of(product: &Product, country: Country) -> Option<Self> {
        let Money { amount, currency } = product.prices.get(&country)?;
        Some(Self { amount: *amount, currency: currency.to_string() })
    }
}

// === impl ProductBrief ===

impl ProductBrief {
    /// The short form of the product; of one that is gone, its identifier.
    pub(crate) fn of(id: &ProductId, product: Option<&Product>, cx: &Cx) -> Self {
        let text = product.and_then(|product| product.texts.choose(locale(cx)));
        Self {
            id: id.to_string(),
            name: text.map(|(_, text)| text.name.clone()),
            language: text.map(|(language, _)| language.to_string()),
            brand: product.and_then(|product| product.brand.clone()),
            price: product.and_then(|product| PriceView::of(product, locale(cx).country())),
            image: product.and_then(|product| product.images.first().cloned()),
            link: product.and_then(|product| link(&product.id, cx)),
        }
    }
}

// === impl ProductsQuery ===

impl ProductsQuery {
    /// The identifiers that are asked for, where any are. What is no identifier names nothing. Malformed where something
    /// else is asked for as well.
    pub(super) fn ids(&self) -> Result<Option<Vec<ProductId>>, Vec<Invalid>> {
        let Self { id, complete, limit, .. } = self;
        let alone = Self { id: id.clone(), complete: *complete, limit: *limit, ..Self::default() };
        named::listed("id", id, *self == alone)
    }

    pub(super) fn for_locale(&self, locale: &Locale) -> ProductQuery {
        let country = locale.country();
        let range = |min: Option<u64>, max: Option<u64>| PriceRange {
            country,
            min: min.unwrap_or_default(),
            max: max.unwrap_or(u64::MAX),
        };
        ProductQuery {
            category: self.category.clone(),
            brand: self.brand.clone(),
            colour: self.colour.clone(),
            text: self.text.clone(),
            price: (self.min_price.is_some() || self.max_price.is_some())
                .then(|| range(self.min_price, self.max_price)),
            order: match self.sort {
                None | Some(ProductSort::Newest) => ProductOrder::Newest,
                Some(ProductSort::Price) => ProductOrder::Cheapest(country),
                Some(ProductSort::PriceDescending) => ProductOrder::Dearest(country),
            },
        }
    }
}
