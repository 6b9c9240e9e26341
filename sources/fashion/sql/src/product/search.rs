//! Which way through the indexes finds a page of products soonest.
//!
//! There are two. A list can be *walked* in its order, each product being put to the filters, until the page is full:
//! soon done where many products pass. Or the products of the rarest filters can be *gathered* from their indexes, put
//! to the other filters and sorted: soon done where few pass those.
//!
//! Where many pass each of several filters, it is unknown how many pass all of them: next to none are both for women
//! and for men. So the list is walked for a stretch; where that does not fill the page, the products of one filter after
//! another are compared until few are left; where many are, the walk goes on. MySQL notes all that is to be walked
//! before it puts any of it to the filters, so that a walk is never longer than it must be.

use ogrom_protocols::{Context, Position, Result};
use ogrom_protocols_fashion::{ProductOrder, ProductQuery};
use ogrom_protocols_model::Country;
use ogrom_sources_sql::{Database, Query, Row, batch, columns::signed, page};

use super::{
    filter::{Filter, Prefix},
    keys::Keys,
    statements as sql,
};

/// How many products are few. Fewer are gathered and sorted in single-digit milliseconds; where so many pass a filter, a
/// page of those that do is soon full; and so many are walked before it is asked whether that leads anywhere.
const FEW: i64 = 4_000;

/// As many as there are.
const ALL: i64 = i64::MAX;

/// The order that products are read in: that of their list, or the opposite one for a previous page.
#[derive(Debug, Clone, Copy)]
pub(super) enum ReadOrder {
    Newest,
    Oldest,
    Cheapest(Country),
    Dearest(Country),
}

/// A page that is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'q> {
    pub(super) query: &'q ProductQuery,
    pub(super) order: ReadOrder,
    /// The words of its text.
    pub(super) words: &'q [String],
    /// The position that the page comes after.
    pub(super) start: &'q Position,
    /// How many products it may have.
    pub(super) wanted: i64,
}

