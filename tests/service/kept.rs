//! Cached responses: sent as the first of them was, and never after a change has invalidated them.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use ogrom_tests::client::Client;
use serde_json::{Value, json};

use crate::ogrom::{Folder, Service};

const TOKEN: &str = "the-token-of-lena";
const COMMENTS: &str = "en-GB/collages/market-morning/comments";
const PRODUCT: &str = "en-GB/products/beanie";
const ORIGIN: &str = "https://shop.example";
const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

/// A service that caches all responses for an hour.
fn keeping(folder: &Folder) -> (Service, Client) {
    let mut command = folder.ogrom(&["--port", "0", "--cache-age", "1h"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN}")));
    let lena = service.stranger().with_token(TOKEN);
    (service, lena)
}

/// Writes a comment; returns its address.
fn write(lena: &Client, text: &str) -> String {
    lena.post(COMMENTS, &json!({ "text": text })).is(201).location().to_owned()
}

/// The text of the newest comment.
fn newest(client: &Client) -> String {
    let page = client.get(&format!("{COMMENTS}?limit=3")).is(200);
    page.json["items"][0]["text"].as_str().expect("there are comments").to_owned()
}

/// The log line of the request of this name, without the parts that differ each time.
fn line_of(log: &str, name: &str) -> Value {
    let mut lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect("each is an object"));
    let mut line = lines.find(|line| line["request_id"] == name).expect("each request has a line");
    for field in ["time", "micros", "request_id"] {
        line[field] = Value::Null;
    }
    line
}

#[test]
fn what_is_kept_is_sent_and_told_of_as_the_first_answer_was() {
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0", "--cache-age", "1h", "--cors-origins", ORIGIN]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN}")));
    let lena = service.stranger().with_token(TOKEN);
    let names = ["first", "again"];
    let [first, again] = names.map(|name| {
        let request = lena.get(PRODUCT).header("x-request-id", name);
        let mut answer = request.header("origin", ORIGIN).header("traceparent", PARENT).is(200);
        assert_eq!(answer.headers.remove("x-request-id").expect("each has a name"), name);
        let trace = answer.headers.remove("traceresponse").expect("what came is told");
        assert!(trace.as_bytes().starts_with(&PARENT.as_bytes()[..36]), "{trace:?}");
        answer.headers.remove("date");
        answer
    });
    assert_eq!((&first.headers, &first.content), (&again.headers, &again.content));
    assert!(again.headers.contains_key("access-control-allow-origin"), "{again:#?}");
    let stranger = service.stranger().with_token("the-token-of-nobody");
    stranger.get(PRODUCT).is_refused(401, "unauthenticated");
    let numbers = service.stranger().get("/metrics").is(200);
    let once = "ogrom_cache_lookups_total{class=\"representation\",found=\"fresh\"} 1\n";
    assert!(numbers.text().contains(once), "one was kept, and sent to one: {}", numbers.text());
    let ended = service.stop();
    let [first, again] = names.map(|name| line_of(&ended.err, name));
    assert_eq!(first, again);
}

#[test]
fn who_has_written_reads_it_while_others_read_without_pause() {
    let folder = Folder::new();
    let (service, lena) = keeping(&folder);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let _done = Sets(&done);
        for _ in 0..3 {
            let reader = service.stranger();
            scope.spawn(|| {
                let reader = reader;
                while !done.load(Ordering::Relaxed) {
                    newest(&reader);
                }
            });
        }
        for number in 0..100 {
            let text = format!("Comment {number}");
            let comment = write(&lena, &text);
            assert_eq!(newest(&lena), text);
            lena.put(&comment, &json!({ "text": "Changed" })).current().is(200);
            assert_eq!(newest(&lena), "Changed");
            lena.delete(&comment).current().is(204);
            assert_ne!(newest(&lena), "Changed");
        }
    });
}

/// Sets a flag at its end, also at that of a test that fails: threads that wait for it would never end.
struct Sets<'a>(&'a AtomicBool);

