//! Starting the service: in an empty folder, again, and where it cannot run.

use std::{fs, net::TcpListener, process::Command, time::Instant};

use ogrom_tests::client::Client;
use serde_json::{Value, json};

use crate::ogrom::{Folder, Service};

/// The line that a new user is shown.
fn curl_line(service: &Service) -> String {
    let said = service.said("curl -i");
    let line = said.lines().find(|line| line.trim().starts_with("curl -i")).expect("a line for curl");
    line.trim().to_owned()
}

/// The parts of that line that are in quotes: the authorization, the media type, the content.
fn quoted(line: &str) -> [&str; 3] {
    let parts: Vec<_> = line.split('\'').skip(1).step_by(2).collect();
    parts.try_into().expect("three parts in quotes")
}

/// The developer of a service that was started bare.
fn developer(service: &Service) -> Client {
    let line = curl_line(service);
    let token = quoted(&line)[0].strip_prefix("Authorization: Bearer ").expect("a token");
    service.stranger().with_token(token)
}

#[test]
fn in_an_empty_folder_it_serves_the_demo_set() {
    let folder = Folder::new();
    let service = folder.serve();
    let client = service.stranger();
    assert_eq!(client.get("de-DE/products/beanie").is(200).json["name"], "Strickmütze");
    assert!(client.ids("en-GB/products").len() >= 40);
    let said = service.said("curl -i");
    assert!(said.contains("The database is new and holds the demo set"), "{said}");
    assert!(said.contains("is for development") && said.contains("'lena'"), "{said}");
    service.stop();
    assert_eq!(folder.names(), ["ogrom.db"], "a service that has ended leaves nothing else");
}

#[test]
fn the_line_for_curl_works_as_it_is() {
    let folder = Folder::new();
    let service = folder.serve();
    let line = curl_line(&service);
    if Command::new("curl").arg("--version").output().is_ok() {
        let output = Command::new("sh").args(["-c", &format!("{line} --silent")]).output().expect("a shell");
        let answer = String::from_utf8(output.stdout).expect("it writes UTF-8");
        assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
        assert!(answer.to_lowercase().contains("\r\nlocation: /v1/en-gb/collages/"), "{answer}");
    }
    let [_, media_type, content] = quoted(&line);
    let path = line.split(['/', ' ']).skip_while(|part| *part != "v1").collect::<Vec<_>>();
    assert_eq!(path[..3], ["v1", "en-GB", "collages"]);
    assert_eq!(media_type, "Content-Type: application/json");
    let posted =
        developer(&service).ask("POST", "en-GB/collages").content("application/json", content).is(201);
    assert_eq!(
        (&posted.json["title"], &posted.json["owner"]["id"]),
        (&json!("My first collage"), &json!("lena"))
    );
}

#[test]
fn a_second_start_keeps_the_data_and_makes_another_token() {
    let folder = Folder::new();
    let service = folder.serve();
    let first = quoted(&curl_line(&service))[0].to_owned();
    let posted = developer(&service).post("en-GB/collages", &json!({ "title": "Kept", "items": [] })).is(201);
    service.stop();
    let began = Instant::now();
    let service = folder.serve();
    let kept = developer(&service).get(posted.location()).is(200);
    println!("from start to first response with a database that is there: {:?}", began.elapsed());
    assert_eq!((&kept.json, kept.tag()), (&posted.json, posted.tag()));
    assert!(!service.said("curl -i").contains("demo set"));
    let stranger = service.stranger();
    assert_ne!(quoted(&curl_line(&service))[0], first);
    stranger.post("en-GB/collages", &json!({ "items": [] })).header("authorization", &first[15..]).is(401);
    developer(&service).delete(posted.location()).current().is(204);
}

#[test]
fn it_can_begin_empty() {
    let folder = Folder::new();
    let service = Service::start(&mut folder.ogrom(&["--port", "0", "--empty"]));
    assert_eq!(service.stranger().get("en-GB/products").is(200).json, json!({ "items": [] }));
    let said = service.said("curl -i");
    assert!(said.contains("who is not in this database: choose another with --developer"), "{said}");
}

#[test]
fn it_serves_the_locales_that_it_is_told() {
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0"]);
    let service = Service::start(command.env("OGROM_LOCALES", "fr-CH; CHF; fr | en-IE; EUR; en"));
    let locales = service.stranger().get("/v1/").is(200).json;
    let tags: Vec<&Value> = locales["items"].as_array().expect("a list").iter().map(|l| &l["tag"]).collect();
    assert_eq!(tags, ["fr-CH", "en-IE"]);
    assert!(curl_line(&service).contains("/v1/fr-CH/collages"));
    service.stranger().get("en-GB/").is_refused(404, "unknown-locale");
}

#[test]
fn a_port_in_use_is_named() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it has an address");
    let ended = folder.run(&["--port", &address.port().to_string()]);
    assert!(ended.complaint(1).starts_with(&format!("ogrom: cannot listen on {address}: ")), "{ended:#?}");
    assert_eq!((ended.out.as_str(), folder.names()), ("", vec![]), "nothing was begun");
}

#[test]
fn a_file_that_is_no_database_is_named_and_left_alone() {
    let folder = Folder::new();
    let letter = "Dear Lena,\n".repeat(1000);
    folder.write("ogrom.db", &letter);
    folder.write("users.jsonl", "");
    for arguments in [&["serve", "--port", "0"][..], &["migrate"], &["import", "."]] {
        let ended = folder.run(arguments);
        assert!(ended.complaint(1).contains("the database 'ogrom.db' cannot be used: "), "{ended:#?}");
        assert!(ended.err.contains("not a database"), "{ended:#?}");
        assert_eq!(fs::read_to_string(folder.at("ogrom.db")).expect("it is there"), letter);
    }
}

#[test]
fn a_place_where_no_database_can_be_is_named() {
    let folder = Folder::new();
    folder.write("file", "");
    for place in ["nowhere/ogrom.db", "file/ogrom.db", "."] {
        let ended = folder.run(&["serve", "--port", "0", "--database", place]);
        assert!(ended.complaint(1).contains(place), "{ended:#?}");
    }
}
