//! Which products a query finds by category, brand and colour.

use ogrom_protocols_fashion::ProductQuery;

use super::pages::{finds, finds_nothing};
use crate::{
    ProductStore,
    data::{ProductData, a_product, at},
    given,
};

fn category(category: &str) -> ProductQuery {
    ProductQuery { category: Some(category.into()), ..ProductQuery::default() }
}

fn brand(brand: &str) -> ProductQuery {
    ProductQuery { brand: Some(brand.into()), ..ProductQuery::default() }
}

fn colour(colour: &str) -> ProductQuery {
    ProductQuery { colour: Some(colour.into()), ..ProductQuery::default() }
}

/// A category finds its own products and those of all categories below it, each once.
pub async fn category_finds_its_subtree(store: &dyn ProductStore) {
    let products = [
        a_product("1").in_category("Apparel"),
        a_product("2").in_category("Apparel/Topwear"),
        a_product("3").in_category("Apparel/Topwear/Shirts"),
        a_product("4").in_category("Apparel/Bottomwear"),
        a_product("5").in_category("Footwear"),
        a_product("6").in_category("Apparel/Apparel"),
    ];
    given::products(store, &products).await;
    finds(store, &category("Apparel"), &["6", "4", "3", "2", "1"]).await;
    finds(store, &category("Apparel/Topwear"), &["3", "2"]).await;
    finds(store, &category("Apparel/Topwear/Shirts"), &["3"]).await;
}

/// A category is no prefix, no suffix, no pattern, and is compared exactly.
pub async fn category_is_compared_exactly(store: &dyn ProductStore) {
    given::products(store, &[a_product("1").in_category("Apparel/Topwear")]).await;
    let others = [
        "App",
        "Apparel/",
        "Apparel/Top",
        "Topwear",
        "apparel",
        "APPAREL",
        "Àpparel",
        "Apparel ",
        " Apparel",
        "%",
        "App%",
        "Appare_",
        "Apparel/_opwear",
        "*",
        "Apparel/*",
        "",
        "/",
        "Apparel//Topwear",
    ];
    for other in others {
        finds_nothing(store, &category(other)).await;
    }
}

/// A character that is a wildcard elsewhere is a character like any other here.
pub async fn category_may_contain_wildcards(store: &dyn ProductStore) {
    let products = [
        a_product("1").in_category("100%_Silk/Scarves"),
        a_product("2").in_category("100 percent Silk/Scarves"),
        a_product("3").in_category("100%_Silk"),
    ];
    given::products(store, &products).await;
    finds(store, &category("100%_Silk"), &["3", "1"]).await;
}

/// A brand is compared exactly; products without one are found by none.
pub async fn brand_is_compared_exactly(store: &dyn ProductStore) {
    let products = ["Émail", "Email", "émail", "ÉMAIL", "Émail ", "Émail & Co", "É_ail", "É%"];
    let products = (1..).zip(products).map(|(n, brand)| a_product(&n.to_string()).branded(brand));
    given::products(store, &products.chain([a_product("none")]).collect::<Vec<_>>()).await;
    finds(store, &brand("Émail"), &["1"]).await;
    finds(store, &brand("É%"), &["8"]).await;
    finds(store, &brand("É_ail"), &["7"]).await;
    finds_nothing(store, &brand("")).await;
    finds_nothing(store, &brand("E\u{301}mail")).await;
}

/// A colour is compared exactly; products without one are found by none.
pub async fn colour_is_compared_exactly(store: &dyn ProductStore) {
    let products = ["Navy Blue", "navy blue", "Navy", "Navy Blue ", "Navy_Blue", "青"];
    let products = (1..).zip(products).map(|(n, colour)| a_product(&n.to_string()).coloured(colour));
    given::products(store, &products.chain([a_product("none")]).collect::<Vec<_>>()).await;
    finds(store, &colour("Navy Blue"), &["1"]).await;
    finds(store, &colour("青"), &["6"]).await;
    finds_nothing(store, &colour("")).await;
    finds_nothing(store, &colour("Blue")).await;
}

/// A product is found if it matches all filters.
pub async fn all_filters_must_match(store: &dyn ProductStore) {
    let whole = |id| a_product(id).in_category("A/B").branded("X").coloured("Red").named("en", "Shirt");
    let products = [
        whole("1").priced("DE", 10),
        whole("2").priced("DE", 10).in_category("C"),
        whole("3").priced("DE", 10).branded("Y"),
        whole("4").priced("DE", 10).coloured("Blue"),
        whole("5").priced("DE", 10).named("en", "Shoe"),
        whole("6").priced("DE", 11),
        whole("7").priced("DE", 10).created(at(-1)),
    ];
    given::products(store, &products).await;
    let query = ProductQuery {
        text: Some("shirt".into()),
        price: Some(super::prices::range("DE", 10, 10)),
        brand: Some("X".into()),
        colour: Some("Red".into()),
        ..category("A")
    };
    finds(store, &query, &["1", "7"]).await;
}
