//! Locales, as a client sees them.

use ogrom_core::{ProblemTypes, problem::titles};
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

#[tokio::test]
async fn problems_have_their_titles_in_the_language_of_the_locale() {
    let app = App::new().await;
    let types = ProblemTypes::new("urn:ogrom:problem:").titled(titles);
    for (locale, nothing, invalid) in [
        ("en-GB", "There is nothing here", "The content is understood but not valid"),
        ("de-DE", "Hier gibt es nichts", "Der Inhalt ist lesbar, aber nicht gültig"),
        ("fr-FR", "Il n’y a rien ici", "Le contenu est lisible, mais non valide"),
    ] {
        let at = |place: &str| format!("{locale}/{place}");
        for (ask, status, name, title) in [
            (app.get(&at("products/none")), 404, "not-found", nothing),
            (app.get(&at("nowhere")), 404, "not-found", nothing),
            (app.post(&at("collages"), &json!({ "items": 7 })).by("lena"), 422, "invalid-content", invalid),
        ] {
            let told = ask.fact(types.clone()).await.is(status);
            assert_eq!(
                (&told.json["title"], &told.json["type"]),
                (&json!(title), &json!(format!("urn:ogrom:problem:{name}")))
            );
        }
    }
}
