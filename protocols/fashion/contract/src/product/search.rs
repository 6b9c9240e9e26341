//! Which products a query finds by text.

use ogrom_protocols_fashion::ProductQuery;

use super::pages::{finds, finds_nothing};
use crate::{
    ProductStore,
    data::{ProductData, a_product},
    given,
};

fn text(text: &str) -> ProductQuery {
    ProductQuery { text: Some(text.into()), ..ProductQuery::default() }
}

/// A word is found by its beginning, not by its middle or end.
pub async fn text_finds_beginnings_of_words(store: &dyn ProductStore) {
    let products = ["Blue Shirt", "Shirtdress", "T-Shirt", "Sweatshirt"];
    let products = (1..).zip(products).map(|(n, name)| a_product(&n.to_string()).named("en", name));
    given::products(store, &products.collect::<Vec<_>>()).await;
    finds(store, &text("shirt"), &["3", "2", "1"]).await;
    finds(store, &text("s"), &["4", "3", "2", "1"]).await;
    finds(store, &text("shirtd"), &["2"]).await;
    finds(store, &text("sweatshirt"), &["4"]).await;
    finds_nothing(store, &text("hirt")).await;
    finds_nothing(store, &text("shirts")).await;
}

/// Each word must be found, in any order and anywhere; one word of the product may serve several.
pub async fn text_must_match_with_every_word(store: &dyn ProductStore) {
    let products = [
        a_product("1").named("en", "Blue Shirt").described("en", "For the office").branded("Acme"),
        a_product("2").named("en", "Blue Shoe"),
    ];
    given::products(store, &products).await;
    for found in ["blue shirt", "SHI blu", "acme off blue shirt", "shirt, shirt!", "s sh shi"] {
        finds(store, &text(found), &["1"]).await;
    }
    finds(store, &text("blue sh"), &["2", "1"]).await;
    finds_nothing(store, &text("blue shirt dress")).await;
    finds_nothing(store, &text("blueshirt")).await;
}

/// Brand, names and descriptions of all languages are searched, whatever the caller's; a product is found once.
pub async fn text_is_searched_in_every_language(store: &dyn ProductStore) {
    let product = a_product("1").named("en", "Scarf").described("en", "Silk scarf, a fine scarf");
    let product = product.named("fr", "Écharpe").described("ja", "絹のスカーフ").branded("Scarfino");
    given::products(store, &[product, a_product("2")]).await;
    for found in ["scarf", "silk", "écharpe", "絹", "scarfino", "scarf echarpe 絹"] {
        finds(store, &text(found), &["1"]).await;
    }
    finds_nothing(store, &text("apparel")).await;
    finds_nothing(store, &text("en")).await;
}

/// Case and accents do not matter, neither in the product nor in the query.
pub async fn text_ignores_case_and_accents(store: &dyn ProductStore) {
    given::products(store, &[a_product("1").named("fr", "Robe d'ÉTÉ brodée").branded("Straßenmode ΩΣ")])
        .await;
    for found in ["été", "ETE", "e\u{301}te\u{301}", "Brodee", "BRODÉ", "straße", "ωσ", "ΩΣ"] {
        finds(store, &text(found), &["1"]).await;
    }
}

/// Words of any script are words; emoji and punctuation are none.
pub async fn text_may_be_of_any_script(store: &dyn ProductStore) {
    let names = [
        "Красное платье",
        "فستان أحمر",
        "שמלה אדומה",
        "빨간 원피스",
        "लाल पोशाक",
        "\u{10400}\u{10401} 👗 Deseret",
    ];
    let products = (1..).zip(names).map(|(n, name)| a_product(&n.to_string()).named("en", name));
    given::products(store, &products.collect::<Vec<_>>()).await;
    let beginnings = ["ПЛАТ", "فست", "אדו", "원피", "पोश", "\u{10428}"];
    for (n, beginning) in (1..).zip(beginnings) {
        finds(store, &text(beginning), &[&n.to_string()]).await;
    }
    finds(store, &text("👗 deseret"), &["6"]).await;
}

/// A text without words finds nothing.
pub async fn text_without_words_finds_nothing(store: &dyn ProductStore) {
    given::products(store, &[a_product("1").named("en", "Shirt 👗 % - *"), a_product("2")]).await;
    for wordless in ["", " \t\n", "--", "%", "_", "*", "👗", "\"\"", "\u{301}"] {
        finds_nothing(store, &text(wordless)).await;
    }
}

/// The query is plain words: no operator, wildcard or quote of any search language means anything.
pub async fn text_has_no_operators(store: &dyn ProductStore) {
    given::products(store, &[a_product("1").named("en", "Blue Shirt"), a_product("2").named("en", "Orb")])
        .await;
    for nothing in
        ["shirt OR blouse", "shirt AND blue", "NOT orb", "NEAR(blue shirt)", "name:shirt", "sh_rt", "sh%t"]
    {
        finds_nothing(store, &text(nothing)).await;
    }
    for found in ["\"blue", "shirt*", "+blue -shirt", "(shirt", "%shirt%", "blue' shirt", "^blue"] {
        finds(store, &text(found), &["1"]).await;
    }
}
