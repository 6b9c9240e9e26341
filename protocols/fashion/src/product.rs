//! Products: reading and loading.

use async_trait::async_trait;
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::{Country, Timestamp};

use ogrom_protocols::{Context, Cursor, Error, Imported, Page, PageRequest, Result};

/// Reads products.
#[async_trait]
pub trait ProductReader: Send + Sync {
    /// The product of this identifier.
    async fn product_by_id(&self, ctx: &Context, id: &ProductId) -> Result<Option<Product>> {
        Ok(self.products_by_ids(ctx, std::slice::from_ref(id)).await?.pop())
    }

    /// The products of these identifiers, each once, in no particular order. Those that are not there are left out.
    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>>;

    /// A page of the products that match all of the query's filters.
    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>>;

    /// The state of all products together. Absent where the source does not count changes.
    async fn catalogue_state(&self, _ctx: &Context) -> Result<Option<CatalogueState>> {
        Ok(None)
    }

    /// The products that changed after the cursor of the request, or all products without one, as many as its limit, in
    /// the order of their last change. Fewer than that end the list. A product that changes meanwhile moves to the end.
    /// [`Error::Refused`] where the source does not count changes.
    async fn product_changes(&self, _ctx: &Context, _page: &PageRequest) -> Result<Vec<ProductChange>> {
        Err(Error::refused("this source does not count changes"))
    }
}

/// Loads products.
#[async_trait]
pub trait ProductImport: Send + Sync {
    /// Adds all products that do not exist yet, in one transaction, as a change that is made `now`. Returns the result of
    /// each row, in the order given.
    async fn import_products(&self, ctx: &Context, rows: &[Product], now: Timestamp)
    -> Result<Vec<Imported>>;
}

/// The state of all products together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueState {
    /// A text that is another one after every change.
    pub version: String,
    /// The time of the last change; absent if it is unknown.
    pub modified: Option<Timestamp>,
}

/// The last change of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductChange {
    /// Leads to the changes after this one. It counts changes, and does not depend on any clock.
    pub cursor: Cursor,
    /// The product's identifier.
    pub id: ProductId,
    /// The product as it is now; absent if it was removed.
    pub product: Option<Product>,
}

// === impl ProductChange ===

impl ProductChange {
    /// The text that the cursors of changes are sealed for.
    pub const SEALED_FOR: &str = "product changes";
}

/// Which products, in which order. An absent filter lets everything pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductQuery {
    /// This category or one below it, compared exactly: `Apparel` finds `Apparel/Topwear/Shirts`.
    pub category: Option<String>,
    /// This brand, compared exactly.
    pub brand: Option<String>,
    /// This colour, compared exactly.
    pub colour: Option<String>,
    /// Words; each must begin a word of the product's brand, or of its name or description in any language, as
    /// [`words`](crate::words) splits texts. A text without words finds nothing.
    pub text: Option<String>,
    /// Those with a price in this range.
    pub price: Option<PriceRange>,
    /// The order.
    pub order: ProductOrder,
}

/// The order of products. Identifiers decide between equals, in the same direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProductOrder {
    /// By the time of creation, the newest first.
    #[default]
    Newest,
    /// By the price in this country, the lowest first. Products without one are left out.
    Cheapest(Country),
    /// By the price in this country, the highest first. Products without one are left out.
    Dearest(Country),
}

/// A price in a country, both ends included. Minor units of the country's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRange {
    /// The country of the price.
    pub country: Country,
    /// The lowest.
    pub min: u64,
    /// The highest.
    pub max: u64,
}

// === impl ProductQuery ===

impl ProductQuery {
    /// The query in one line, the same on every machine and in every release: a [`Cursor`](ogrom_protocols::Cursor)
    /// is sealed for it.
    pub fn describe(&self) -> String {
        // A text may hold any character, so only its length shows where it ends.
        let text = |text: &Option<String>| {
            text.as_ref().map(|text| format!("{}:{text}", text.len())).unwrap_or_default()
        };
        let price = self.price.map(|PriceRange { country, min, max }| format!("{country}:{min}-{max}"));
        let order = match self.order {
            ProductOrder::Newest => "newest".to_owned(),
            ProductOrder::Cheapest(country) => format!("cheapest:{country}"),
            ProductOrder::Dearest(country) => format!("dearest:{country}"),
        };
        format!(
            "products category={} brand={} colour={} text={} price={} order={order}",
            text(&self.category),
            text(&self.brand),
            text(&self.colour),
            text(&self.text),
            price.unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_that_differ_are_described_differently() {
        let text = |text: &str| Some(text.to_owned());
        let (de, at) = ("DE".parse().unwrap(), "AT".parse().unwrap());
        let all = ProductQuery::default;
        let price = |country, min, max| Some(PriceRange { country, min, max });
        let mut lines: Vec<_> = [
            all(),
            ProductQuery { category: text("A"), ..all() },
            ProductQuery { brand: text("A"), ..all() },
            ProductQuery { colour: text("A"), ..all() },
            ProductQuery { text: text("A"), ..all() },
            ProductQuery { text: text(""), ..all() },
            ProductQuery { category: text("A brand=1:B"), ..all() },
            ProductQuery { category: text("A"), brand: text("B"), ..all() },
            ProductQuery { price: price(de, 1, 2), ..all() },
            ProductQuery { price: price(at, 1, 2), ..all() },
            ProductQuery { price: price(de, 1, 3), ..all() },
            ProductQuery { price: price(de, 0, 2), ..all() },
            ProductQuery { order: ProductOrder::Cheapest(de), ..all() },
            ProductQuery { order: ProductOrder::Cheapest(at), ..all() },
            ProductQuery { order: ProductOrder::Dearest(de), ..all() },
        ]
        .iter()
        .map(ProductQuery::describe)
        .collect();
        let count = lines.len();
        lines.sort();
        lines.dedup();
        assert_eq!(lines.len(), count, "{lines:#?}");
    }
}
