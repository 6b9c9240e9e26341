//! Collages, as a client sees them.

mod conditions;
mod dates;
mod patching;
mod writing;

use serde_json::json;

use crate::tests::App;

#[tokio::test]
async fn a_collage_is_shown_with_its_owner_and_products() {
    let app = App::new().await;
    let lake = app.get("fr-FR/collages/lake").await.is(200);
    let placed = |product| json!({ "product": product, "x": 0.5, "y": 0.5, "size": 0.25, "rotation": 0.0, "layer": 0 });
    let scarf = json!({
        "id": "scarf",
        "name": "Silk Scarf",
        "language": "en-GB",
        "brand": "Émail",
        "image": "https://img.example/a.jpg",
        "link": "/shop/v1/fr-FR/products/scarf",
    });
    let shirt = json!({
        "id": "shirt",
        "name": "Chemise",
        "language": "fr",
        "brand": "Kiosk",
        "price": { "amount": 2990, "currency": "EUR" },
        "link": "/shop/v1/fr-FR/products/shirt",
    });
    let expected = json!({
        "id": "lake",
        "owner": { "id": "lena", "name": "Lena", "link": "/shop/v1/fr-FR/users/lena" },
        "title": "By the lake",
        "description": "For windy days.",
        "items": [placed(scarf), placed(shirt)],
        "likes": 0,
        "version": 1,
        "created": "2023-11-14T22:13:21.123Z",
        "modified": "2023-11-14T22:13:21.123Z",
        "links": { "self": "/shop/v1/fr-FR/collages/lake", "comments": "/shop/v1/fr-FR/collages/lake/comments" },
    });
    assert_eq!(lake.json, expected);
    // The newest of what is shown is the shirt.
    assert_eq!(lake.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:22 GMT"));
}

#[tokio::test]
async fn what_a_collage_does_not_have_is_absent() {
    let empty = App::new().await.get("de-DE/collages/empty").await.is(200);
    assert_eq!((empty.json.get("title"), empty.json.get("description")), (None, None));
    assert_eq!(empty.json["items"], json!([]));
}

#[tokio::test]
async fn an_unknown_collage_is_not_found_by_any_method() {
    let app = App::new().await;
    let body = json!({ "items": [] });
    for id in ["none", "%00", "%FF", "a%2Fb"] {
        let place = format!("de-DE/collages/{id}");
        app.get(&place).await.is(404);
        app.put(&place, &body).by("lena").await.is(404);
        app.patch(&place, &body).by("lena").await.is(404);
        app.delete(&place).by("lena").await.is(404);
    }
}

#[tokio::test]
async fn collages_are_found_by_each_filter() {
    let app = App::new().await;
    for (query, found) in [
        ("", &["empty", "city", "lake"][..]),
        ("owner=lena", &["empty", "lake"]),
        ("owner=nobody", &[]),
        ("owner=%00", &[]),
        ("owner=", &[]),
        ("product=scarf", &["city", "lake"]),
        ("product=hat", &[]),
        ("product=a%20b", &[]),
        ("owner=lena&product=scarf", &["lake"]),
        ("sort=newest", &["empty", "city", "lake"]),
        ("sort=likes", &["city", "lake", "empty"]),
        ("sort=likes&owner=lena", &["lake", "empty"]),
    ] {
        for limit in [1, 2, 3] {
            let path = format!("de-DE/collages?{query}&limit={limit}");
            assert_eq!(app.ids(&path).await, found, "{path}");
        }
    }
}

#[tokio::test]
async fn a_list_shows_each_collage_as_it_is() {
    let app = App::new().await;
    let list = app.get("en-GB/collages?limit=2").await.is(200);
    for (i, id) in ["empty", "city"].into_iter().enumerate() {
        assert_eq!(list.json["items"][i], app.get(&format!("en-GB/collages/{id}")).await.json);
    }
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let app = App::new().await;
    let refused = app.get("de-DE/collages?limit=0&sort=liked&ownr=lena").await.is(400);
    assert_eq!(refused.errors(), ["limit: minimum", "ownr: unknown", "sort: enum"]);
    let told = refused.json.to_string();
    assert!(told.contains("did you mean 'owner'?") && told.contains(r#"\"newest\", \"likes\""#), "{told}");
    let cursor = app.get("de-DE/collages?limit=1").await.json["next"].as_str().unwrap().to_owned();
    for query in ["sort=likes", "owner=lena", "product=scarf"] {
        let refused = app.get(&format!("de-DE/collages?{query}&cursor={cursor}")).await.is(400);
        assert_eq!(refused.errors(), ["cursor: cursor"], "{query}");
    }
}
