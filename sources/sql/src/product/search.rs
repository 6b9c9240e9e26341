//! Which way through the indexes finds a page of products soonest.
//!
//! There are two. A list can be *walked* in its order, each product being put to the filters, until the page is full:
//! soon done where many products pass. Or the products of one filter can be *gathered* from its index, put to the other
//! filters and sorted: soon done where few pass that one. Counting, up to a bound, tells which it is.

use ogrom_protocols::{Context, Position, PriceRange, ProductOrder, ProductQuery, Result};
use serde::Serialize;

use super::statements as sql;
use crate::{
    batch,
    columns::signed,
    dialect::Statement,
    driver::{Driver, Query},
    page,
};

/// Up to how many products are gathered. So many take single-digit milliseconds; and where more pass a filter, a page is
/// soon full.
const FEW: i64 = 6_000;

/// A condition that an index knows the products of.
#[derive(Debug, Clone, Copy)]
enum Filter<'q> {
    Brand(&'q str),
    Colour(&'q str),
    Category(&'q str),
    Price(PriceRange),
    Word(&'q str),
}

/// A way to find a page.
#[derive(Debug)]
pub(super) struct Search<'q> {
    /// Whose products are candidates; absent where all are.
    source: Option<Filter<'q>>,
    /// What the candidates must pass, the rarest word before the others.
    filters: Vec<Filter<'q>>,
}

/// The words from the first up to, but without, the second.
#[derive(Debug, Serialize)]
struct Prefix<'q> {
    low: &'q str,
    high: String,
}

/// Where the list of this query begins.
pub(super) fn first(query: &ProductQuery) -> Position {
    let (min, max) = bounds(query);
    match query.order {
        ProductOrder::Newest => page::top(),
        ProductOrder::Cheapest(_) => Position { rank: min, id: String::new() },
        ProductOrder::Dearest(_) => Position { rank: max, ..page::top() },
    }
}

/// The range of prices that an order by price need not leave.
fn bounds(query: &ProductQuery) -> (i64, i64) {
    match (query.order, query.price) {
        (ProductOrder::Cheapest(country) | ProductOrder::Dearest(country), Some(price))
            if price.country == country =>
        {
            (signed(price.min), signed(price.max))
        }
        _ => (0, i64::MAX),
    }
}

// === impl Search ===

impl<'q> Search<'q> {
    /// Finds the way for this query, whose text has these words.
    pub(super) async fn plan(
        query: &'q ProductQuery,
        words: &'q [String],
        ctx: &Context,
        driver: &Driver,
    ) -> Result<Self> {
        let mut filters = filters(query, words);
        if let [only] = filters[..]
            && only.is_sorted(query.order)
        {
            return Ok(Self { source: Some(only), filters: Vec::new() });
        }
        let mut counted = Vec::with_capacity(filters.len());
        for filter in filters.drain(..) {
            counted.push((filter.count(ctx, driver).await?, filter));
        }
        counted.sort_by_key(|(count, _)| *count);
        let source = match counted.first() {
            Some((count, _)) if *count < FEW => Some(0),
            _ => counted.iter().position(|(_, filter)| filter.is_sorted(query.order)),
        };
        let source = source.map(|position| counted.remove(position).1);
        Ok(Self { source, filters: counted.into_iter().map(|(_, filter)| filter).collect() })
    }

    /// The query for the products behind this position, but for their number.
    pub(super) fn query(&self, query: &ProductQuery, start: &Position) -> Query {
        let (min, max) = bounds(query);
        let list = match self.source {
            None => all(query.order).query(),
            Some(source) => source.bind_to(source.list(query.order).query()),
        };
        let list = match query.order {
            ProductOrder::Newest => list.behind(start),
            ProductOrder::Cheapest(country) => list.bind(country.as_str()).behind(start).bind(max),
            ProductOrder::Dearest(country) => list.bind(country.as_str()).behind(start).bind(min),
        };
        self.bind_filters(list)
    }

    fn bind_filters(&self, list: Query) -> Query {
        let (mut brand, mut colour, mut category, mut price) = (None, None, None, None);
        let mut words = Vec::new();
        for filter in &self.filters {
            match *filter {
                Filter::Brand(name) => brand = Some(name),
                Filter::Colour(name) => colour = Some(name),
                Filter::Category(path) => category = Some(format!("{path}/")),
                Filter::Price(range) => price = Some(range),
                Filter::Word(word) => words.push(Prefix::of(word)),
            }
        }
        let mut words = words.into_iter();
        let (word, others) = (words.next(), words);
        let country = price.as_ref().map(|price| price.country.as_str());
        let list =
            list.bind(brand).bind(brand).bind(colour).bind(colour).bind(category.clone()).bind(category);
        let list = list.bind(country).bind(country);
        let list = list.bind(price.map(|price| signed(price.min))).bind(price.map(|price| signed(price.max)));
        let low = word.as_ref().map(|word| word.low);
        let list = list.bind(low).bind(low).bind(word.map(|word| word.high));
        let others = (others.len() > 0).then(|| batch::rows(others));
        list.bind(others.clone()).bind(others)
    }
}

fn filters<'q>(query: &'q ProductQuery, words: &'q [String]) -> Vec<Filter<'q>> {
    // Where the order is by the same price, its bounds are the filter.
    let price = query.price.filter(|price| match query.order {
        ProductOrder::Newest => true,
        ProductOrder::Cheapest(country) | ProductOrder::Dearest(country) => country != price.country,
    });
    let brand = query.brand.as_deref().map(Filter::Brand);
    let colour = query.colour.as_deref().map(Filter::Colour);
    let category = query.category.as_deref().map(Filter::Category);
    let words = words.iter().map(|word| Filter::Word(word));
    [brand, colour, category, price.map(Filter::Price)].into_iter().flatten().chain(words).collect()
}

// === impl Filter ===

impl Filter<'_> {
    /// How many products pass, up to [`FEW`].
    async fn count(self, ctx: &Context, driver: &Driver) -> Result<i64> {
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
    fn is_sorted(self, order: ProductOrder) -> bool {
        order == ProductOrder::Newest && matches!(self, Self::Brand(_) | Self::Colour(_) | Self::Category(_))
    }

    /// The list of the products that pass this filter.
    fn list(self, order: ProductOrder) -> Statement {
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
    fn bind_to(self, query: Query) -> Query {
        match self {
            Self::Brand(text) | Self::Colour(text) | Self::Category(text) => query.bind(text),
            Self::Price(PriceRange { country, min, max }) => {
                query.bind(country.as_str()).bind(signed(min)).bind(signed(max))
            }
            Self::Word(word) => query.bind(word).bind(Prefix::of(word).high),
        }
    }
}

/// The list of all products.
fn all(order: ProductOrder) -> Statement {
    match order {
        ProductOrder::Newest => sql::NEWEST,
        ProductOrder::Cheapest(_) => sql::CHEAPEST,
        ProductOrder::Dearest(_) => sql::DEAREST,
    }
}

// === impl Prefix ===

impl<'q> Prefix<'q> {
    /// The words that begin with this one. No word holds the last of all characters, which is none of any script.
    fn of(word: &'q str) -> Self {
        Self { low: word, high: format!("{word}\u{10ffff}") }
    }
}
