//! Health: whether the process responds, whether it is ready, which release it is, and the command for it.

use std::{
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;
use ogrom_tests_mariadb::{PASSWORD, Server};
use serde_json::json;

use crate::ogrom::{Ended, Folder, Service};

/// Runs the health check command on this port.
fn check(folder: &Folder, port: u16, arguments: &[&str]) -> Ended {
    let port = port.to_string();
    folder.run(&[&["healthcheck", "--port", &port], arguments].concat())
}

/// Waits until readiness has this status.
pub(crate) fn becomes(client: &Client, status: u16) {
    let begun = Instant::now();
    while client.get("/health/ready").answer().status != status {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not become {status}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_service_that_is_well_says_so() {
    let folder = Folder::new();
    let service = folder.serve();
    let client = service.stranger();
    let ready = client.get("/health/ready").is(200);
    assert_eq!(ready.header("cache-control"), Some("no-store"));
    let database = &ready.json["dependencies"][0];
    assert_eq!((&database["name"], &database["state"]), (&json!("database"), &json!("up")));
    assert!(database["age"].as_u64().is_some_and(|age| age < 2_000), "{database}");
    assert_eq!(database["told"]["schema"], json!(ogrom_sources_fashion_sql::SCHEMA.version.to_string()));
    assert_eq!(client.get("/health/live").is(200).json, json!({ "state": "live" }));
    let version = client.get("/version").is(200).json;
    for version in [&version["version"], &version["crates"]["ogrom-core-resource"]] {
        assert!(version.as_str().is_some_and(|text| semver::Version::parse(text).is_ok()), "{version}");
    }
    assert_eq!(version["crates"]["ogrom-docker-deploy"], json!(null), "what deploys it is no part of it");
    assert_eq!(
        version["crates"]["ogrom-core-examples"],
        json!(null),
        "nor is what shows how to build others"
    );
    assert!(version["rust"].as_str().is_some_and(|rust| rust.starts_with("rustc 1.")), "{version}");
    for path in ["/health/live", "/health/ready", "/version"] {
        client.head(path).is(200);
        client.ask("DELETE", path).is_refused(405, "method-not-allowed");
    }
    let port = client.address().port();
    assert!(check(&folder, port, &[]).well().out.contains("\"ready\""));
    assert!(check(&folder, port, &["--live"]).well().out.contains("\"live\""));
    let url = format!("http://localhost:{port}/version");
    assert!(folder.run(&["healthcheck", "--url", &url]).well().out.contains("rustc"));
}

#[test]
fn the_command_says_why_a_service_is_not_well() {
    let folder = Folder::new();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = silent.local_addr().expect("an address").port();
    let begun = Instant::now();
    let ended = check(&folder, port, &[]);
    assert!(ended.complaint(1).contains(&format!("http://127.0.0.1:{port}/health/ready does not respond")));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    drop(silent);
    assert!(check(&folder, port, &["--live"]).complaint(1).contains("refused"));
    for wrong in ["https://localhost/", "localhost", "http:/"] {
        let ended = folder.run(&["healthcheck", "--url", wrong]);
        assert!(ended.complaint(1).contains("is not of the form"), "{ended:#?}");
    }
}

#[test]
fn without_its_database_a_service_lives_and_is_not_ready() {
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    folder.run(&["migrate"]).well();
    let service = Service::start(&mut folder.ogrom(&["--port", "0"]));
    let client = service.stranger();
    becomes(&client, 200);
    server.signal("KILL");
    becomes(&client, 503);
    let refused = client.get("/health/ready").is_refused(503, "unavailable");
    assert_eq!((refused.header("retry-after"), &refused.json["state"]), (Some("1"), &json!("not ready")));
    let database = &refused.json["dependencies"][0];
    assert_eq!((&database["name"], &database["state"]), (&json!("database"), &json!("down")));
    assert!(!refused.text().contains(PASSWORD) && !refused.text().contains("mysql:"), "{refused:?}");
    client.get("/health/live").is(200);
    let port = client.address().port();
    assert!(check(&folder, port, &[]).complaint(1).contains("503"));
    check(&folder, port, &["--live"]).well();
    server.restart();
    becomes(&client, 200);
    check(&folder, port, &[]).well();
}

#[test]
fn a_service_whose_database_takes_no_writes_is_not_ready_and_can_be_read() {
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    folder.run(&["migrate"]).well();
    let service = Service::start(&mut folder.ogrom(&["--port", "0"]));
    let client = service.stranger();
    becomes(&client, 200);
    server.run("SET GLOBAL read_only = 1");
    becomes(&client, 503);
    let refused = client.get("/health/ready").is_refused(503, "unavailable");
    assert_eq!(refused.json["dependencies"][0]["why"], "is read-only");
    client.get("en-GB/products").is(200);
    server.run("SET GLOBAL read_only = 0");
    becomes(&client, 200);
}

#[test]
fn a_service_before_another_is_ready_as_long_as_that_answers() {
    let folder = Folder::new();
    let behind = folder.serve();
    let address = format!("http://{}/v1/", behind.stranger().address());
    let before = Service::start(&mut folder.ogrom(&["--port", "0", "--database", &address]));
    let client = before.stranger();
    assert_eq!(client.get("/health/ready").is(200).json["dependencies"][0]["name"], "service");
    behind.signal("KILL");
    becomes(&client, 503);
    client.get("/health/live").is(200);
}
