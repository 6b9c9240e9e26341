//! Loading products.

use ogrom_protocols::Imported;

use crate::{
    ProductStore,
    data::{ProductData, a_full_product, a_product, at, context, parse},
    expect::ok,
};

/// An existing product stays as it is, whether its identifier comes again in another batch or in the same one.
pub async fn import_leaves_alone_what_is_there(store: &dyn ProductStore) {
    let [plain, full] = [a_product("1"), a_full_product("1")];
    let first = ok(store.import_products(&context(), &[plain.clone(), full.clone()], at(0)).await);
    assert_eq!(first, [Imported::Added, Imported::Present]);
    let rows = [a_product("2"), full, a_product("2").branded("Other")];
    let second = ok(store.import_products(&context(), &rows, at(0)).await);
    assert_eq!(second, [Imported::Added, Imported::Present, Imported::Present]);
    assert_eq!(ok(store.product_by_id(&context(), &parse("1")).await), Some(plain));
    assert_eq!(ok(store.product_by_id(&context(), &parse("2")).await), Some(a_product("2")));
}

/// A batch may be empty.
pub async fn import_takes_an_empty_batch(store: &dyn ProductStore) {
    assert_eq!(ok(store.import_products(&context(), &[], at(0)).await), []);
}
