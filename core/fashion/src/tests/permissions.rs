//! Permissions: the owner with a token that permits it, and a moderator, may change something.

use ogrom_core::{
    facts::{Authentication, AuthenticationError, Challenge},
    scope::{Scopes, WRITE},
};
use serde_json::json;

use super::{Answer, App};
use crate::moderation::{MODERATE, SCOPES};

const COLLAGE: &str = "de-DE/collages/lake";

/// A change of Lena's collage by this user, with these scopes.
async fn change(app: &App, user: &str, scopes: &str) -> Answer {
    let scopes = Scopes::parse(scopes, SCOPES).unwrap();
    app.put(COLLAGE, &json!({ "items": [] })).current().within(user, scopes).await
}

#[tokio::test]
async fn a_token_changes_what_its_scopes_permit() {
    for (user, scopes, status) in [
        ("lena", "write", 200),
        ("lena", "", 403),
        ("lena", "moderate trace", 403),
        ("omar", "write trace", 403),
        ("omar", "moderate", 403),
        ("omar", "write moderate", 200),
    ] {
        change(&App::new().await, user, scopes).await.is(status);
    }
}

#[tokio::test]
async fn a_token_that_permits_too_little_is_told_what_it_lacks() {
    let app = App::new().await;
    let refused = change(&app, "lena", "trace").await.is(403);
    assert_eq!(
        refused.header("www-authenticate"),
        Some(
            "Bearer realm=\"ogrom\", error=\"insufficient_scope\", \
             error_description=\"the token does not permit changes\", scope=\"write\""
        )
    );
    assert_eq!(refused.json["detail"], "the token lacks the scope 'write'");
    app.get(COLLAGE).within("lena", Scopes::NONE).await.is(200);
    // No other token would help.
    assert_eq!(change(&app, "omar", "write").await.is(403).header("www-authenticate"), None);
}

#[tokio::test]
async fn a_service_whose_credentials_are_no_tokens_asks_for_its_own() {
    let app = App::new().await;
    for identity in [
        Authentication::Anonymous,
        Authentication::Rejected(AuthenticationError::Token("nobody has this key")),
    ] {
        let change = app.put(COLLAGE, &json!({ "items": [] })).fact(Challenge("Key".into())).fact(identity);
        assert_eq!(change.await.is(401).header("www-authenticate"), Some("Key"));
    }
}

#[tokio::test]
async fn what_a_moderator_changes_stays_its_owners() {
    let app = App::new().await;
    assert_eq!(change(&app, "omar", "write moderate").await.is(200).json["owner"]["id"], "lena");
    let moderator = || Scopes::from(WRITE).with(MODERATE);
    let comment = json!({ "text": "Removed." });
    let put = app.put("de-DE/comments/c1", &comment).current().within("lena", moderator()).await.is(200);
    assert_eq!(put.json["author"]["id"], "omar");
    app.delete("de-DE/comments/c1").current().within("lena", moderator()).await.is(204);
    // A like is nobody else's to give or to take.
    for method in ["PUT", "DELETE"] {
        app.ask(method, "de-DE/collages/city/likes/lena").within("omar", moderator()).await.is(403);
    }
}

#[tokio::test]
async fn why_credentials_do_not_hold_is_told_as_rfc_6750_says() {
    let app = App::new().await;
    for (refusal, challenge) in [
        (AuthenticationError::Scheme, "Bearer realm=\"ogrom\""),
        (
            AuthenticationError::Request("there are two"),
            "Bearer realm=\"ogrom\", error=\"invalid_request\", error_description=\"there are two\"",
        ),
        (
            AuthenticationError::Token("it has expired"),
            "Bearer realm=\"ogrom\", error=\"invalid_token\", error_description=\"it has expired\"",
        ),
    ] {
        for method in ["GET", "DELETE", "OPTIONS"] {
            let told = app.ask(method, COLLAGE).fact(Authentication::Rejected(refusal)).await.is(401);
            assert_eq!(told.header("www-authenticate"), Some(challenge), "{method}");
        }
    }
}
