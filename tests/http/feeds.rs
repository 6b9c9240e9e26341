//! `/v1/{locale}/feeds/products` and `/v1/{locale}/feeds/products/changes`

use ogrom_tests::app::TestApp;
use serde_json::Value;

#[test]
pub(crate) fn all_products_come_in_the_order_of_the_list() {
    let app = TestApp::start();
    for locale in ["en-GB", "de-DE", "fr-FR"] {
        let list = app.items(&format!("{locale}/products?limit=7"));
        assert_eq!(list.len(), 50);
        let feed = || app.get(&format!("{locale}/feeds/products"));
        for told in [feed().is(200), feed().cbor().is(200), feed().lines().is(200)] {
            assert_eq!(told.json, Value::from(list.clone()), "{locale}: {:?}", told.header("content-type"));
            assert_eq!(told.header("transfer-encoding"), Some("chunked"));
        }
    }
    assert_eq!(app.connections(), 1);
}

#[test]
pub(crate) fn a_cut_export_of_changes_goes_on_after_its_last_line() {
    let app = TestApp::start();
    let changes = |query: &str| app.get(&format!("en-GB/feeds/products/changes{query}")).lines().is(200).json;
    let whole = changes("");
    let whole = whole.as_array().expect("lines");
    assert_eq!(whole.len(), 50);
    let begun = changes("?limit=20");
    let begun = begun.as_array().expect("lines");
    let cursor = begun[19]["cursor"].as_str().expect("each line has a cursor");
    let rest = changes(&format!("?since={cursor}"));
    assert_eq!([&begun[..], rest.as_array().expect("lines")].concat(), *whole);
    let last = whole[49]["cursor"].as_str().expect("each line has a cursor");
    let none = app.get(&format!("en-GB/feeds/products/changes?since={last}")).is(200);
    assert_eq!(none.json, Value::Array(Vec::new()));
}

#[test]
fn it_has_no_parts() {
    let app = TestApp::start();
    let whole = app.get("en-GB/feeds/products").is(200);
    for range in ["bytes=0-9", "bytes=9999999-"] {
        let told = app.get("en-GB/feeds/products").header("range", range).is(200);
        assert_eq!((told.header("accept-ranges"), &told.content), (None, &whole.content), "{range}");
    }
}

#[test]
fn a_product_may_be_called_as_anything() {
    let app = TestApp::start();
    app.get("en-GB/products/feed").is_refused(404, "not-found");
    app.get("en-GB/feeds").is_refused(404, "not-found");
    app.get("en-GB/feeds/comments").is_refused(404, "not-found");
}
