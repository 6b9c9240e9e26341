//! A service with another one in place of its database.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;
use serde_json::json;

use crate::ogrom::{Folder, Service};

const HERE: &str = "the-token-of-lena-here";
const THERE: &str = "the-token-of-lena-there";

/// A service with the demo set, and one before it.
struct Stack {
    folder: Folder,
    behind: Service,
    before: Service,
}

// === impl Stack ===

impl Stack {
    fn start() -> Self {
        let folder = Folder::new();
        let behind = Service::start(&mut Self::command(&folder, 0));
        let address = format!("http://{}/v1/", behind.stranger().address());
        let mut command = folder.ogrom(&["--port", "0", "--database", &address]);
        let tokens = [("OGROM_TOKENS", HERE), ("OGROM_UPSTREAM_TOKENS", THERE)];
        command.envs(tokens.map(|(name, token)| (name, format!("lena={token}"))));
        Self { before: Service::start(&mut command), behind, folder }
    }

    /// The command of the upstream service.
    fn command(folder: &Folder, port: u16) -> Command {
        let mut command = folder.ogrom(&["--port", &port.to_string()]);
        command.env("OGROM_TOKENS", format!("lena={THERE}"));
        command
    }

    fn lena(&self) -> Client {
        self.before.stranger().with_token(HERE).keeping_secret([THERE.to_owned()])
    }
}

#[test]
fn a_client_cannot_tell_that_there_is_another_service_behind() {
    let stack = Stack::start();
    let (before, behind) = (stack.before.stranger(), stack.behind.stranger());
    for path in [
        "en-GB/products?limit=7",
        "de-CH/products?text=linen&sort=-price&minPrice=1000&limit=2",
        "fr-FR/products/waxed-jacket",
        "fr-FR/products/none",
        "de-DE/collages?limit=3&sort=likes",
        "de-DE/collages?product=linen-tank",
        "fr-CH/collages/market-morning",
        "en-GB/collages/market-morning/comments?limit=2",
        "fr-FR/comments",
        "de-DE/comments?language=*&limit=3",
        "de-DE/comments/c-067",
        "en-GB/users/lena/collages",
        "en-GB/users/jonas",
        "en-GB/products?cursor=none",
        "en-GB/feeds/products",
    ] {
        let (here, there) = (before.get(path).answer(), behind.get(path).answer());
        assert_eq!((here.status, &here.json), (there.status, &there.json), "{path}");
        // The tag of a feed is that of a state of the source, which each source counts in its own way.
        if !path.contains("feeds") {
            assert_eq!(here.header("etag"), there.header("etag"), "{path}");
        }
        assert_eq!(here.header("last-modified"), there.header("last-modified"), "{path}");
    }
    assert_eq!(before.ids("de-DE/products"), behind.ids("de-DE/products"));
}

#[test]
fn what_is_changed_here_is_changed_there() {
    let stack = Stack::start();
    let (lena, there) = (stack.lena(), stack.behind.stranger());
    let content = json!({ "title": "Stacked", "items": [] });
    let post = || lena.post("en-GB/collages", &content).header("idempotency-key", "k-1");
    let made = post().is(201);
    assert_eq!(post().is(201).location(), made.location());
    let found = there.get(made.location()).is(200);
    assert_eq!((&found.json["title"], &found.json["owner"]["id"]), (&json!("Stacked"), &json!("lena")));
    let tag = lena.get(made.location()).is(200).header("etag").expect("a tag").to_owned();
    let put = |tag: &str, title| {
        lena.put(made.location(), &json!({ "title": title, "items": [] })).header("if-match", tag)
    };
    assert_eq!(put(&tag, "Changed").is(200).json["version"], 2);
    put(&tag, "Late").is_refused(412, "precondition-failed");
    assert_eq!(there.get(made.location()).is(200).json["title"], "Changed");
    let like = format!("{}/likes/lena", made.location());
    lena.ask("PUT", &like).is(201);
    assert_eq!(there.get(made.location()).is(200).json["likes"], 1);
    lena.delete(&like).is(204);
    lena.delete(made.location()).header("if-match", "*").is(204);
    there.get(made.location()).is(410);
    lena.post("en-GB/collages", &json!({ "items": [{ "product": "none", "x": 0, "y": 0, "size": 1 }] }))
        .is(422);
    lena.put("en-GB/collages/terrasse", &content).header("if-match", "*").is_refused(403, "forbidden");
    stack.before.stranger().post("en-GB/collages", &content).is_refused(401, "unauthenticated");
}

