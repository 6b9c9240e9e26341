//! `/v1/{locale}/products`

use ogrom_tests::app::TestApp;
use serde_json::Value;

mod product;

pub(crate) use product::it_has_the_texts_and_the_price_of_the_locale;

#[test]
pub(crate) fn the_newest_come_first() {
    let app = TestApp::start();
    let products = app.items("en-GB/products");
    assert_eq!(products[0]["id"], "leather-sandals");
    let created: Vec<_> =
        products.iter().map(|product| product["created"].as_str().expect("a time")).collect();
    assert!(created.is_sorted_by(|newer, older| newer > older), "{created:?}");
}

#[test]
fn they_are_found_by_category_brand_colour_and_text() {
    let app = TestApp::start();
    for (query, found) in [
        ("category=Shoes/Boots", &["hiking-boots", "chelsea-boots"][..]),
        ("category=Shoes/Boo", &[]),
        ("brand=Tidewick&category=Jewellery", &["signet-ring"]),
        ("brand=Pell+%26+Marrow&colour=navy", &["pinstripe-trousers"]),
        ("colour=pale+blue", &["oxford-shirt"]),
        ("text=manteau", &["shirt-dress", "wool-overcoat"]),
        ("text=MANTEAU+spei", &["wool-overcoat"]),
        ("text=pecheur", &["fisherman-jumper"]),
        ("text=echarpe+LAINE", &["lambswool-scarf"]),
        ("text=wool+nothing", &[]),
        ("brand=nobody", &[]),
        ("text=%00", &[]),
        ("category=%00", &[]),
        ("brand=' OR 1=1", &[]),
    ] {
        assert_eq!(app.ids(&format!("en-GB/products?{}", query.replace(' ', "%20"))), found, "{query}");
    }
}

#[test]
fn they_are_found_and_sorted_by_the_price_of_the_locale() {
    let app = TestApp::start();
    let prices = |path: &str| -> Vec<u64> {
        let amount = |product: &Value| product["price"]["amount"].as_u64().expect("a price");
        app.items(path).iter().map(amount).collect()
    };
    for locale in ["en-GB", "de-DE", "fr-FR"] {
        let rising = prices(&format!("{locale}/products?sort=price"));
        assert!(rising.is_sorted() && rising.len() > 40, "{locale}: {rising:?}");
        let mut falling = prices(&format!("{locale}/products?sort=-price"));
        falling.reverse();
        assert_eq!(falling, rising, "{locale}");
    }
    assert_eq!(
        prices("en-GB/products?minPrice=10000&maxPrice=10900&sort=price"),
        [10_500, 10_500, 10_900, 10_900, 10_900]
    );
    let cheap = |locale: &str| app.ids(&format!("{locale}/products?maxPrice=1500"));
    assert_eq!((cheap("en-GB"), cheap("de-DE")), (vec!["wool-socks".to_owned()], vec![]));
}

#[test]
fn what_has_no_price_in_a_country_is_left_out_by_orders_of_price_alone() {
    let app = TestApp::start();
    let has = |path: &str, id: &str| app.ids(path).iter().any(|found| found == id);
    assert!(has("en-GB/products", "espadrilles") && !has("en-GB/products?sort=price", "espadrilles"));
    assert!(has("fr-FR/products", "waxed-jacket") && !has("fr-FR/products?minPrice=0", "waxed-jacket"));
    assert!(has("de-DE/products?sort=price", "waxed-jacket"));
}

#[test]
fn a_list_and_its_items_tell_the_same() {
    let app = TestApp::start();
    for locale in ["de-DE", "fr-FR", "en-GB"] {
        for product in app.items(&format!("{locale}/products?brand=Rue+Sansonnet")) {
            let link = product["links"]["self"].as_str().expect("a link");
            assert_eq!(app.get(link).is(200).json, product);
        }
    }
}
