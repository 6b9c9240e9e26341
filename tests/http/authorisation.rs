//! Permissions: every operation of the document, called by every kind of client.

use std::collections::BTreeSet;

use ogrom_tests::{
    app::TestApp,
    client::Client,
    tokens::{Signed, claims, jwt, now},
};
use serde_json::Value;

use crate::every_write::{WRITES, complete, everything};

/// An operation, and who may call it.
type Row = (&'static str, Open, &'static str, &'static str);

/// The clients that may call an operation, besides those with a special permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// All clients.
    Everybody,
    /// All writers: they own what they create.
    Writers,
    /// To the owner, and to moderators.
    Moderators,
    /// To the owner alone.
    Owner,
    /// All clients with a valid token.
    Known,
}

use Open::{Everybody, Known, Moderators, Owner, Writers};

/// Every operation of the document, with something of Lena's that it is tried on.
const OPERATIONS: [Row; 27] = [
    ("listLocales", Everybody, "GET", "/v1/"),
    ("getIndex", Everybody, "GET", "en-GB/"),
    ("listProducts", Everybody, "GET", "en-GB/products"),
    ("getProduct", Everybody, "GET", "en-GB/products/beanie"),
    ("feedProducts", Everybody, "GET", "en-GB/feeds/products"),
    ("feedProductChanges", Everybody, "GET", "en-GB/feeds/products/changes"),
    ("listCollages", Everybody, "GET", "en-GB/collages"),
    ("getCollage", Everybody, "GET", "en-GB/collages/harbour-rain"),
    ("listCollageComments", Everybody, "GET", "en-GB/collages/harbour-rain/comments"),
    ("listCollageLikes", Everybody, "GET", "en-GB/collages/terrasse/likes"),
    ("getLike", Everybody, "GET", "en-GB/collages/terrasse/likes/lena"),
    ("listComments", Everybody, "GET", "en-GB/comments"),
    ("getComment", Everybody, "GET", "en-GB/comments/c-006"),
    ("listUsers", Everybody, "GET", "en-GB/users"),
    ("getUser", Everybody, "GET", "en-GB/users/lena"),
    ("listUserCollages", Everybody, "GET", "en-GB/users/lena/collages"),
    ("listUserLikes", Everybody, "GET", "en-GB/users/lena/likes"),
    ("getMe", Known, "GET", "en-GB/me"),
    ("createCollage", Writers, "POST", "en-GB/collages"),
    ("createCollageComment", Writers, "POST", "en-GB/collages/harbour-rain/comments"),
    ("replaceCollage", Moderators, "PUT", "en-GB/collages/harbour-rain"),
    ("updateCollage", Moderators, "PATCH", "en-GB/collages/harbour-rain"),
    ("deleteCollage", Moderators, "DELETE", "en-GB/collages/harbour-rain"),
    ("replaceComment", Moderators, "PUT", "en-GB/comments/c-006"),
    ("deleteComment", Moderators, "DELETE", "en-GB/comments/c-006"),
    ("putLike", Owner, "PUT", "en-GB/collages/harbour-rain/likes/lena"),
    ("deleteLike", Owner, "DELETE", "en-GB/collages/terrasse/likes/lena"),
];

/// That it is carried out, whatever the status.
const OK: u16 = 200;

/// The kinds of clients: their credentials, and the response to each if an operation is open to all, to writers, to
/// moderators, to the owner alone, and to all with a valid token.
fn everyone() -> Vec<(&'static str, Option<String>, [u16; 5])> {
    let by_key = |claims: &Value| Some(format!("Bearer {}", jwt(claims, Signed::Ed25519)));
    let of = |user: &str, scope: &str| by_key(&claims(user, scope));
    let with = |name: &str, value: Value| {
        let mut claims = claims("lena", "write");
        claims[name] = value;
        by_key(&claims)
    };
    let lenas = claims("lena", "write");
    let signed = |by| Some(format!("Bearer {}", jwt(&lenas, by)));
    let listed = |user: &str| Some(format!("Bearer the-very-secret-token-of-{user}"));
    let (refused, own) = ([401; 5], [OK; 5]);
    vec![
        ("an anonymous client", None, [OK, 401, 401, 401, 401]),
        ("a client with an invalid token", Some("Bearer the-very-wrong-token".into()), refused),
        ("a client with a password", Some("Basic bGVuYTpsZW5h".into()), refused),
        ("a client whose JWT has expired", with("exp", (now() - 61).into()), refused),
        ("a client whose JWT is not valid yet", with("nbf", (now() + 300).into()), refused),
        ("a client whose JWT is for another service", with("aud", "another".into()), refused),
        ("a client whose JWT is of another issuer", with("iss", "https://another.example".into()), refused),
        ("a client whose JWT says that it needs no signature", signed(Signed::ByNobody), refused),
        ("a client that signs with the public RSA key", signed(Signed::ByThePublicKey), refused),
        ("the owner without a scope", of("lena", ""), [OK, 403, 403, 403, OK]),
        ("the owner with the scopes of others", of("lena", "moderate trace admin"), [OK, 403, 403, 403, OK]),
        ("another user", of("oscar", "write"), [OK, OK, 403, 403, OK]),
        ("another user with a token of the list", listed("oscar"), [OK, OK, 403, 403, OK]),
        ("a moderator who may not write", of("oscar", "moderate"), [OK, 403, 403, 403, OK]),
        ("a moderator", of("oscar", "write moderate"), [OK, OK, OK, 403, OK]),
        ("the owner", of("lena", "write"), own),
        ("the owner with a token of the list", listed("lena"), own),
        ("the owner with a JWT signed by RSA", signed(Signed::Rsa), own),
        ("the owner with a JWT signed by the secret", signed(Signed::Secret), own),
    ]
}

