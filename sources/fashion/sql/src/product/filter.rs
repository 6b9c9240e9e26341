//! The filters of a list of products, one condition at a time.

use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::{PriceRange, ProductOrder};
use ogrom_sources_sql::{Database, Query, columns::signed};
use serde::Serialize;

use super::{keys::Keys, statements as sql};

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
    /// The products that pass, or so many of them.
    pub(super) async fn keys(self, limit: i64, ctx: &Context, database: &Database) -> Result<Keys> {
        let statement = match self {
            Self::Brand(_) => sql::KEYS_OF_BRAND,
            Self::Colour(_) => sql::KEYS_OF_COLOUR,
            Self::Category(_) => sql::KEYS_OF_CATEGORY,
            Self::Price(_) => sql::KEYS_IN_RANGE,
            Self::Word(_) => sql::KEYS_WITH_WORD,
        };
        let rows = database.rows(ctx, self.bind_to(statement.query()).bind(limit)).await?;
        let keys = rows.first().map_or(Ok(None), |row| row.optional_text(0))?;
        Ok(Keys::new(keys.unwrap_or_default()))
    }

    /// Whether the filter's index has its products in this order, so that they can be walked.
    pub(super) fn is_sorted(self, order: ProductOrder) -> bool {
        order == ProductOrder::Newest && matches!(self, Self::Brand(_) | Self::Colour(_) | Self::Category(_))
    }

    /// Binds what the filter asks for in a statement of its own.
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
