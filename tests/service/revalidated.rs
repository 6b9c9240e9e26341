//! Revalidation after a restart of the service: with another configuration, or on other data.

use serde_json::json;

use crate::ogrom::{Folder, Service};

/// A product with German and English texts, and no French ones.
const PLACE: &str = "fr-FR/products/denim-skirt";

#[test]
fn other_fallback_languages_are_other_content() {
    let folder = Folder::new();
    let start = |fallback: &str| {
        let locales = format!("fr-FR; EUR; {fallback} | en-GB; GBP; en | de-DE; EUR; de");
        Service::start(&mut folder.ogrom(&["--port", "0", "--locales", &locales]))
    };
    let english = start("fr, en");
    let first = english.stranger().get(PLACE).is(200);
    english.stranger().get(PLACE).header("if-none-match", first.tag()).is(304);
    english.stop();
    let german = start("fr, de");
    let second = german.stranger().get(PLACE).header("if-none-match", first.tag()).is(200);
    assert_ne!((first.tag(), &first.json["language"]), (second.tag(), &second.json["language"]));
    assert_ne!(first.json["language"], second.json["language"], "or the test shows nothing");
}

#[test]
fn another_price_is_other_content() {
    let tagged = |price: u32| {
        let folder = Folder::new();
        folder.write(
            "products.jsonl",
            format!(
                r#"{{"id":"hat","texts":{{"en":{{"name":"Hat","description":"Warm."}}}},"category":"Hats","prices":{{"GB":{{"amount":{price},"currency":"GBP"}}}},"created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z"}}"#
            ),
        );
        folder.run(&["import", "."]).well();
        let service = Service::start(&mut folder.ogrom(&["--port", "0"]));
        let read = service.stranger().get("en-GB/products/hat").is(200);
        assert_eq!(read.json["price"]["amount"], price);
        read.tag().to_owned()
    };
    assert_ne!(tagged(1000), tagged(1200));
    assert_eq!(tagged(1000), tagged(1000));
}

#[test]
fn a_change_within_the_second_of_the_one_before_is_seen_by_its_date() {
    let (folder, token) = (Folder::new(), "the-token-of-lena");
    let mut command = folder.ogrom(&["--port", "0"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={token}")));
    let (lena, stranger) = (service.stranger().with_token(token), service.stranger());
    let content = |title: &str| json!({ "title": title, "items": [] });
    for round in 0..5 {
        let made = lena.post("en-GB/collages", &content("First")).is(201);
        let (place, date) = (made.location(), made.header("last-modified").expect("a date"));
        lena.put(place, &content("Second")).header("if-match", made.tag()).is(200);
        // The first response may be cached, and the second one come from the cache.
        for client in [&stranger, &stranger, &lena] {
            let read = client.get(place).header("if-modified-since", date).is(200);
            assert_eq!(read.json["title"], "Second", "{round}");
        }
        let late = lena.put(place, &content("Late")).header("if-unmodified-since", date);
        late.is_refused(412, "precondition-failed");
    }
}