/// The differences between the document and the table.
fn unlisted(document: &Value, operations: &[Row]) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("paths").values();
    let items = paths.flat_map(|item| item.as_object().expect("an item").values());
    let ids: BTreeSet<_> =
        items.filter_map(|operation| operation.get("operationId")?.as_str()).map(str::to_owned).collect();
    let listed: BTreeSet<_> = operations.iter().map(|(id, ..)| (*id).to_owned()).collect();
    ids.symmetric_difference(&listed).cloned().collect()
}

/// The outcome for a client, without regard to the kind of success.
fn asked(client: &Client, method: &str, path: &str) -> u16 {
    let media = WRITES.iter().find(|write| (write.0, write.1) == (method, path)).and_then(|write| write.2);
    let status = complete(client, method, path, media).answer().status;
    if (200..300).contains(&status) { OK } else { status }
}

#[test]
fn every_operation_is_listed() {
    let app = TestApp::start();
    let mut document = app.get("/openapi.json").is(200).json;
    assert_eq!(unlisted(&document, &OPERATIONS), BTreeSet::new());
    // A new operation, or a lost row, would show here.
    assert_eq!(unlisted(&document, &OPERATIONS[1..]), BTreeSet::from(["listLocales".to_owned()]));
    document["paths"]["/drafts"]["post"]["operationId"] = "createDraft".into();
    assert_eq!(unlisted(&document, &OPERATIONS), BTreeSet::from(["createDraft".to_owned()]));
}

#[test]
fn each_is_answered_what_is_right_and_who_is_refused_has_changed_nothing() {
    let app = TestApp::start();
    let before = everything(&app);
    for (who, shows, statuses) in everyone() {
        for (id, open, method, path) in OPERATIONS {
            let expected = statuses[open as usize];
            // Each call that is carried out has a service of its own.
            let own = (method != "GET" && expected == OK).then(TestApp::start);
            let client = own.as_ref().unwrap_or(&app).stranger();
            let client = shows.iter().fold(client, |client, shown| client.showing(shown));
            assert_eq!(asked(&client, method, path), expected, "{who}: {id}");
            if let Some(own) = own {
                assert_ne!(everything(&own), before, "{who}: {id}");
            }
        }
        assert_eq!(everything(&app), before, "{who}");
    }
}

#[test]
fn what_is_wrong_with_a_token_is_told_and_the_token_is_not() {
    let app = TestApp::start();
    let told = |shown: &str| {
        let client = app.stranger().showing(shown);
        let answer = client.get("en-GB/products").is_refused(401, "unauthenticated");
        answer.header("www-authenticate").expect("a challenge").to_owned()
    };
    let jwt = |name: &str, value: Value| {
        let mut claims = claims("lena", "write");
        claims[name] = value;
        format!("Bearer {}", jwt(&claims, Signed::Ed25519))
    };
    let invalid = |words: &str| {
        format!("Bearer realm=\"ogrom\", error=\"invalid_token\", error_description=\"{words}\"")
    };
    assert_eq!(told(&jwt("exp", 5.into())), invalid("the token has expired"));
    assert_eq!(told(&jwt("aud", "you".into())), invalid("the token is for another audience"));
    assert_eq!(told("Basic bGVuYTpsZW5h"), "Bearer realm=\"ogrom\"", "nothing is wrong with the password");
    assert_eq!(
        told("Bearer"),
        "Bearer realm=\"ogrom\", error=\"invalid_request\", \
         error_description=\"the Authorization header has no token\""
    );
}
