//! The service on a database server: one setting, and clients notice nothing.

use std::time::{Duration, Instant};

use ogrom_tests_mariadb::{PASSWORD, Server};
use serde_json::json;

use crate::{
    data::{self, FILES, ROWS, counts},
    ogrom::{Folder, Running, Service},
};

const TOKEN: &str = "the-secret-of-user-zero";

fn serve(folder: &Folder) -> Service {
    let mut command = folder.ogrom(&["--port", "0"]);
    Service::start(command.env("OGROM_TOKENS", format!("u0={TOKEN}")))
}

#[test]
fn what_is_imported_and_written_is_served_and_still_there_after_a_restart() {
    let server = Server::shared();
    let folder = Folder::with_database(server.database());
    data::write(&folder);
    let summary = folder.run(&["import", "."]).well().out;
    for (noun, rows) in FILES {
        assert_eq!(counts(&summary, &format!("{noun}.jsonl")), [rows, 0, 0], "{summary}");
    }
    let again = folder.run(&["import", "."]).well().out;
    assert_eq!(counts(&again, "total"), [0, ROWS, 0]);

    let service = serve(&folder);
    let client = service.stranger().with_token(TOKEN);
    assert_eq!(client.ids("en-GB/products?limit=100").len(), 300);
    let content = json!({ "title": "Kept", "items": [] });
    let post = || client.post("en-GB/collages", &content).header("idempotency-key", "\"once\"");
    let posted = post().is(201);
    assert_eq!(post().is(201).location(), posted.location(), "it happened once");
    service.stop();

    let service = serve(&folder);
    let client = service.stranger().with_token(TOKEN);
    let kept = client.get(posted.location()).is(200);
    assert_eq!((&kept.json, kept.tag()), (&posted.json, posted.tag()));
    client.delete(posted.location()).current().is(204);
    client.get(posted.location()).is_refused(410, "gone");
    service.stop();
    assert!(!folder.names().contains(&"ogrom.db".to_owned()), "nothing is kept in the folder");
}

#[test]
fn while_the_server_is_away_it_says_so_and_it_goes_on_by_itself() {
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    folder.run(&["migrate"]).well();
    let service = serve(&folder);
    let client = service.stranger();
    client.get("en-GB/products").is(200);
    server.signal("KILL");
    let asked = Instant::now();
    let refused = client.get("en-GB/collages").is_refused(503, "unavailable");
    assert!(refused.header("retry-after").is_some(), "{refused:?}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    // Cached items are served nevertheless.
    client.get("en-GB/products").is(200);
    server.restart();
    client.get("en-GB/collages").is(200);
    let ended = service.stop();
    assert!(!ended.err.contains(PASSWORD) && !ended.out.contains(PASSWORD), "{ended:?}");
}

#[test]
fn nobody_is_shown_the_password() {
    let server = Server::shared();
    let url = server.database();
    let shown = url.replace(&format!(":{PASSWORD}"), "");
    let folder = Folder::with_database(url.clone());
    let migrated = folder.run(&["migrate"]).well();
    assert_eq!(migrated.out, format!("The database '{shown}' is up to date.\n"));
    let absent = Folder::with_database(format!("{url}_not"));
    for arguments in [&["serve", "--port", "0"][..], &["migrate"], &["import", "."]] {
        let ended = absent.run(arguments);
        let complaint = ended.complaint(1);
        assert!(complaint.contains(&format!("the database '{shown}_not' cannot be used: ")), "{complaint}");
        assert!(!complaint.contains(PASSWORD) && !ended.out.contains(PASSWORD), "{ended:?}");
    }
    for help in ["--help", "-h"] {
        let help = folder.run(&["serve", help]).well().out;
        assert!(help.contains("--database") && !help.contains(PASSWORD), "{help}");
    }
}

#[test]
fn the_url_may_stand_where_platforms_put_it() {
    let url = Server::shared().database();
    Folder::with_database(url.clone()).run(&["migrate"]).well();
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0"]);
    let service = Service::start(command.env("DATABASE_URL", url));
    service.stranger().get("en-GB/products").is(200);
    assert!(folder.names().is_empty());
}

#[test]
fn the_tables_of_a_server_are_only_changed_when_that_is_asked_for() {
    let server = Server::shared();
    let url = server.database();
    let (_, name) = url.rsplit_once('/').expect("a URL with a database");
    let folder = Folder::with_database(url.clone());
    let refused = folder.run(&["--port", "0"]);
    let words = "its schema is not there yet, and this release works with ^1.5.0: run the command `migrate --database 'mysql:";
    assert!(refused.complaint(1).contains(words), "{refused:#?}");
    folder.run(&["migrate"]).well();
    serve(&folder).stop();
    server.run(&format!("UPDATE {name}.schema_version SET version = '2.0.0'"));
    for arguments in [&["--port", "0"][..], &["migrate"], &["import", "."]] {
        let refused = folder.run(arguments);
        let words = "its schema is 2.0.0, and this release works with ^1.5.0: use the release that";
        assert!(refused.complaint(1).contains(words), "{refused:#?}");
    }
}

#[test]
fn replicas_that_cannot_be_are_refused() {
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0"]);
    let refused = Running::start(command.env("OGROM_REPLICAS", "mysql://ann:s3cret@one.example/shop")).wait();
    assert!(refused.complaint(2).contains("'ogrom.db' has no replicas to read from"), "{refused:#?}");
    let mut command = folder.ogrom(&["--port", "0"]);
    let urls = "mysql://ann:s3cret@one.example/shop ann:s3cret@two.example";
    let refused = Running::start(command.env("OGROM_REPLICAS", urls)).wait();
    assert!(refused.complaint(2).contains("URLS: URL 2 does not begin with"), "{refused:#?}");
    assert!(!format!("{refused:?}").contains("s3cret"));
}
