//! `/v1/` and the locale in every path below it

use ogrom_tests::app::TestApp;
use serde_json::json;

#[test]
pub(crate) fn all_are_listed_and_lead_to_their_entry_points() {
    let app = TestApp::start();
    let locales = app.get("/v1/").is(200);
    assert_eq!(locales.json["default"], "en-GB");
    let items = locales.json["items"].as_array().expect("a list");
    let said: Vec<_> = items.iter().map(|l| [&l["tag"], &l["country"], &l["currency"]]).collect();
    let all =
        [["en-GB", "GB", "GBP"], ["de-DE", "DE", "EUR"], ["de-CH", "CH", "CHF"], ["fr-FR", "FR", "EUR"]];
    assert_eq!(json!(said), json!(all));
    for locale in items {
        let index = app.get(locale["link"].as_str().expect("a link")).is(200);
        assert_eq!(index.json["locale"], locale["tag"]);
    }
    app.get("/v1/").if_none_match(locales.tag()).is(304);
}

#[test]
fn an_unknown_one_is_refused_with_those_that_are_known() {
    let app = TestApp::start();
    for path in [
        "it-IT/products",
        "en/products",
        "english/products",
        "it-IT/",
        "it-IT/nothing",
        "%00/products",
        "%FF/",
    ] {
        let refused = app.get(path).is_refused(404, "unknown-locale");
        assert_eq!(refused.json["locales"], json!(["en-GB", "de-DE", "de-CH", "fr-FR"]), "{path}");
    }
}

#[test]
fn another_spelling_leads_to_the_canonical_one() {
    let app = TestApp::start();
    for (written, canonical) in [
        ("de-de/products?limit=1", "/v1/de-DE/products?limit=1"),
        ("DE-DE/products/beanie", "/v1/de-DE/products/beanie"),
        ("de%2DDE/comments", "/v1/de-DE/comments"),
        ("de-DE/products/", "/v1/de-DE/products"),
        ("de-DE", "/v1/de-DE/"),
    ] {
        let moved = app.get(written).is(308);
        assert_eq!(moved.location(), canonical);
        app.get(canonical).is(200);
    }
    assert_eq!(app.get("/v1").is(308).location(), "/v1/");
}
