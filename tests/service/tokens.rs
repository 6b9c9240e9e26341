//! Who may write, and that no token is ever shown.

use serde_json::json;

use crate::ogrom::{Folder, Running, Service};

const LENAS: &str = "the-secret-of-lena-4711";
const OSCARS: &str = "the-secret-of-oscar-0815";

fn tokens() -> String {
    format!("lena={LENAS}, oscar={OSCARS}")
}

#[test]
fn without_tokens_nobody_from_elsewhere_can_write() {
    let folder = Folder::new();
    let service = Service::start(&mut folder.ogrom(&["--address", "0.0.0.0", "--port", "0"]));
    let said = service.said("nobody can write: set OGROM_TOKENS");
    assert!(!said.contains("curl") && !said.contains("Bearer"), "{said}");
    let stranger = service.stranger();
    stranger.get("en-GB/products").is(200);
    let post = || stranger.post("en-GB/collages", &json!({ "items": [] }));
    post().is_refused(401, "unauthenticated");
    for guess in ["", "lena", "undefined", "null"] {
        post().header("authorization", &format!("Bearer {guess}")).is_refused(401, "unauthenticated");
    }
    assert_eq!(stranger.ids("en-GB/collages").len(), 14);
}

#[test]
fn with_tokens_each_writes_as_their_user() {
    let folder = Folder::new();
    let service = Service::start(folder.ogrom(&["--port", "0"]).env("OGROM_TOKENS", tokens()));
    for (user, token) in [("lena", LENAS), ("oscar", OSCARS)] {
        let posted =
            service.stranger().with_token(token).post("en-GB/collages", &json!({ "items": [] })).is(201);
        assert_eq!(posted.json["owner"]["id"], user);
    }
    assert!(!service.said("").contains("Bearer"), "with tokens of its own it makes none");
}

#[test]
fn no_token_is_shown_anywhere() {
    let folder = Folder::new();
    let service = Service::start(folder.ogrom(&["--port", "0"]).env("OGROM_TOKENS", tokens()));
    let lena = service.stranger().with_token(LENAS).keeping_secret([OSCARS.to_owned()]);
    lena.get("en-GB/products").is(200);
    lena.post("en-GB/collages", &json!({ "items": [] })).is(201);
    lena.post("en-GB/collages", &json!({ "items": 5 })).is_refused(422, "invalid-content");
    lena.put("en-GB/collages/terrasse", &json!({ "items": [] })).is_refused(403, "forbidden");
    lena.get("it-IT/").is_refused(404, "unknown-locale");
    let wrong = "the-secret-of-somebody-else";
    service.stranger().with_token(wrong).get("en-GB/products").is_refused(401, "unauthenticated");
    lena.get("en-GB/products").header("authorization", &format!("Bearer {OSCARS}")).is(401);
    let ended = service.stop();
    assert!(
        ended.err.lines().filter(|line| line.contains("answered")).count() >= 7,
        "every request is in the log: {ended:#?}"
    );
    for secret in [LENAS, OSCARS, wrong] {
        assert!(!ended.err.contains(secret) && !ended.out.contains(secret), "{ended:#?}");
    }
}

#[test]
fn a_token_that_is_made_is_not_in_the_log() {
    let folder = Folder::new();
    let service = folder.serve();
    let said = service.said("curl -i");
    let token =
        said.split("Bearer ").nth(1).and_then(|rest| rest.split('\'').next()).expect("a token").to_owned();
    service.stranger().with_token(&token).post("en-GB/collages", &json!({ "items": [] })).is(201);
    let ended = service.stop();
    assert!(ended.err.contains("answered") && !ended.err.contains(&token), "{ended:#?}");
}

#[test]
fn wrong_tokens_are_explained_without_showing_them() {
    let folder = Folder::new();
    for (tokens, words) in [
        (LENAS.to_owned(), "is not written as user=token"),
        ("lena=short-4711".to_owned(), "shorter than 16 bytes"),
        (format!("lena={LENAS},oscar={LENAS}"), "'oscar' is there twice"),
    ] {
        let command = &mut folder.ogrom(&["--port", "0"]);
        let ended = Running::start(command.env("OGROM_TOKENS", &tokens)).wait();
        assert!(ended.complaint(2).contains(words), "{ended:#?}");
        assert!(!ended.err.contains("4711"), "{ended:#?}");
    }
    let mut help = folder.ogrom(&["--help"]);
    let help = Running::start(help.env("OGROM_TOKENS", tokens())).wait().well();
    assert!(help.out.contains("OGROM_TOKENS") && !help.out.contains(LENAS), "{help:#?}");
}
