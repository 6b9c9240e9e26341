//! Pages of products.

use std::slice;

use ogrom_protocols::PageRequest;
use ogrom_protocols_contract::pages::{
    cursor_after_first, cursor_is_of_another_query, malformed_cursors_are_refused, up_to,
};
use ogrom_protocols_fashion::{PriceRange, ProductOrder, ProductQuery};

use crate::{
    ProductStore,
    data::{ProductData, a_product, at, context, parse},
    expect::{list_is, ok},
    given,
};

/// The query finds exactly these, in this order, on pages of any size.
pub(super) async fn finds(store: &dyn ProductStore, query: &ProductQuery, expected: &[&str]) {
    let ask = async |page: PageRequest| store.products(&context(), query, &page).await;
    list_is(expected, ask).await;
}

pub(super) async fn finds_nothing(store: &dyn ProductStore, query: &ProductQuery) {
    let page = ok(store.products(&context(), query, &up_to(10, None)).await);
    assert!(page.items.is_empty() && page.next.is_none(), "{query:?} finds {page:?}");
}

/// A store without products has one empty page.
pub async fn list_of_nothing_is_one_empty_page(store: &dyn ProductStore) {
    finds(store, &ProductQuery::default(), &[]).await;
}

/// The newest come first, to the millisecond, then the greater identifier, byte by byte.
pub async fn newest_come_first(store: &dyn ProductStore) {
    let equal = ["a", "B", "10", "9", "_", "~", "-", "b"].map(a_product);
    let others = [("later", 1), ("earlier", -1), ("later-still", 60_000), ("earliest", -1_800_000_000_000)];
    let others = others.map(|(id, millis)| a_product(id).created(at(millis)));
    given::products(store, &equal).await;
    given::products(store, &others).await;
    let order = ["later-still", "later", "~", "b", "a", "_", "B", "9", "10", "-", "earlier", "earliest"];
    finds(store, &ProductQuery::default(), &order).await;
}

/// A list holds whole products.
pub async fn list_holds_whole_products(store: &dyn ProductStore) {
    let full = crate::data::a_full_product("full");
    given::products(store, slice::from_ref(&full)).await;
    let page = ok(store.products(&context(), &ProductQuery::default(), &up_to(1, None)).await);
    assert_eq!(page.items, [full]);
}

/// A list continues where the page ended, whatever was added meanwhile and however long the next page is.
pub async fn page_goes_on_where_the_last_one_ended(store: &dyn ProductStore) {
    given::products(store, &["1", "3", "5", "7"].map(a_product)).await;
    let query = ProductQuery::default();
    let first = ok(store.products(&context(), &query, &up_to(2, None)).await);
    given::products(store, &["2", "6", "8"].map(a_product)).await;
    let rest = ok(store.products(&context(), &query, &up_to(100, first.next)).await);
    let ids: Vec<_> = rest.items.iter().map(|product| product.id.as_str()).collect();
    assert_eq!((ids, rest.next), (vec!["3", "2", "1"], None));
}

/// A cursor that no list handed out is refused, not taken for the first page.
pub async fn malformed_cursor_is_refused(store: &dyn ProductStore) {
    given::products(store, &["1", "2"].map(a_product)).await;
    let query = ProductQuery::default();
    malformed_cursors_are_refused(async |page: PageRequest| store.products(&context(), &query, &page).await)
        .await;
}

/// A cursor is refused by a query that differs in any filter or in the order.
pub async fn cursor_of_another_query_is_refused(store: &dyn ProductStore) {
    given::products(store, &["1", "2"].map(|id| a_product(id).priced("DE", 10))).await;
    let all = ProductQuery::default();
    let cursor =
        cursor_after_first(async |page: PageRequest| store.products(&context(), &all, &page).await).await;
    let text = || Some("Apparel".to_owned());
    let others = [
        ProductQuery { category: text(), ..all.clone() },
        ProductQuery { brand: text(), ..all.clone() },
        ProductQuery { colour: text(), ..all.clone() },
        ProductQuery { text: text(), ..all.clone() },
        ProductQuery { price: Some(PriceRange { country: parse("DE"), min: 0, max: 20 }), ..all.clone() },
        ProductQuery { order: ProductOrder::Cheapest(parse("DE")), ..all.clone() },
        ProductQuery { order: ProductOrder::Dearest(parse("DE")), ..all.clone() },
    ];
    for other in others {
        let ask = async |page: PageRequest| store.products(&context(), &other, &page).await;
        cursor_is_of_another_query(&cursor, ask).await;
    }
}
