//! What a client sees of locales.

use serde_json::json;

use crate::tests::App;

#[tokio::test]
async fn the_locales_are_listed_with_their_entry_points() {
    let locales = App::new().await.get("/shop/v1/").await.is(200);
    let entry = |tag, country, currency| {
        let link = format!("/shop/v1/{tag}/");
        json!({ "tag": tag, "country": country, "currency": currency, "link": link })
    };
    let items = [entry("de-DE", "DE", "EUR"), entry("fr-FR", "FR", "EUR"), entry("en-GB", "GB", "GBP")];
    assert_eq!(locales.json, json!({ "items": items, "default": "de-DE" }));
}
