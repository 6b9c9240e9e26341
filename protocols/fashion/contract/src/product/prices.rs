//! Which products a query finds by price, and in which order.

use ogrom_protocols_fashion::{PriceRange, ProductOrder, ProductQuery};

use super::pages::{finds, finds_nothing};
use crate::{
    ProductStore,
    data::{ProductData, a_product, parse},
    given,
};

/// Both ends included.
pub(super) fn range(country: &str, min: u64, max: u64) -> PriceRange {
    PriceRange { country: parse(country), min, max }
}

fn price(country: &str, min: u64, max: u64) -> ProductQuery {
    ProductQuery { price: Some(range(country, min, max)), ..ProductQuery::default() }
}

fn ordered(order: ProductOrder) -> ProductQuery {
    ProductQuery { order, ..ProductQuery::default() }
}

/// Both ends of a price range are in it; an end may be beyond any price.
pub async fn price_range_includes_both_ends(store: &dyn ProductStore) {
    let priced = |(id, amount)| a_product(id).priced("DE", amount);
    let products = [("free", 0), ("a", 999), ("b", 1000), ("c", 2000), ("d", 2001)].map(priced);
    given::products(store, &products).await;
    finds(store, &price("DE", 1000, 2000), &["c", "b"]).await;
    finds(store, &price("DE", 1000, 1000), &["b"]).await;
    finds(store, &price("DE", 0, 999), &["free", "a"]).await;
    finds(store, &price("DE", 2001, u64::MAX), &["d"]).await;
    finds(store, &price("DE", 0, u64::MAX), &["free", "d", "c", "b", "a"]).await;
    finds_nothing(store, &price("DE", 1001, 1999)).await;
    finds_nothing(store, &price("DE", 2000, 1000)).await;
}

/// A price range compares the prices of its country alone.
pub async fn price_range_is_of_its_country(store: &dyn ProductStore) {
    let products = [
        a_product("1").priced("DE", 10).priced("GB", 20),
        a_product("2").priced("DE", 20).priced("GB", 10),
        a_product("3").priced("GB", 10),
        a_product("4"),
    ];
    given::products(store, &products).await;
    finds(store, &price("DE", 10, 10), &["1"]).await;
    finds(store, &price("GB", 10, 10), &["3", "2"]).await;
    finds_nothing(store, &price("FR", 0, u64::MAX)).await;
}

/// The lowest price first, then the smaller identifier; products without a price in the country are left out.
pub async fn cheapest_come_first(store: &dyn ProductStore) {
    prices_to_order(store).await;
    finds(store, &ordered(ProductOrder::Cheapest(parse("DE"))), &["free", "b", "a", "c", "d"]).await;
    finds(store, &ordered(ProductOrder::Cheapest(parse("GB"))), &["a", "uk"]).await;
    finds_nothing(store, &ordered(ProductOrder::Cheapest(parse("FR")))).await;
}

/// The highest price first, then the greater identifier; products without a price in the country are left out.
pub async fn dearest_come_first(store: &dyn ProductStore) {
    prices_to_order(store).await;
    finds(store, &ordered(ProductOrder::Dearest(parse("DE"))), &["d", "c", "a", "b", "free"]).await;
    finds(store, &ordered(ProductOrder::Dearest(parse("GB"))), &["uk", "a"]).await;
    finds_nothing(store, &ordered(ProductOrder::Dearest(parse("FR")))).await;
}

async fn prices_to_order(store: &dyn ProductStore) {
    let products = [
        a_product("d").priced("DE", 10_000_000_000),
        a_product("a").priced("DE", 1000).priced("GB", 5),
        a_product("b").priced("DE", 999),
        a_product("c").priced("DE", 1000),
        a_product("free").priced("DE", 0),
        a_product("uk").priced("GB", 1500),
        a_product("unpriced"),
    ];
    given::products(store, &products).await;
}

/// An order by the price of one country and a range of another can be combined.
pub async fn price_order_and_range_may_differ_in_country(store: &dyn ProductStore) {
    let products = [
        a_product("1").priced("DE", 30).priced("GB", 1),
        a_product("2").priced("DE", 10).priced("GB", 2),
        a_product("3").priced("DE", 20).priced("GB", 3),
        a_product("4").priced("GB", 1),
    ];
    given::products(store, &products).await;
    let query =
        ProductQuery { price: Some(range("GB", 1, 2)), ..ordered(ProductOrder::Cheapest(parse("DE"))) };
    finds(store, &query, &["2", "1"]).await;
}
