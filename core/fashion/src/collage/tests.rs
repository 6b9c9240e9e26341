//! Collages, as a client sees them.

mod conditions;
mod dates;
mod expanding;
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
        "commentCount": 3,
        "rating": 5.0,
        "version": 1,
        "created": "2023-11-14T22:13:21.123Z",
        "modified": "2023-11-14T22:13:23.123Z",
        "links": {
            "self": "/shop/v1/fr-FR/collages/lake",
            "comments": "/shop/v1/fr-FR/collages/lake/comments",
            "likes": "/shop/v1/fr-FR/collages/lake/likes",
        },
    });
    assert_eq!(lake.json, expected);
    // The last change is a comment.
    assert_eq!(lake.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:23 GMT"));
}

#[tokio::test]
async fn what_a_collage_does_not_have_is_absent() {
    let empty = App::new().await.get("de-DE/collages/empty").await.is(200);
    assert_eq!((empty.json.get("title"), empty.json.get("description")), (None, None));
    assert_eq!((&empty.json["commentCount"], empty.json.get("rating")), (&json!(0), None));
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

#[tokio::test]
async fn collages_are_listed_by_identifier() {
    let app = App::new().await;
    for (query, expected) in [
        ("id=lake&id=city", &["city", "lake"][..]),
        ("id=city&id=city&id=none&id=%00&id=", &["city"]),
        ("id=none", &[]),
    ] {
        let page = app.get(&format!("fr-FR/collages?{query}")).await.is(200);
        let mut found = ids(&page.json);
        found.sort_unstable();
        assert_eq!((&*found, page.json.get("next"), page.header("link")), (expected, None, None), "{query}");
    }
    let listed = app.get("fr-FR/collages?id=lake").await;
    assert_eq!(listed.json["items"][0], app.get("fr-FR/collages/lake").await.json);
}

#[tokio::test]
async fn identifiers_of_collages_go_with_no_filter() {
    let app = App::new().await;
    for other in ["owner=lena", "product=scarf", "sort=newest", "cursor=x"] {
        let refused = app.get(&format!("de-DE/collages?id=lake&{other}")).await.is(400);
        assert_eq!(refused.errors(), ["id: alone"], "{other}");
    }
    // Some generated clients send the default of every parameter.
    app.get("de-DE/collages?id=lake&limit=20").await.is(200);
    for (query, error) in [("id=lake,city", "id: list"), ("owner=me", "owner: me")] {
        assert_eq!(app.get(&format!("de-DE/collages?{query}")).await.is(400).errors(), [error]);
    }
    let many = vec!["id=lake"; 101].join("&");
    assert_eq!(app.get(&format!("de-DE/collages?{many}")).await.is(400).errors(), ["id: maxItems"]);
    app.get(&format!("de-DE/collages?{}", vec!["id=lake"; 100].join("&"))).await.is(200);
}

#[tokio::test]
async fn a_collage_tells_the_caller_whether_they_like_it() {
    let app = App::new().await;
    let liked = |page: &serde_json::Value| -> Vec<serde_json::Value> {
        page["items"].as_array().unwrap().iter().map(|item| item["likedByMe"].clone()).collect()
    };
    for list in ["de-DE/collages", "de-DE/collages?id=city&id=lake&id=empty"] {
        let mut lenas = liked(&app.get(list).by("lena").await.is(200).json);
        lenas.sort_by_key(ToString::to_string);
        assert_eq!(lenas, [false, false, true], "{list}");
        assert_eq!(liked(&app.get(list).by("omar").await.is(200).json), [false; 3], "{list}");
        assert_eq!(liked(&app.get(list).await.is(200).json), [(); 3].map(|()| json!(null)), "absent: {list}");
    }
    assert_eq!(liked(&app.get("de-DE/users/omar/collages").by("lena").await.json), [true]);
    let city = app.get("de-DE/collages/city").by("lena").await.is(200);
    assert_eq!(city.json["likedByMe"], true);
    app.delete("de-DE/collages/city/likes/me").by("lena").await.is(204);
    let after = app.get("de-DE/collages/city").by("lena").if_none_match(city.tag()).await.is(200);
    assert_eq!(after.json["likedByMe"], false);
    assert_eq!(app.get("de-DE/collages/city").await.json.get("likedByMe"), None);
}

#[tokio::test]
async fn what_a_caller_likes_stops_no_change() {
    let app = App::new().await;
    let shown = app.get("de-DE/collages/lake").by("omar").await.is(200);
    let lenas = app.get("de-DE/collages/lake").by("lena").await.is(200);
    app.ask("PUT", "de-DE/collages/lake/likes/me").by("lena").await.is(201);
    assert_eq!(shown.json, lenas.json);
    let body = json!({ "title": "Seen by a stranger", "items": [] });
    let changed = app.put("de-DE/collages/lake", &body).by("lena").if_match(shown.tag()).await.is(200);
    assert_eq!((&changed.json["likedByMe"], &changed.json["likes"]), (&json!(true), &json!(1)));
}

/// The identifiers on a page.
fn ids(page: &serde_json::Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}
