//! What a list of products can be filtered by, one condition at a time.

use ogrom_protocols::{Context, PriceRange, ProductOrder, Result};
use serde::Serialize;

use super::statements as sql;
use crate::{
    columns::signed,
    dialect::Statement,
    driver::{Driver, Query},
};

/// How far products are counted. So many are gathered and sorted in single-digit milliseconds; and where more pass a
/// filter, a page of those that do is soon full.
pub(super) const FEW: i64 = 6_000;

/// A condition that an index knows the products of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filter<'q> {
    Brand(&'q str),
    Colour(&'q str),
    Category(&'q str),
    Price(PriceRange),
    Word(&'q str),
}

/// The words from the first up to, but without, the second.
#[derive(Debug, Serialize)]
pub(super) struct Prefix<'q> {
    pub(super) low: &'q str,
    pub(super) high: String,
}

// === impl Filter ===

impl Filter<'_> {
    /// How many products pass, up to [`FEW`].
    pub(super) async fn count(self, ctx: &Context, driver: &Driver) -> Result<i64> {
        let statement = match self {
            Self::Brand(_) => sql::COUNT_OF_BRAND,
            Self::Colour(_) => sql::COUNT_OF_COLOUR,
            Self::Category(_) => sql::COUNT_OF_CATEGORY,
            Self::Price(_) => sql::COUNT_IN_RANGE,
            Self::Word(_) => sql::COUNT_WITH_WORD,
        };
        let rows = driver.rows(ctx, self.bind_to(statement.query()).bind(FEW)).await?;
        rows.first().map_or(Ok(0), |row| row.integer(0))
    }

    /// Whether the filter's index has its products in this order, so that they can be walked.
    pub(super) fn is_sorted(self, order: ProductOrder) -> bool {
        order == ProductOrder::Newest && matches!(self, Self::Brand(_) | Self::Colour(_) | Self::Category(_))
    }

    /// The list of the products that pass this filter.
    pub(super) fn list(self, order: ProductOrder) -> Statement {
        match (order, self) {
            (ProductOrder::Newest, Self::Brand(_)) => sql::NEWEST_OF_BRAND,
            (ProductOrder::Newest, Self::Colour(_)) => sql::NEWEST_OF_COLOUR,
            (ProductOrder::Newest, Self::Category(_)) => sql::NEWEST_OF_CATEGORY,
            (ProductOrder::Newest, Self::Price(_)) => sql::NEWEST_IN_RANGE,
            (ProductOrder::Newest, Self::Word(_)) => sql::NEWEST_WITH_WORD,
            (ProductOrder::Cheapest(_), Self::Brand(_)) => sql::CHEAPEST_OF_BRAND,
            (ProductOrder::Cheapest(_), Self::Colour(_)) => sql::CHEAPEST_OF_COLOUR,
            (ProductOrder::Cheapest(_), Self::Category(_)) => sql::CHEAPEST_OF_CATEGORY,
            (ProductOrder::Cheapest(_), Self::Price(_)) => sql::CHEAPEST_IN_RANGE,
            (ProductOrder::Cheapest(_), Self::Word(_)) => sql::CHEAPEST_WITH_WORD,
            (ProductOrder::Dearest(_), Self::Brand(_)) => sql::DEAREST_OF_BRAND,
            (ProductOrder::Dearest(_), Self::Colour(_)) => sql::DEAREST_OF_COLOUR,
            (ProductOrder::Dearest(_), Self::Category(_)) => sql::DEAREST_OF_CATEGORY,
            (ProductOrder::Dearest(_), Self::Price(_)) => sql::DEAREST_IN_RANGE,
            (ProductOrder::Dearest(_), Self::Word(_)) => sql::DEAREST_WITH_WORD,
        }
    }

    /// Binds what the filter asks for where it is the source, or is counted.
    pub(super) fn bind_to(self, query: Query) -> Query {
        match self {
            Self::Brand(text) | Self::Colour(text) | Self::Category(text) => query.bind(text),
            Self::Price(PriceRange { country, min, max }) => {
                query.bind(country.as_str()).bind(signed(min)).bind(signed(max))
            }
            Self::Word(word) => query.bind(word).bind(Prefix::of(word).high),
        }
    }
}

// === impl Prefix ===

impl<'q> Prefix<'q> {
    /// The words that begin with this one. No word holds the last of all characters, which is none of any script.
    pub(super) fn of(word: &'q str) -> Self {
        Self { low: word, high: format!("{word}\u{10ffff}") }
    }
}