impl Drop for Sets<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn what_a_collage_shows_in_full_ends_a_kept_answer() {
    let folder = Folder::new();
    let (service, lena) = keeping(&folder);
    let stranger = service.stranger();
    let target = "en-GB/collages/market-morning?expand=comments&fields=comments.items.text";
    let newest = || {
        let shown = stranger.get(target).is(200);
        shown.json["comments"]["items"][0]["text"].as_str().expect("there are comments").to_owned()
    };
    assert_eq!(newest(), newest());
    let numbers = stranger.get("/metrics").is(200);
    let kept = "ogrom_cache_lookups_total{class=\"representation\",found=\"fresh\"} 1\n";
    assert!(numbers.text().contains(kept), "{}", numbers.text());
    let comment = write(&lena, "Shown in full");
    assert_eq!(newest(), "Shown in full");
    lena.put(&comment, &json!({ "text": "Changed" })).current().is(200);
    assert_eq!(newest(), "Changed");
    lena.delete(&comment).current().is(204);
    assert_ne!(newest(), "Changed");
}

#[test]
fn a_comment_ends_what_was_kept_of_its_collage_and_of_the_lists_that_show_it() {
    let folder = Folder::new();
    let (service, lena) = keeping(&folder);
    let stranger = service.stranger();
    let counts = || {
        let one = stranger.get("en-GB/collages/terrasse").is(200).json["commentCount"].as_u64();
        for list in ["en-GB/collages?limit=100", "en-GB/collages?sort=likes&limit=100"] {
            let items = stranger.get(list).is(200).json["items"].clone();
            let listed =
                items.as_array().and_then(|items| items.iter().find(|item| item["id"] == "terrasse"));
            assert_eq!(listed.and_then(|listed| listed["commentCount"].as_u64()), one, "{list}");
        }
        one.expect("a count")
    };
    let before = counts();
    let written = lena.post("en-GB/collages/terrasse/comments", &json!({ "text": "Ah." })).is(201);
    assert_eq!((counts(), counts()), (before + 1, before + 1));
    lena.delete(written.location()).current().is(204);
    assert_eq!((counts(), counts()), (before, before));
}

#[test]
fn what_another_process_writes_is_not_known_before_it_is_too_old() {
    let folder = Folder::new();
    let (_here, lena) = keeping(&folder);
    let before = newest(&lena);
    let (_there, other) = keeping(&folder);
    write(&other, "From there");
    assert_eq!((newest(&other), newest(&lena)), ("From there".to_owned(), before));
}

#[test]
fn what_shows_callers_something_of_their_own_is_not_kept() {
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0", "--cache-age", "1h"]);
    let service =
        Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN},oscar=the-token-of-oscar")));
    let lena = service.stranger().with_token(TOKEN);
    let oscar = service.stranger().with_token("the-token-of-oscar");
    let like = "en-GB/collages/terrasse/likes/me";
    lena.ask("PUT", like).answer();
    oscar.delete(like).is(204);
    for _ in 0..2 {
        for (client, id, liked) in [(&lena, "lena", true), (&oscar, "oscar", false)] {
            assert_eq!(client.get("en-GB/users/me").is(200).json["id"], id);
            assert_eq!(client.get("en-GB/me").is(200).json["user"]["id"], id);
            assert_eq!(client.get("en-GB/collages/terrasse").is(200).json["likedByMe"], liked, "{id}");
        }
        let stranger = service.stranger();
        stranger.get("en-GB/users/me").is_refused(401, "unauthenticated");
        assert_eq!(stranger.get("en-GB/collages/terrasse").is(200).json.get("likedByMe"), None);
    }
    let numbers = service.stranger().get("/metrics").is(200);
    let kept = "ogrom_cache_lookups_total{class=\"representation\",found=\"fresh\"} 1\n";
    assert!(numbers.text().contains(kept), "strangers share: {}", numbers.text());
}
