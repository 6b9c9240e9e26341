//! A disk that is full for a moment: files cannot grow then, as under a limit on their size.

use std::{
    fs,
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;
use serde_json::json;

use crate::{
    health::becomes,
    ogrom::{Folder, Service},
};

/// How soon after its end all must be well, with a margin for a busy machine.
const WELL_WITHIN: Duration = Duration::from_secs(4);

/// Posts a collage. Returns the status of the response.
fn post(client: &Client) -> u16 {
    client.post("en-GB/collages", &json!({ "title": "Small", "items": [] })).answer().status
}

#[test]
fn a_disk_that_was_full_for_a_moment_ends_no_writing() {
    let folder = Folder::new();
    let token = "a-token-for-the-tests";
    let mut command = folder.ogrom_without_signal("XFSZ", &["--port", "0"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={token}")));
    let client = service.stranger().with_token(token);
    assert_eq!(post(&client), 201);
    becomes(&client, 200);

    let log = fs::metadata(folder.at("ogrom.db-wal")).expect("a log of writes").len();
    service.limit_files(Some(log));
    assert_eq!([post(&client), post(&client)], [503, 503]);
    becomes(&client, 503);
    let refused = client.get("/health/ready").is_refused(503, "unavailable");
    let database = &refused.json["dependencies"][0];
    assert_eq!((&database["state"], &database["why"]), (&json!("down"), &json!("takes no writes")));
    client.get("en-GB/collages?limit=1").is(200);

    service.limit_files(None);
    let ended = Instant::now();
    while post(&client) != 201 {
        assert!(ended.elapsed() < WELL_WITHIN, "no write is taken after {:?}", ended.elapsed());
    }
    becomes(&client, 200);
}

#[test]
fn a_service_that_nobody_writes_to_finds_out_that_there_is_room_again() {
    let folder = Folder::new();
    let token = "a-token-for-the-tests";
    let mut command = folder.ogrom_without_signal("XFSZ", &["--port", "0"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("lena={token}")));
    let client = service.stranger().with_token(token);
    assert_eq!(post(&client), 201);
    service.limit_files(Some(fs::metadata(folder.at("ogrom.db-wal")).expect("a log of writes").len()));
    assert_eq!(post(&client), 503);
    becomes(&client, 503);
    service.limit_files(None);
    becomes(&client, 200);
    assert_eq!(post(&client), 201);
}
