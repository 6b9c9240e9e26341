//! The rules for the changes of products.

use ogrom_protocols::{Cursor, CursorRefused, Error, Limit, PageRequest};
use ogrom_protocols_contract::pages::up_to;
use ogrom_protocols_fashion::{CatalogueState, ProductChange};
use ogrom_protocols_fashion_model::Product;

use crate::{
    Store,
    data::{ProductData, a_product, at, context},
    expect::ok,
    given,
};

async fn state(store: &dyn Store) -> CatalogueState {
    ok(store.catalogue_state(&context()).await).expect("it counts changes")
}

async fn changes(store: &dyn Store, limit: usize, since: Option<&Cursor>) -> Vec<ProductChange> {
    ok(store.product_changes(&context(), &up_to(limit, since.cloned())).await)
}

/// All products, read so many at a time.
async fn all(store: &dyn Store, limit: usize, since: Option<&Cursor>) -> Vec<ProductChange> {
    let mut all: Vec<ProductChange> = Vec::new();
    loop {
        let since = all.last().map(|change| &change.cursor).or(since);
        let page = changes(store, limit, since).await;
        let is_last = page.len() < limit;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

/// The time of the last change, in seconds: a service tells no more of it.
fn seconds(state: &CatalogueState) -> Option<i64> {
    state.modified.map(|modified| modified.as_millis() / 1_000)
}

fn ids(changes: &[ProductChange]) -> Vec<&str> {
    changes.iter().map(|change| change.id.as_str()).collect()
}

/// The state differs after every change of the products, and is the same without one.
pub async fn state_is_another_after_every_change(store: &dyn Store) {
    let empty = state(store).await;
    assert_eq!(state(store).await, empty);
    given::products(store, &[a_product("p1")]).await;
    let one = state(store).await;
    // This one is there already.
    ok(store.import_products(&context(), &[a_product("p1").branded("Other")], at(9_000)).await);
    assert_eq!(state(store).await, one);
    let older = Product { created: at(-9_000), modified: at(-9_000), ..a_product("p0") };
    ok(store.import_products(&context(), &[older], at(9_000)).await);
    let two = state(store).await;
    assert!(empty.version != one.version && one.version != two.version && empty.version != two.version);
    assert_eq!(
        (seconds(&one), seconds(&two)),
        (Some(at(0).as_millis() / 1_000), Some(at(9_000).as_millis() / 1_000))
    );
}

/// The time of the last change never becomes older.
pub async fn state_never_becomes_older(store: &dyn Store) {
    ok(store.import_products(&context(), &[a_product("p1")], at(9_000)).await);
    ok(store.import_products(&context(), &[a_product("p2")], at(1_000)).await);
    assert_eq!(seconds(&state(store).await), Some(at(9_000).as_millis() / 1_000));
}

/// Every product is there once and whole, whatever the length of a page.
pub async fn all_products_are_changes_once(store: &dyn Store) {
    let many: Vec<_> = (0..7).map(|n| a_product(&format!("p{n}")).branded("Brand")).collect();
    let (first, rest) = many.split_at(3);
    given::products(store, first).await;
    given::products(store, rest).await;
    for limit in [1, 2, 3, 7, 100] {
        let mut found = all(store, limit, None).await;
        found.sort_by(|a, b| a.id.cmp(&b.id));
        let products: Vec<_> = found.into_iter().filter_map(|change| change.product).collect();
        assert_eq!(products, many, "{limit}");
    }
}

/// After the last cursor comes what was added since, whatever its dates.
pub async fn what_was_added_later_comes_last(store: &dyn Store) {
    assert_eq!(changes(store, 100, None).await, []);
    given::products(store, &["b", "c"].map(a_product)).await;
    let before = all(store, 100, None).await;
    let last = before.last().map(|change| &change.cursor);
    assert_eq!(changes(store, 100, last).await, []);
    let older = Product { created: at(-9_000), modified: at(-9_000), ..a_product("a") };
    given::products(store, &[older]).await;
    assert_eq!(ids(&all(store, 100, last).await), ["a"]);
    assert_eq!(all(store, 1, None).await.last().map(|change| change.id.as_str()), Some("a"));
}

/// Each change has a cursor of its own, so that one can go on after any of them.
pub async fn any_change_can_be_continued_from(store: &dyn Store) {
    given::products(store, &["p1", "p2", "p3", "p4"].map(a_product)).await;
    let whole = all(store, 100, None).await;
    for (place, change) in whole.iter().enumerate() {
        assert_eq!(all(store, 2, Some(&change.cursor)).await, whole[place + 1..]);
    }
}

/// A text that is no cursor is refused.
pub async fn malformed_cursor_is_refused(store: &dyn Store) {
    let request = PageRequest { limit: Limit::MAX, cursor: Some(Cursor::parse("nonsense")) };
    let refused = store.product_changes(&context(), &request).await;
    assert!(matches!(refused, Err(Error::Cursor(CursorRefused::Malformed))), "{refused:?}");
}
