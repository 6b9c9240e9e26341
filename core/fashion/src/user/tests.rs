//! Users, as a client sees them.

use serde_json::json;

use crate::tests::App;

#[tokio::test]
async fn a_user_is_shown_with_what_they_lead_to() {
    let lena = App::new().await.get("de-DE/users/lena").await.is(200);
    let expected = json!({
        "id": "lena",
        "name": "Lena",
        "version": 1,
        "created": "2023-11-14T22:13:20.123Z",
        "modified": "2023-11-14T22:13:20.123Z",
        "links": { "self": "/shop/v1/de-DE/users/lena", "collages": "/shop/v1/de-DE/users/lena/collages" },
    });
    assert_eq!(lena.json, expected);
    assert_eq!(lena.header("last-modified"), Some("Tue, 14 Nov 2023 22:13:20 GMT"));
}

#[tokio::test]
async fn a_user_who_shows_no_name_has_none() {
    let ida = App::new().await.get("de-DE/users/ida").await.is(200);
    assert_eq!((&ida.json["id"], ida.json.get("name")), (&json!("ida"), None));
}

#[tokio::test]
async fn an_unknown_user_and_their_collages_are_not_found() {
    let app = App::new().await;
    for id in ["nobody", "%00", "l%C3%A9na", "a%2Fb"] {
        app.get(&format!("de-DE/users/{id}")).await.is(404);
        app.get(&format!("de-DE/users/{id}/collages")).await.is(404);
    }
}

#[tokio::test]
async fn the_collages_of_a_user_are_listed_in_each_order() {
    let app = App::new().await;
    app.ask("PUT", "de-DE/collages/lake/likes/ida").by("ida").await.is(201);
    for limit in [1, 2] {
        let list = format!("de-DE/users/lena/collages?limit={limit}");
        assert_eq!(app.ids(&list).await, ["empty", "lake"], "{list}");
        assert_eq!(app.ids(&format!("{list}&sort=newest")).await, ["empty", "lake"], "{list}");
        assert_eq!(app.ids(&format!("{list}&sort=likes")).await, ["lake", "empty"], "{list}");
    }
    assert!(app.ids("de-DE/users/ida/collages").await.is_empty());
}

#[tokio::test]
async fn the_collages_of_a_user_are_shown_as_elsewhere() {
    let app = App::new().await;
    let own = app.get("fr-FR/users/omar/collages").await.is(200);
    assert_eq!(own.json["items"][0], app.get("fr-FR/collages/city").await.json);
}

#[tokio::test]
async fn wrong_parameters_of_the_collages_of_a_user_are_named() {
    let app = App::new().await;
    let refused = app.get("de-DE/users/lena/collages?limit=0&sort=price&owner=omar").await.is(400);
    assert_eq!(refused.errors(), ["limit: minimum", "owner: unknown", "sort: enum"]);
    let refused = app.get("de-DE/users/lena/collages?cursor=x").await.is(400);
    assert_eq!(refused.errors(), ["cursor: cursor"]);
}
