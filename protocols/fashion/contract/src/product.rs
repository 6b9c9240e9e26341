//! The rules for products.

pub mod filters;
pub mod import;
pub mod pages;
pub mod prices;
pub mod search;

use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::Timestamp;

use crate::{
    ProductStore,
    data::{ProductData, TRICKY_TEXTS, a_full_product, a_product, at, context, parse},
    expect::{ok, same_things},
    given,
};

/// Asserts that these products are stored and read back unchanged.
async fn kept(store: &dyn ProductStore, products: Vec<Product>) {
    given::products(store, &products).await;
    let ids: Vec<ProductId> = products.iter().map(|product| product.id.clone()).collect();
    same_things(ok(store.products_by_ids(&context(), &ids).await), products.clone());
    for product in products {
        assert_eq!(ok(store.product_by_id(&context(), &product.id).await), Some(product));
    }
}

/// A stored product is read back unchanged: all of a full one, and the absence of the parts that a plain one lacks.
pub async fn is_read_as_it_was_stored(store: &dyn ProductStore) {
    let old = a_product("old").created(Timestamp::from_millis(-1));
    let nameless = a_product("nameless").described("en", "An empty name and a description.");
    kept(store, vec![a_full_product("full"), a_product("plain"), old, nameless]).await;
}

/// Texts in any script come back byte for byte, in every field.
pub async fn texts_are_kept_byte_for_byte(store: &dyn ProductStore) {
    let tricky = |(n, text): (usize, &str)| {
        let product = a_product(&format!("tricky-{n}")).branded(text).in_category(text).coloured(text);
        let product = product.named("en", text).described("en", text).named("zh-Hant-HK", text);
        Product { images: vec![text.into(), text.into()], shop: Some(text.into()), ..product }
    };
    kept(store, TRICKY_TEXTS.into_iter().enumerate().map(tricky).collect()).await;
}

/// A description may be very long: 100 kB.
pub async fn long_texts_are_kept(store: &dyn ProductStore) {
    kept(store, vec![a_product("long").named("en", "Long").described("en", &"wörds ".repeat(15_000))]).await;
}

/// An empty result is no error.
pub async fn is_absent_without_an_error(store: &dyn ProductStore) {
    assert_eq!(ok(store.product_by_id(&context(), &parse("nothing")).await), None);
    assert_eq!(ok(store.products_by_ids(&context(), &[]).await), []);
}

/// A batch leaves out absent items, and has an item requested twice once, however many parts it has.
pub async fn batch_has_each_once_without_the_absent(store: &dyn ProductStore) {
    let products = [a_full_product("full"), a_product("b").created(at(1)), a_product("c")];
    given::products(store, &products).await;
    let found =
        ok(store.products_by_ids(&context(), &["b", "nothing", "full", "b", "full"].map(parse)).await);
    let [full, b, _] = products;
    same_things(found, vec![full, b]);
}

/// A batch may be long.
pub async fn batch_may_be_long(store: &dyn ProductStore) {
    given::products(store, &[a_product("p-500")]).await;
    let ids: Vec<ProductId> = (0..1000).map(|n| parse(&format!("p-{n}"))).collect();
    assert_eq!(ok(store.products_by_ids(&context(), &ids).await), [a_product("p-500")]);
}
