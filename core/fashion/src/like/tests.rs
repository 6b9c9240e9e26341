//! Likes, as a client sees them.

use serde_json::json;

use crate::tests::App;

const BY_OMAR: &str = "de-DE/collages/lake/likes/omar";

#[tokio::test]
async fn a_like_is_shown() {
    let like = App::new().await.get("de-DE/collages/city/likes/lena").await.is(200);
    let expected = json!({
        "collage": "city",
        "user": "lena",
        "created": "2023-11-14T22:13:25.123Z",
        "links": {
            "self": "/shop/v1/de-DE/collages/city/likes/lena",
            "collage": "/shop/v1/de-DE/collages/city",
            "user": "/shop/v1/de-DE/users/lena",
        },
    });
    assert_eq!(like.json, expected);
    assert_eq!(like.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:25 GMT"));
}

#[tokio::test]
async fn a_like_that_is_not_there_is_not_found() {
    let app = App::new().await;
    for place in
        ["lake/likes/omar", "none/likes/lena", "city/likes/nobody", "%00/likes/lena", "city/likes/%00"]
    {
        app.get(&format!("de-DE/collages/{place}")).await.is(404);
    }
}

#[tokio::test]
async fn to_like_twice_is_to_like_once() {
    let app = App::new().await;
    let first = app.ask("PUT", BY_OMAR).by("omar").await.is(201);
    assert_eq!(first.location(), "/shop/v1/de-DE/collages/lake/likes/omar");
    app.clock.advance(60_000);
    let again = app.ask("PUT", BY_OMAR).by("omar").await.is(200);
    assert_eq!(again.json, first.json, "since when does not change");
    assert_eq!((first.header("etag"), again.header("etag")), (None, None), "RFC 9110 §9.3.4");
    assert_eq!(app.get(first.location()).await.is(200).json, first.json);
    assert_eq!(app.get("de-DE/collages/lake").await.json["likes"], 1);
}

#[tokio::test]
async fn to_take_back_twice_is_to_take_back_once() {
    let app = App::new().await;
    for _ in 0..2 {
        app.delete("de-DE/collages/city/likes/lena").by("lena").await.is(204);
        assert_eq!(app.get("de-DE/collages/city").await.json["likes"], 0);
    }
    app.get("de-DE/collages/city/likes/lena").await.is(404);
    app.ask("PUT", "de-DE/collages/city/likes/lena").by("lena").await.is(201);
}

#[tokio::test]
async fn what_is_not_there_is_not_liked() {
    let app = App::new().await;
    for method in ["GET", "PUT", "DELETE"] {
        for collage in ["none", "%00", "a%20b"] {
            let place = format!("de-DE/collages/{collage}/likes/omar");
            app.ask(method, &place).by("omar").await.is(404);
        }
    }
}

#[tokio::test]
async fn everybody_likes_for_themselves() {
    let app = App::new().await;
    for method in ["PUT", "DELETE"] {
        let refused = app.ask(method, BY_OMAR).by("lena").await.is(403);
        assert_eq!(refused.json["detail"], "only the user 'omar' may do this");
        app.ask(method, "de-DE/collages/city/likes/lena").by("omar").await.is(403);
    }
    assert_eq!(app.get("de-DE/collages/lake").await.json["likes"], 0);
    assert_eq!(app.get("de-DE/collages/city").await.json["likes"], 1);
}

#[tokio::test]
async fn a_user_who_is_not_there_likes_nothing() {
    let app = App::new().await;
    let refused = app.ask("PUT", "de-DE/collages/lake/likes/ghost").by("ghost").await.is(409);
    assert_eq!(refused.json["detail"], "there is no user 'ghost'");
}

#[tokio::test]
async fn conditions_hold_for_likes_too() {
    let app = App::new().await;
    app.ask("PUT", BY_OMAR).by("omar").if_match("*").await.is(412);
    app.ask("PUT", BY_OMAR).by("omar").if_none_match("*").await.is(201);
    app.ask("PUT", BY_OMAR).by("omar").if_none_match("*").await.is(412);
    let tag = app.get(BY_OMAR).await.tag().to_owned();
    app.delete(BY_OMAR).by("omar").if_match("\"x\"").await.is(412);
    app.delete(BY_OMAR).by("omar").if_match(&tag).await.is(204);
}

#[tokio::test]
async fn a_like_needs_no_content_and_takes_none() {
    let app = App::new().await;
    app.put(BY_OMAR, &json!({ "since": "ever" })).by("omar").await.is(422);
    app.ask("PUT", BY_OMAR).bytes("application/json", "null").by("omar").await.is(201);
    app.put("de-DE/collages/lake/likes/ida", &json!({})).by("ida").await.is(201);
}

#[tokio::test]
async fn the_likes_of_a_collage_are_listed_by_time() {
    let app = App::new().await;
    for user in ["omar", "ida"] {
        app.clock.advance(1_000);
        app.ask("PUT", &format!("de-DE/collages/city/likes/{user}")).by(user).await.is(201);
    }
    for limit in [1, 2, 3] {
        let list = format!("de-DE/collages/city/likes?limit={limit}");
        assert_eq!(app.all(&list, "user").await, ["ida", "omar", "lena"], "{list}");
    }
    let list = app.get("de-DE/collages/city/likes").await.is(200);
    assert_eq!(list.json["items"][2], app.get("de-DE/collages/city/likes/lena").await.json);
    assert!(app.all("de-DE/collages/lake/likes", "user").await.is_empty());
    app.get("de-DE/collages/none/likes").await.is(404);
    app.get("de-DE/collages/%00/likes").await.is(404);
}

#[tokio::test]
async fn the_likes_of_a_user_are_listed_by_time() {
    let app = App::new().await;
    for collage in ["empty", "lake"] {
        app.clock.advance(1_000);
        app.ask("PUT", &format!("de-DE/collages/{collage}/likes/lena")).by("lena").await.is(201);
    }
    for limit in [1, 2, 3] {
        let list = format!("de-DE/users/lena/likes?limit={limit}");
        assert_eq!(app.all(&list, "collage").await, ["lake", "empty", "city"], "{list}");
    }
    let own = app.get("de-DE/users/me/likes").by("lena").await.is(200);
    assert_eq!(own.json, app.get("de-DE/users/lena/likes").await.json);
    app.get("de-DE/users/me/likes").await.is(401);
    app.get("de-DE/users/nobody/likes").await.is(404);
    let cursor = app.get("de-DE/users/lena/likes?limit=1").await.json["next"].as_str().unwrap().to_owned();
    let refused = app.get(&format!("de-DE/users/ida/likes?cursor={cursor}")).await.is(400);
    assert_eq!(refused.errors(), ["cursor: cursor"]);
}

#[tokio::test]
async fn of_some_collages_those_that_a_user_likes_are_listed() {
    let app = App::new().await;
    app.ask("PUT", "de-DE/collages/lake/likes/lena").by("lena").await.is(201);
    let likes = "de-DE/users/lena/likes";
    let mut found = app.all(&format!("{likes}?collage=lake&collage=empty&collage=city"), "collage").await;
    found.sort_unstable();
    assert_eq!(found, ["city", "lake"]);
    assert_eq!(app.all(&format!("{likes}?collage=city&collage=city&collage=%00"), "collage").await, ["city"]);
    assert!(app.all("de-DE/users/ida/likes?collage=city", "collage").await.is_empty());
    let refused = app.get(&format!("{likes}?collage=city&cursor=x")).await.is(400);
    assert_eq!(refused.errors(), ["collage: alone"]);
    let many = vec!["collage=city"; 101].join("&");
    assert_eq!(app.get(&format!("{likes}?{many}")).await.is(400).errors(), ["collage: maxItems"]);
}
