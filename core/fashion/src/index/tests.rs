//! The entry points, as a client sees them.

use serde_json::json;

use crate::tests::App;

#[tokio::test]
async fn the_entry_points_of_a_locale_are_listed() {
    let app = App::new().await;
    for locale in ["de-DE", "fr-FR", "en-GB"] {
        let index = app.get(&format!("{locale}/")).await.is(200);
        let links = json!({
            "products": format!("/shop/v1/{locale}/products"),
            "productFeed": format!("/shop/v1/{locale}/feeds/products"),
            "collages": format!("/shop/v1/{locale}/collages"),
            "comments": format!("/shop/v1/{locale}/comments"),
        });
        assert_eq!(index.json, json!({ "locale": locale, "links": links }));
    }
}

#[tokio::test]
async fn home_without_a_table_leads_nowhere() {
    crate::tests::Ask::new(ogrom_core::home::home::<super::IndexResource>(), "GET", "/").await.is(404);
}
