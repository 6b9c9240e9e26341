//! `/v1/{locale}/products/{product}`

use ogrom_tests::app::TestApp;
use serde_json::{Value, json};

#[test]
pub(crate) fn it_has_the_texts_and_the_price_of_the_locale() {
    let app = TestApp::start();
    let seen = ["de-DE", "fr-FR", "en-GB", "de-CH"].map(|locale| {
        let product = app.get(&format!("{locale}/products/wool-overcoat")).is(200);
        assert_eq!(product.header("content-language"), product.json["language"].as_str());
        let Value::Object(fields) = product.json else { panic!("no product") };
        ["language", "name", "price"].map(|field| fields[field].clone())
    });
    assert_eq!(
        json!(seen),
        json!([
            ["de-DE", "Wollmantel „Speicher“", { "amount": 32900, "currency": "EUR" }],
            ["fr-FR", "Manteau en laine Speicher", { "amount": 31900, "currency": "EUR" }],
            ["en-GB", "Speicher wool overcoat", { "amount": 28500, "currency": "GBP" }],
            ["de-DE", "Wollmantel „Speicher“", { "amount": 34900, "currency": "CHF" }],
        ])
    );
}

#[test]
fn absent_texts_fall_back_and_say_in_which_language_they_are() {
    let app = TestApp::start();
    for (at, language, name) in [
        ("en-GB/products/breton-shirt", "de-DE", "Bretonisches Streifenshirt"),
        ("fr-FR/products/waxed-jacket", "en-GB", "Waxed field jacket"),
        ("de-DE/products/waxed-jacket", "en-GB", "Waxed field jacket"),
        ("fr-FR/products/denim-skirt", "en-GB", "Long denim skirt"),
        ("de-CH/products/beanie", "de-DE", "Strickmütze"),
    ] {
        let product = app.get(at).is(200);
        assert_eq!(product.header("content-language"), Some(language), "{at}");
        assert_eq!(json!([product.json["language"], product.json["name"]]), json!([language, name]), "{at}");
    }
}

#[test]
fn a_price_that_is_absent_is_not_made_up() {
    let app = TestApp::start();
    for at in ["fr-FR/products/waxed-jacket", "en-GB/products/espadrilles", "de-CH/products/straw-basket"] {
        assert_eq!(app.get(at).is(200).json.get("price"), None, "{at}");
    }
    let sold = app.get("de-DE/products/espadrilles").is(200);
    assert_eq!(sold.json["price"], json!({ "amount": 4900, "currency": "EUR" }));
}

#[test]
fn its_links_stay_in_the_locale() {
    let app = TestApp::start();
    let product = app.get("fr-FR/products/beanie").is(200);
    let links =
        json!({ "self": "/v1/fr-FR/products/beanie", "collages": "/v1/fr-FR/collages?product=beanie" });
    assert_eq!(product.json["links"], links);
    assert_eq!(app.ids("/v1/fr-FR/collages?product=beanie"), ["run-before-work", "harbour-rain", "dog-walk"]);
}

#[test]
fn it_is_sent_again_only_if_it_has_changed() {
    let app = TestApp::start();
    let product = app.get("en-GB/products/beanie").is(200);
    let modified = product.header("last-modified").expect("it says when it changed").to_owned();
    for _ in 0..2 {
        let same = app.get("en-GB/products/beanie").if_none_match(product.tag()).is(304);
        assert_eq!(same.tag(), product.tag());
        app.get("en-GB/products/beanie").header("if-modified-since", &modified).is(304);
    }
    app.get("en-GB/products/beanie").if_none_match("\"another\"").is(200);
    app.get("en-GB/products/beanie").if_match("\"another\"").is_refused(412, "precondition-failed");
}

#[test]
fn an_unknown_one_is_not_there() {
    let app = TestApp::start();
    for id in ["nothing", "BEANIE", "beanie%00", "%00", "%2e", "a%20b", "%C3%BC", "%FF", &"x".repeat(65)] {
        app.get(&format!("en-GB/products/{id}")).is_refused(404, "not-found");
    }
}
