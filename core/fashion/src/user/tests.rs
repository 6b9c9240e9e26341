//! Users, as a client sees them.

use ogrom_core::{
    facts::{Authentication, AuthenticationError, Grant},
    scope::{Scopes, TRACE, WRITE},
};
use ogrom_protocols::Principal;
use ogrom_protocols_fashion_contract::data::{at, parse};
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
        "links": {
            "self": "/shop/v1/de-DE/users/lena",
            "collages": "/shop/v1/de-DE/users/lena/collages",
            "likes": "/shop/v1/de-DE/users/lena/likes",
        },
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

#[tokio::test]
async fn the_caller_is_told_whose_token_it_is_and_what_it_permits() {
    let app = App::new().await;
    let me = app.get("de-DE/me").within("lena", [WRITE, TRACE].into_iter().collect()).await.is(200);
    let expected = json!({
        "user": { "id": "lena", "name": "Lena", "link": "/shop/v1/de-DE/users/lena" },
        "scopes": ["trace", "write"],
        "links": {
            "self": "/shop/v1/de-DE/me",
            "collages": "/shop/v1/de-DE/users/lena/collages",
            "likes": "/shop/v1/de-DE/users/lena/likes",
        },
    });
    assert_eq!(me.json, expected);
    assert_eq!(me.header("cache-control"), Some("private, no-store"));
    let until = Grant::from(Scopes::NONE).until(at(0));
    let lena = Authentication::Authenticated(Principal::new(parse("lena")), until);
    let me = app.get("de-DE/me").fact(lena).await.is(200);
    assert_eq!((&me.json["scopes"], &me.json["expires"]), (&json!([]), &json!("2023-11-14T22:13:20.123Z")));
}

#[tokio::test]
async fn a_token_may_be_of_a_user_who_is_not_there() {
    let me = App::new().await.get("de-DE/me").by("ghost").await.is(200);
    assert_eq!(me.json["user"], json!({ "id": "ghost" }));
    assert_eq!(me.json["links"], json!({ "self": "/shop/v1/de-DE/me" }));
}

#[tokio::test]
async fn a_stranger_is_nobody() {
    let app = App::new().await;
    for place in ["me", "users/me", "users/me/collages", "collages/city/likes/me"] {
        let refused = app.get(&format!("de-DE/{place}")).await.is(401);
        assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"ogrom\""), "{place}");
        let rejected = Authentication::Rejected(AuthenticationError::Token("it has expired"));
        let refused = app.get(&format!("de-DE/{place}")).fact(rejected).await.is(401);
        assert!(refused.header("www-authenticate").unwrap().contains("it has expired"), "{place}");
    }
    for method in ["PUT", "DELETE"] {
        app.ask(method, "de-DE/collages/city/likes/me").await.is(401);
    }
    for place in ["me", "users/me", "collages/city/likes/me"] {
        app.ask("OPTIONS", &format!("de-DE/{place}")).await.is(204);
    }
}

#[tokio::test]
async fn me_stands_for_the_caller() {
    let app = App::new().await;
    for (alias, place) in [
        ("de-DE/users/me", "de-DE/users/lena"),
        ("de-DE/users/me/collages?limit=1", "de-DE/users/lena/collages?limit=1"),
        ("de-DE/collages/city/likes/me", "de-DE/collages/city/likes/lena"),
    ] {
        let (own, named) = (app.get(alias).by("lena").await.is(200), app.get(place).by("lena").await.is(200));
        assert_eq!((&own.json, own.tag()), (&named.json, named.tag()), "{alias}");
        assert_eq!(own.next(), named.next(), "{alias}: links are those of the user");
        app.get(alias).by("lena").if_none_match(named.tag()).await.is(304);
    }
    assert!(app.get("de-DE/users/me/collages?limit=1").by("lena").await.next().unwrap().contains("/lena/"));
    app.get("de-DE/collages/city/likes/me").by("omar").await.is(404);
    app.get("de-DE/users/me").by("ghost").await.is(404);
}

#[tokio::test]
async fn me_is_the_user_in_whose_name_things_change() {
    let app = App::new().await;
    let liked = app.ask("PUT", "de-DE/collages/lake/likes/me").by("omar").await.is(201);
    assert_eq!(liked.location(), "/shop/v1/de-DE/collages/lake/likes/omar");
    assert_eq!(liked.json["user"], "omar");
    app.delete("de-DE/collages/lake/likes/me").by("omar").await.is(204);
    app.get("de-DE/collages/lake/likes/omar").await.is(404);
}

#[tokio::test]
async fn me_is_an_alias_of_users_alone() {
    let app = App::new().await;
    for place in ["collages/me", "products/me", "comments/me", "collages/me/likes/lena"] {
        app.get(&format!("de-DE/{place}")).by("lena").await.is(404);
    }
    assert!(app.ids("de-DE/users?id=me").await.is_empty());
}
