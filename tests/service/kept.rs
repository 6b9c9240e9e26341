//! Answers that are kept: nobody is told what a change has ended.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use ogrom_tests::client::Client;
use serde_json::json;

use crate::ogrom::{Folder, Service};

const TOKEN: &str = "the-token-of-lena";
const COMMENTS: &str = "en-GB/collages/market-morning/comments";

/// A service that keeps whatever it is asked for an hour.
fn keeping(folder: &Folder) -> (Service, Client) {
    let mut command = folder.ogrom(&["--port", "0", "--cache-age", "1h"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN}")));
    let lena = service.stranger().with_token(TOKEN);
    (service, lena)
}

/// Writes a comment, and answers with its address.
fn write(lena: &Client, text: &str) -> String {
    lena.post(COMMENTS, &json!({ "text": text })).is(201).location().to_owned()
}

/// The text of the newest comment.
fn newest(client: &Client) -> String {
    let page = client.get(&format!("{COMMENTS}?limit=3")).is(200);
    page.json["items"][0]["text"].as_str().expect("there are comments").to_owned()
}

#[test]
fn who_has_written_reads_it_while_others_read_without_pause() {
    let folder = Folder::new();
    let (service, lena) = keeping(&folder);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
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
        done.store(true, Ordering::Relaxed);
    });
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