#[test]
fn who_is_known_here_alone_may_read_and_is_told_that_they_cannot_write() {
    let folder = Folder::new();
    let behind = Service::start(&mut Stack::command(&folder, 0));
    let address = format!("http://{}/v1/", behind.stranger().address());
    folder.write("keys.json", folder.run(&["token", "--new-key", "private.jwk"]).well().out);
    let mut command = folder.ogrom(&["--port", "0", "--database", &address, "--jwt-keys", "keys.json"]);
    let before = Service::start(command.env("OGROM_UPSTREAM_TOKENS", format!("lena={THERE}")));
    let client = |user| {
        let token = folder.run(&["token", "--key", "private.jwk", "--user", user]).well().out;
        before.stranger().with_token(token.trim()).keeping_secret([THERE.to_owned()])
    };
    let content = json!({ "title": "Whose?", "items": [] });
    client("lena").post("en-GB/collages", &content).is(201);
    let oscar = client("oscar");
    oscar.get("en-GB/collages/terrasse").is(200);
    let all = behind.stranger().ids("en-GB/collages");
    let refused =
        oscar.post("en-GB/collages", &content).header("x-request-id", "r-oscar").is_refused(409, "conflict");
    assert!(!refused.text().contains("oscar"), "{refused:?}");
    oscar.ask("PUT", "en-GB/collages/terrasse/likes/oscar").is_refused(409, "conflict");
    assert_eq!(behind.stranger().ids("en-GB/collages"), all, "nothing was made");
    let ended = before.stop();
    let named = |line: &&str| line.contains("r-oscar") && line.contains("'oscar'");
    assert!(ended.err.lines().any(|line| named(&line)), "the log names the user: {ended:#?}");
}

#[test]
fn while_the_service_behind_is_away_it_says_so_quickly_and_then_recovers() {
    let Stack { folder, behind, before } = Stack::start();
    let client = before.stranger();
    client.get("en-GB/products/linen-tank").is(200);
    let port = behind.stranger().address().port();
    behind.signal("KILL");
    behind.wait();
    for path in ["en-GB/products/waxed-jacket", "en-GB/products", "en-GB/collages/market-morning"] {
        let began = Instant::now();
        let refused = client.get(path).is_refused(503, "unavailable");
        assert_eq!(refused.header("retry-after"), Some("1"));
        assert!(began.elapsed() < Duration::from_secs(1), "{path}: {:?}", began.elapsed());
    }
    // Cached items are served nevertheless.
    client.get("en-GB/products/linen-tank").is(200);
    let _behind = Service::start(&mut Stack::command(&folder, port));
    client.get("en-GB/products/waxed-jacket").is(200);
}

#[test]
fn while_the_service_behind_is_frozen_nobody_waits_longer_than_they_said() {
    let stack = Stack::start();
    let client = stack.before.stranger();
    client.get("en-GB/products/linen-tank").is(200);
    stack.behind.signal("STOP");
    for path in ["en-GB/products/waxed-jacket", "en-GB/collages"] {
        let began = Instant::now();
        client.get(path).header("prefer", "wait=1").is_refused(504, "timeout");
        let waited = began.elapsed();
        assert!((900..1_800).contains(&waited.as_millis()), "{path}: {waited:?}");
    }
    stack.behind.signal("CONT");
    client.get("en-GB/products/waxed-jacket").header("prefer", "wait=2").is(200);
}

#[test]
fn what_only_a_database_can_do_is_refused() {
    let folder = Folder::new();
    let service = "http://127.0.0.1:1/v1/";
    folder.write("users.jsonl", "");
    for command in [["import", ".", "--database", service].as_slice(), &["migrate", "--database", service]] {
        let ended = folder.run(command);
        assert!(ended.complaint(1).contains("which only the command serve can use"), "{ended:#?}");
    }
    let ended = folder.run(&["--port", "0", "--database", "https://127.0.0.1:1/v1/"]);
    assert!(ended.complaint(2).contains("only http:// is supported"), "{ended:#?}");
    let tokens = format!("lena={HERE}");
    let ended = folder.run(&["--port", "0", "--database", service, "--tokens", &tokens]);
    assert!(
        ended.complaint(2).contains("the user 'lena' has no token for the upstream service"),
        "{ended:#?}"
    );
    let ended = folder.run(&["--upstream-tokens", &format!("lena={HERE},{THERE}")]);
    let complaint = ended.complaint(2);
    assert!(
        complaint.contains("--upstream-tokens: found (hidden), expected LIST: entry 2")
            && !complaint.contains("lena-there")
    );
}
