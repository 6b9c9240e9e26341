//! Which way through the indexes finds a page of products soonest.
//!
//! There are two. A list can be *walked* in its order, each product being put to the filters, until the page is full:
//! soon done where many products pass. Or the products of one filter can be *gathered* from its index, put to the other
//! filters and sorted: soon done where few pass that one. Counting, up to a bound, tells which it is.

use ogrom_protocols::{Context, Position, ProductOrder, ProductQuery, Result};

use super::{
    filter::{FEW, Filter, Prefix},
    statements as sql,
};
use crate::{
    batch,
    columns::signed,
    dialect::Statement,
    driver::{Driver, Query},
    page,
};

/// A way to find a page.
#[derive(Debug)]
pub(super) struct Search<'q> {
    /// Whose products are candidates; absent where all are.
    source: Option<Filter<'q>>,
    /// What the candidates must pass, the rarest word before the others.
    filters: Vec<Filter<'q>>,
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
        let filters = filters(query, words);
        if let [only] = filters[..]
            && only.is_sorted(query.order)
        {
            return Ok(Self { source: Some(only), filters: Vec::new() });
        }
        let mut counted = Vec::with_capacity(filters.len());
        for filter in filters {
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

/// The list of all products.
fn all(order: ProductOrder) -> Statement {
    match order {
        ProductOrder::Newest => sql::NEWEST,
        ProductOrder::Cheapest(_) => sql::CHEAPEST,
        ProductOrder::Dearest(_) => sql::DEAREST,
    }
}