/// Where the list of this query begins.
pub(super) fn first(query: &ProductQuery) -> Position {
    let (min, max) = bounds(query);
    match query.order {
        ProductOrder::Newest => page::first_position(),
        ProductOrder::Cheapest(_) => Position { rank: min, id: String::new() },
        ProductOrder::Dearest(_) => Position { rank: max, ..page::first_position() },
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

// === impl ReadOrder ===

impl ReadOrder {
    /// The order of a list, or the opposite one.
    pub(super) fn of(order: ProductOrder, is_backward: bool) -> Self {
        match (order, is_backward) {
            (ProductOrder::Newest, false) => Self::Newest,
            (ProductOrder::Newest, true) => Self::Oldest,
            (ProductOrder::Cheapest(country), false) | (ProductOrder::Dearest(country), true) => {
                Self::Cheapest(country)
            }
            (ProductOrder::Dearest(country), false) | (ProductOrder::Cheapest(country), true) => {
                Self::Dearest(country)
            }
        }
    }

    /// Whether the least rank comes first.
    pub(super) fn ascends(self) -> bool {
        matches!(self, Self::Oldest | Self::Cheapest(_))
    }
}

// === impl Search ===

impl Search<'_> {
    /// The products of the page.
    pub(super) async fn rows(self, ctx: &Context, database: &Database) -> Result<Vec<Row>> {
        let filters = filters(self.query, self.words);
        if filters.len() < 2 && filters.iter().all(|filter| filter.is_sorted(self.query.order)) {
            // All that are walked pass.
            return database.rows(ctx, self.walk(&filters, self.wanted)).await;
        }
        let (mut few, mut many) = (Vec::new(), Vec::new());
        for filter in filters {
            let keys = filter.keys(FEW, ctx, database).await?;
            if is_few(&keys) { few.push(keys) } else { many.push(filter) }
        }
        if let Some(keys) = few.into_iter().reduce(|some, others| some.both(&others)) {
            return database.rows(ctx, self.gather(&keys, &many)).await;
        }
        let rows = database.rows(ctx, self.walk(&many, FEW)).await?;
        if signed(rows.len() as u64) == self.wanted {
            return Ok(rows);
        }
        let rest =
            if many.len() == 1 { self.walk(&many, ALL) } else { self.compare(&many, ctx, database).await? };
        database.rows(ctx, rest).await
    }

    /// The query for those that pass these filters, each of which lets many pass, once it is known how many pass all.
    async fn compare(self, filters: &[Filter<'_>], ctx: &Context, database: &Database) -> Result<Query> {
        let mut others = filters;
        let mut common = None;
        while let [filter, after @ ..] = others {
            let keys = filter.keys(ALL, ctx, database).await?;
            let keys = match common {
                None => keys,
                Some(common) => keys.both(&common),
            };
            if is_few(&keys) {
                return Ok(self.gather(&keys, after));
            }
            (common, others) = (Some(keys), after);
        }
        Ok(self.walk(filters, ALL))
    }

    /// The query for those that pass the filters, of so many products in the order of the list.
    fn walk(self, filters: &[Filter<'_>], stretch: i64) -> Query {
        let sorted = filters.iter().position(|filter| filter.is_sorted(self.query.order));
        let source = sorted.map(|place| filters[place]);
        let others = filters.iter().enumerate().filter(|(place, _)| Some(*place) != sorted);
        let list = match (self.order, source) {
            (ReadOrder::Newest, Some(Filter::Brand(_))) => sql::NEWEST_OF_BRAND,
            (ReadOrder::Newest, Some(Filter::Colour(_))) => sql::NEWEST_OF_COLOUR,
            (ReadOrder::Newest, Some(Filter::Category(_))) => sql::NEWEST_OF_CATEGORY,
            (ReadOrder::Newest, _) => sql::NEWEST,
            (ReadOrder::Oldest, Some(Filter::Brand(_))) => sql::OLDEST_OF_BRAND,
            (ReadOrder::Oldest, Some(Filter::Colour(_))) => sql::OLDEST_OF_COLOUR,
            (ReadOrder::Oldest, Some(Filter::Category(_))) => sql::OLDEST_OF_CATEGORY,
            (ReadOrder::Oldest, _) => sql::OLDEST,
            (ReadOrder::Cheapest(_), _) => sql::CHEAPEST,
            (ReadOrder::Dearest(_), _) => sql::DEAREST,
        };
        let list = source.into_iter().fold(list.query(), |list, source| source.bind_to(list));
        let list = self.bind_place(list).bind(stretch);
        bind_filters(list, others.map(|(_, filter)| *filter)).bind(self.wanted)
    }

    /// The query for those of these products that pass the filters.
    fn gather(self, keys: &Keys, filters: &[Filter<'_>]) -> Query {
        let list = match self.order {
            ReadOrder::Newest => sql::NEWEST_AMONG,
            ReadOrder::Oldest => sql::OLDEST_AMONG,
            ReadOrder::Cheapest(_) => sql::CHEAPEST_AMONG,
            ReadOrder::Dearest(_) => sql::DEAREST_AMONG,
        };
        let list = self.bind_place(list.bind(batch::json(&keys.sorted())));
        bind_filters(list, filters.iter().copied()).bind(self.wanted)
    }

    /// Binds where the page begins, and where the list ends.
    fn bind_place(self, list: Query) -> Query {
        let (min, max) = bounds(self.query);
        match self.order {
            ReadOrder::Newest | ReadOrder::Oldest => list.after(self.start),
            ReadOrder::Cheapest(country) => list.bind(country.as_str()).after(self.start).bind(max),
            ReadOrder::Dearest(country) => list.bind(country.as_str()).after(self.start).bind(min),
        }
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

fn bind_filters<'q>(list: Query, filters: impl Iterator<Item = Filter<'q>>) -> Query {
    let (mut brand, mut colour, mut category, mut price) = (None, None, None, None);
    let mut words = Vec::new();
    for filter in filters {
        match filter {
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
    let list = list.bind(brand).bind(brand).bind(colour).bind(colour).bind(category.clone()).bind(category);
    let list = list.bind(country).bind(country);
    let list = list.bind(price.map(|price| signed(price.min))).bind(price.map(|price| signed(price.max)));
    let low = word.as_ref().map(|word| word.low);
    let list = list.bind(low).bind(low).bind(word.map(|word| word.high));
    let others = (others.len() > 0).then(|| batch::rows(others));
    list.bind(others.clone()).bind(others)
}

/// Whether these are few; and so all there are, where no more than [`FEW`] were asked for.
fn is_few(keys: &Keys) -> bool {
    signed(keys.count() as u64) < FEW
}
