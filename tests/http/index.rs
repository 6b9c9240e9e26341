//! `/v1/{locale}/`

use ogrom_tests::app::TestApp;
use serde_json::json;

#[test]
pub(crate) fn it_leads_to_every_list() {
    let app = TestApp::start();
    let index = app.get("de-DE/").is(200);
    let links = json!({
        "products": "/v1/de-DE/products",
        "productFeed": "/v1/de-DE/feeds/products",
        "collages": "/v1/de-DE/collages",
        "comments": "/v1/de-DE/comments",
    });
    assert_eq!(index.json, json!({ "locale": "de-DE", "links": links }));
    for link in links.as_object().expect("links").values() {
        let list = app.get(link.as_str().expect("a link")).is(200);
        let items = list.json.get("items").unwrap_or(&list.json);
        assert!(items.as_array().is_some_and(|items| !items.is_empty()), "{link}");
    }
    app.get("de-DE/").if_none_match(index.tag()).is(304);
}
