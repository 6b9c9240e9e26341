//! Products, as a client sees them.

use ogrom_protocols_fashion_contract::{data::a_product, given};
use ogrom_sources_fashion_memory::Memory;
use serde_json::json;

use crate::tests::{App, Sources};

#[tokio::test]
async fn a_product_is_shown_in_full() {
    let scarf = App::new().await.get("de-DE/products/scarf").await.is(200);
    let expected = json!({
        "id": "scarf",
        "name": "Schal",
        "description": "Aus Seide.",
        "language": "de",
        "brand": "Émail",
        "category": "Accessories/Scarves",
        "colour": "Navy Blue",
        "price": { "amount": 4990, "currency": "EUR" },
        "images": ["https://img.example/a.jpg", "https://img.example/b.jpg"],
        "shop": "https://shop.example/scarf",
        "version": 1,
        "created": "2023-11-14T22:13:21.123Z",
        "modified": "2023-11-14T22:13:21.123Z",
        "links": {
            "self": "/shop/v1/de-DE/products/scarf",
            "collages": "/shop/v1/de-DE/collages?product=scarf",
        },
    });
    assert_eq!(scarf.json, expected);
    assert_eq!(scarf.header("content-type"), Some("application/json"));
    assert_eq!(scarf.header("content-language"), Some("de"));
    assert_eq!(scarf.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:21 GMT"));
}

#[tokio::test]
async fn texts_and_prices_are_those_of_the_locale_or_the_nearest() {
    let app = App::new().await;
    let euros = |amount| json!({ "amount": amount, "currency": "EUR" });
    let pounds = json!({ "amount": 4500, "currency": "GBP" });
    for (place, name, language, price) in [
        ("en-GB/products/scarf", "Silk Scarf", "en-GB", Some(pounds)),
        ("fr-FR/products/scarf", "Silk Scarf", "en-GB", None),
        ("fr-FR/products/shirt", "Chemise", "fr", Some(euros(2990))),
        ("de-DE/products/shirt", "Chemise", "fr", Some(euros(3500))),
        ("en-GB/products/shirt", "Chemise", "fr", None),
    ] {
        let product = app.get(place).await.is(200);
        assert_eq!(product.json["name"], name, "{place}");
        assert_eq!(product.json["language"], language, "{place}");
        assert_eq!(product.header("content-language"), Some(language), "{place}");
        assert_eq!(product.json.get("price"), price.as_ref(), "{place}");
    }
}

#[tokio::test]
async fn what_is_not_known_of_a_product_is_absent() {
    let hat = App::new().await.get("de-DE/products/hat").await.is(200);
    let expected = json!({
        "id": "hat",
        "category": "Accessories/Hats",
        "images": [],
        "version": 1,
        "created": "2023-11-14T22:13:23.123Z",
        "modified": "2023-11-14T22:13:23.123Z",
        "links": {
            "self": "/shop/v1/de-DE/products/hat",
            "collages": "/shop/v1/de-DE/collages?product=hat",
        },
    });
    assert_eq!(hat.json, expected);
    assert_eq!(hat.header("content-language"), None);
}

#[tokio::test]
async fn a_complete_product_has_the_texts_and_prices_of_all_locales() {
    let app = App::new().await;
    let usual = app.get("de-DE/products/scarf").await.is(200).json;
    let mut complete = app.get("de-DE/products/scarf?complete=true").await.is(200).json;
    let listed = app.get("de-DE/products?complete=true&text=schal").await.is(200).json;
    assert_eq!(listed["items"], json!([complete]));
    let members = complete.as_object_mut().unwrap();
    let texts = members.remove("texts").unwrap();
    assert_eq!(texts["de"], json!({ "name": "Schal", "description": "Aus Seide." }));
    assert_eq!(texts["en-GB"]["name"], "Silk Scarf");
    let prices = members.remove("prices").unwrap();
    assert_eq!(prices["GB"], json!({ "amount": 4500, "currency": "GBP" }));
    assert_eq!(prices["DE"], usual["price"]);
    assert_eq!(complete, usual, "the rest is the same");
    assert_eq!(app.get("de-DE/products/scarf?complete=false").await.is(200).json, usual);
    app.get("de-DE/products/scarf?complete=perhaps").await.is(400);
}

#[tokio::test]
async fn products_are_found_by_their_identifiers() {
    let app = App::new().await;
    let mut ids = app.ids("de-DE/products?id=hat&id=none&id=scarf&id=hat&id=a%20b").await;
    ids.sort();
    assert_eq!(ids, ["hat", "scarf"]);
    let listed = app.get("de-DE/products?id=scarf&complete=true").await.is(200);
    let one = app.get("de-DE/products/scarf?complete=true").await.is(200);
    assert_eq!(listed.json, json!({ "items": [one.json] }));
    for other in ["brand=Kiosk", "sort=newest", "cursor=x", "minPrice=1"] {
        let refused = app.get(&format!("de-DE/products?id=scarf&{other}")).await.is(400);
        assert_eq!(refused.errors(), ["id: alone"], "{other}");
    }
}

#[tokio::test]
async fn an_unknown_product_is_not_found() {
    let app = App::new().await;
    let long = "x".repeat(65);
    for id in ["none", "SCARF", "%00", "a%20b", "%FF", "%C3%A9", "scarf%2F", "..%2Fscarf", &long] {
        app.get(&format!("de-DE/products/{id}")).await.is(404);
    }
    app.get("de-DE/products/sc%61rf").await.is(200);
}

#[tokio::test]
async fn products_are_found_by_each_filter() {
    let app = App::new().await;
    for (query, found) in [
        ("", &["belt", "hat", "shirt", "scarf"][..]),
        ("?category=Accessories", &["belt", "hat", "scarf"]),
        ("?category=Apparel/Topwear", &["shirt"]),
        ("?category=Access", &[]),
        ("?brand=%C3%89mail", &["belt", "scarf"]),
        ("?brand=email", &[]),
        ("?colour=Navy+Blue", &["scarf"]),
        ("?text=silk", &["scarf"]),
        ("?text=emai%20LEA", &["belt"]),
        ("?text=chem", &["shirt"]),
        ("?text=", &[]),
        ("?minPrice=3500", &["shirt", "scarf"]),
        ("?maxPrice=3500", &["belt", "shirt"]),
        ("?minPrice=1501&maxPrice=4989", &["shirt"]),
        ("?minPrice=2&maxPrice=1", &[]),
        ("?brand=%C3%89mail&category=Accessories/Belts&text=belt&maxPrice=1500", &["belt"]),
    ] {
        assert_eq!(app.ids(&format!("de-DE/products{query}")).await, found, "{query}");
    }
}

#[tokio::test]
async fn prices_are_compared_in_the_country_of_the_locale() {
    let app = App::new().await;
    assert_eq!(app.ids("fr-FR/products?minPrice=0").await, ["shirt"]);
    assert_eq!(app.ids("fr-FR/products?sort=price").await, ["shirt"]);
    assert_eq!(app.ids("en-GB/products?minPrice=4500&maxPrice=4500").await, ["scarf"]);
    assert_eq!(app.ids("fr-FR/products").await.len(), 4);
}

#[tokio::test]
async fn products_are_listed_in_each_order_whatever_the_length_of_a_page() {
    let app = App::new().await;
    for (order, found) in [
        ("newest", &["belt", "hat", "shirt", "scarf"][..]),
        ("price", &["belt", "shirt", "scarf"]),
        ("-price", &["scarf", "shirt", "belt"]),
    ] {
        for limit in [1, 2, 3, 4, 100] {
            let path = format!("de-DE/products?sort={order}&limit={limit}");
            assert_eq!(app.ids(&path).await, found, "{path}");
        }
    }
}

#[tokio::test]
async fn a_page_has_twenty_items_where_nobody_says_otherwise() {
    let many: Vec<_> = (0..21).map(|i| a_product(&format!("p{i}"))).collect();
    let memory = Memory::default();
    given::products(&memory, &many).await;
    let app = App::over(Sources::of(memory.clone(), memory));
    let page = app.get("de-DE/products").await.is(200);
    assert_eq!(page.json["items"].as_array().unwrap().len(), 20);
    assert_eq!(app.ids("de-DE/products").await.len(), 21);
}

#[tokio::test]
async fn a_page_leads_to_the_next_with_the_same_filters() {
    let app = App::new().await;
    let first = app.get("de-DE/products?brand=%C3%89mail&limit=1").await.is(200);
    let cursor = first.json["next"].as_str().unwrap();
    let expected = format!("/shop/v1/de-DE/products?brand=%C3%89mail&limit=1&cursor={cursor}");
    assert_eq!(first.next(), Some(expected.clone()));
    let last = app.get(&expected).await.is(200);
    assert_eq!((&last.json["items"][0]["id"], last.json.get("next")), (&json!("scarf"), None));
    assert_eq!(last.next(), None);
}

#[tokio::test]
async fn a_cursor_leads_on_in_its_own_list_alone() {
    let app = App::new().await;
    let cursor = app.get("de-DE/products?limit=1").await.json["next"].as_str().unwrap().to_owned();
    for query in [format!("cursor={cursor}x"), "cursor=".into(), "cursor=%00".into(), "cursor=AAAA".into()] {
        let refused = app.get(&format!("de-DE/products?{query}")).await.is(400);
        assert_eq!(refused.errors(), ["cursor: cursor"], "{query}");
    }
    for place in ["de-DE/products?brand=Kiosk&", "de-DE/products?sort=price&", "de-DE/collages?"] {
        let refused = app.get(&format!("{place}cursor={cursor}")).await.is(400);
        assert_eq!(refused.errors(), ["cursor: cursor"], "{place}");
        assert!(refused.json.to_string().contains("another query"), "{place}");
    }
    app.get(&format!("de-DE/products?limit=3&cursor={cursor}")).await.is(200);
}

#[tokio::test]
async fn every_wrong_parameter_is_named() {
    let app = App::new().await;
    for (query, errors) in [
        ("limit=0", &["limit: minimum"][..]),
        ("limit=10000", &["limit: maximum"]),
        ("limit=101", &["limit: maximum"]),
        ("limit=-1", &["limit: minimum"]),
        ("limit=ten", &["limit: type"]),
        ("limit=", &["limit: type"]),
        ("limit=1&limit=2", &["limit: repeated"]),
        ("sort=oldest", &["sort: enum"]),
        ("minPrice=-1&maxPrice=1.5", &["maxPrice: type", "minPrice: minimum"]),
        ("limt=1&brnd=x&minPrice=x", &["brnd: unknown", "limt: unknown", "minPrice: type"]),
    ] {
        let refused = app.get(&format!("de-DE/products?{query}")).await.is(400);
        assert_eq!(refused.json["type"], "urn:ogrom:problem:invalid-query");
        assert_eq!(refused.errors(), errors, "{query}");
    }
    app.get("de-DE/products?limit=1").await.is(200);
    app.get("de-DE/products?limit=100").await.is(200);
}

#[tokio::test]
async fn any_price_that_every_client_can_write_is_taken() {
    let app = App::new().await;
    let most = (1_u64 << 53) - 1;
    assert_eq!(app.ids(&format!("de-DE/products?maxPrice={most}")).await.len(), 3);
    assert_eq!(app.ids(&format!("de-DE/products?minPrice={most}")).await.len(), 0);
    app.get(&format!("de-DE/products?maxPrice={}", most + 1)).await.is(400);
}
