//! Write permission, and that no token is ever shown.

use std::{
    thread,
    time::{Duration, Instant},
};

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
    let said = service.said("no client can write: set OGROM_TOKENS");
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

/// The series of these metrics with their values, as in the text for Prometheus.
fn series(service: &Service, metric: &str) -> Vec<String> {
    let numbers = service.stranger().get("/metrics").is(200);
    let mut lines: Vec<_> = numbers.text().lines().filter_map(|line| line.strip_prefix(metric)).collect();
    lines.sort_unstable();
    lines.into_iter().map(str::to_owned).collect()
}

#[test]
fn refused_tokens_and_readings_of_keys_are_counted_by_labels_that_nobody_can_add_to() {
    const REFUSED: &str = "ogrom_tokens_refused_total";
    const RELOADS: &str = "ogrom_jwt_key_reloads_total";
    let folder = Folder::new();
    folder.write("keys.json", folder.run(&["token", "--new-key", "private.jwk"]).well().out);
    let token = |key: &str, more: &[&str]| {
        let made = folder.run(&[&["token", "--key", key, "--user", "lena"], more].concat()).well();
        made.out.trim().to_owned()
    };
    let service = Service::start(&mut folder.ogrom(&["--port", "0", "--jwt-keys", "keys.json"]));
    let before = series(&service, REFUSED);
    assert!(before.iter().all(|line| line.ends_with(" 0")), "all are there from the start: {before:?}");
    let stranger = service.stranger();
    let ask = |authorization: &str| {
        stranger.get("en-GB/products").header("authorization", authorization).is(401);
    };
    folder.run(&["token", "--new-key", "other.jwk"]).well();
    let bearer = |token: &str| format!("Bearer {token}");
    ask("Basic bGVuYTo=");
    ask("Bearer");
    (0..3).for_each(|number| ask(&bearer(&format!("an-invented-token-{number}"))));
    ask(&bearer(&token("other.jwk", &[])));
    ask(&bearer(&token("private.jwk", &["--jwt-audience", "another"])));
    let counted = series(&service, REFUSED);
    for (reason, times) in [("scheme", 1), ("request", 1), ("malformed", 3), ("key", 1), ("audience", 1)] {
        let line = format!("{{reason=\"{reason}\"}} {times}");
        assert!(counted.contains(&line), "{line}: {counted:#?}");
    }
    assert_eq!(counted.len(), before.len());

    let until = |outcome: &str, times: u32| {
        let (began, label) = (Instant::now(), format!("{{outcome=\"{outcome}\"}} "));
        let counted = || {
            let all = series(&service, RELOADS);
            all.iter().find_map(|line| line.strip_prefix(&label)?.parse::<u32>().ok()).expect("it is there")
        };
        while counted() < times {
            assert!(began.elapsed() < Duration::from_secs(20), "{label}: {:?}", series(&service, RELOADS));
            thread::sleep(Duration::from_millis(20));
        }
    };
    // The files of the start are read once more.
    until("trusted", 1);
    until("failed", 0);
    folder.write("keys.json", "{");
    until("failed", 1);
    folder.write("keys.json", folder.run(&["token", "--new-key", "third.jwk"]).well().out);
    until("trusted", 2);
}

/// A service for development hands its token to its own page by one click, and to no other page and no other machine.
#[test]
fn a_token_for_development_is_shown_to_the_page_alone() {
    let folder = Folder::new();
    let service = folder.serve();
    let stranger = service.stranger();
    assert!(stranger.get("/docs/").is(200).text().contains("data-token=\"token\""));
    let asked = b"GET /docs/token HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n\r\n";
    let told = stranger.raw(asked);
    assert_eq!(told.status, 200, "{told:?}");
    assert_eq!((told.json["user"].as_str(), told.header("cache-control")), (Some("lena"), Some("no-store")));
    let token = told.json["token"].as_str().expect("a token");
    stranger.with_token(token).post("en-GB/collages", &json!({ "items": [] })).is(201);
    let stranger = service.stranger();
    for site in ["cross-site", "same-site"] {
        stranger.get("/docs/token").header("sec-fetch-site", site).is_refused(403, "forbidden");
    }
    stranger.raw(b"GET /docs/token HTTP/1.1\r\nhost: rebound.example\r\n\r\n").is_refused(403, "forbidden");
}

/// There is no token to show where others can connect, where a proxy brings them, or where tokens are configured.
#[test]
fn in_production_no_token_is_shown() {
    let tokens = tokens();
    for (arguments, variables) in [
        (&["--address", "0.0.0.0"][..], &[][..]),
        (&["--trusted-proxies", "1"], &[]),
        (&[], &[("OGROM_TOKENS", &*tokens)][..]),
    ] {
        let folder = Folder::new();
        let mut command = folder.ogrom(&["--port", "0"]);
        let service = Service::start(command.args(arguments).envs(variables.iter().copied()));
        let stranger = service.stranger();
        assert!(stranger.get("/docs/").is(200).text().contains("data-token=\"\""), "{arguments:?}");
        stranger.get("/docs/token").is_refused(404, "not-found");
        stranger.raw(b"GET /docs/token HTTP/1.1\r\nhost: localhost\r\n\r\n").is_refused(404, "not-found");
    }
}
