//! The service of one's own does what its guide says: as a real process, over real connections.

use std::{fs, net::SocketAddr, process::Command, thread, time::Duration};

use http_body_util::Full;
use ogrom_tests::{
    balancer::{Balancer, free_address},
    client::Client,
    group::{Group, Process},
    load::{Load, Report, Request},
};
use ogrom_tests_mariadb::Server;
use serde_json::{Value, json};

/// The tokens of two users. The second may change notes of others.
const ANN: &str = "a-token-for-the-tests-of-ann";
const BEN: &str = "a-token-for-the-tests-of-ben";

/// Requests per second.
const RATE: u32 = 400;

/// A service that runs in a folder of its own.
struct Notes {
    process: Process,
    address: SocketAddr,
}

// === impl Notes ===

impl Notes {
    /// Starts one with these variables, and waits until it says where it listens.
    fn start(group: &Group, name: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = notes(group, name, variables);
        let mut process = group.start(name, command.env("PORT", "0"));
        process.until("an address", |process| process.log().contains("notes listens on "));
        let log = process.log();
        let address = log.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        Self { address: address.and_then(|address| address.parse().ok()).expect("an address"), process }
    }

    fn stranger(&self) -> Client {
        // Another document than that of the shop describes it.
        Client::new(self.address).through_proxy()
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().expect("there is a shell");
        assert!(sent.success(), "{kill}");
    }
}

/// The binary in a folder of this name, with nothing in its environment but these variables.
fn notes(group: &Group, name: &str, variables: &[(&str, &str)]) -> Command {
    let folder = group.folder().join(format!("folder-{name}"));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_notes"));
    command.current_dir(folder).env_clear().env("NOTES_TOKENS", format!("ann={ANN},ben+tidy={BEN}"));
    command.envs(variables.iter().copied());
    command
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

/// Writing, reading, changing and removing notes.
fn is_a_board(service: &Notes) {
    let (stranger, ann) = (service.stranger(), service.stranger().with_token(ANN));
    let ben = service.stranger().with_token(BEN);
    stranger.post("/notes", &text("Milk")).is_refused(401, "unauthenticated");
    let first = ann.post("/notes", &text("Milk")).is(201);
    let path = first.location().to_owned();
    assert_eq!(stranger.get(&path).is(200).json, first.json);
    let second = ben.post("/notes", &text("Butter")).header("idempotency-key", "k1").is(201);
    let again = ben.post("/notes", &text("Butter")).header("idempotency-key", "k1").is(201);
    assert_eq!(second.json, again.json);
    let page = stranger.get("/notes?limit=1").is(200);
    assert_eq!(page.json["items"], json!([second.json]));
    let next = page.next().expect("there are two notes");
    assert_eq!(stranger.get(&next).is(200).json["items"], json!([first.json]));
    ann.put(&path, &text("Bread")).is_refused(428, "precondition-required");
    assert_eq!(ann.put(&path, &text("Bread")).current().is(200).json["text"], "Bread");
    ann.put(&path, &text("Rolls")).if_match(first.tag()).is_refused(412, "precondition-failed");
    ann.delete(second.location()).current().is_refused(403, "forbidden");
    ben.delete(&path).current().is(204);
    stranger.get(&path).is_refused(404, "not-found");
}

#[test]
fn it_is_a_board_of_notes() {
    let group = Group::default();
    is_a_board(&Notes::start(&group, "sqlite", &[]));
}

#[test]
fn it_is_one_on_a_server_too() {
    let (group, url) = (Group::default(), Server::shared().database());
    let migrated = notes(&group, "mariadb", &[("NOTES_DATABASE", &url)]).arg("migrate").output();
    let migrated = migrated.expect("the binary can be started");
    assert!(migrated.status.success(), "{migrated:?}");
    is_a_board(&Notes::start(&group, "mariadb", &[("NOTES_DATABASE", &url)]));
}

#[test]
fn wrong_input_is_a_problem_and_so_is_a_full_board() {
    let group = Group::default();
    let service = Notes::start(&group, "full", &[("NOTES_ROOM", "1")]);
    let ann = service.stranger().with_token(ANN);
    let wrong = ann.post("/notes", &json!({ "txt": "Milk" })).is_refused(422, "invalid-content");
    assert!(wrong.text().contains("did you mean 'text'?"), "{wrong:?}");
    ann.post("/notes", &text(" ")).is_refused(422, "invalid-content");
    ann.get("/notes?limit=0").is_refused(400, "invalid-query");
    ann.get("/notes?cursor=guessed").is_refused(400, "invalid-query");
    ann.post("/notes", &text("Milk")).is(201);
    let full = ann.post("/notes", &text("Butter")).is_refused(409, "board-full");
    assert_eq!(full.json["detail"], "it has room for 1 notes");
    assert!(ann.get("/problems/board-full").is(200).text().contains("The board is full"));
    let document = ann.get("/openapi.json").is(200).json;
    let conflict = &document["paths"]["/notes"]["post"]["responses"]["409"];
    let conflict = conflict["$ref"].as_str().map_or(Some(conflict), |name| document.pointer(&name[1..]));
    assert!(
        conflict.is_some_and(|conflict| conflict.to_string().contains("/problems/board-full")),
        "{conflict:?}"
    );
}

#[test]
fn operators_see_what_they_need() {
    let group = Group::default();
    let service = Notes::start(&group, "operated", &[]);
    let client = service.stranger();
    client.get("/notes").is(200);
    assert_eq!(client.get("/health/ready").is(200).json["dependencies"][0]["state"], "up");
    assert_eq!(client.get("/version").is(200).json["schema"], "1.0.0");
    let page = client.get("/docs/").is(200);
    for part in
        ["<h1>Notes API</h1>", "A board of notes", "/notes -H", "href=\"/problems/\"", "id=\"limits\""]
    {
        assert!(page.text().contains(part), "{part}");
    }
    assert!(!page.text().contains("ORIGIN") && !page.text().contains("fashion"), "{}", page.text());
    let metrics = client.get("/metrics").is(200);
    assert!(metrics.text().contains("notes_database_connections"), "{metrics:?}");
    let wrong = notes(&group, "wrong", &[("NOTES_ROM", "1")]).output().expect("it starts");
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(!wrong.status.success() && said.contains("NOTES_ROOM"), "{said}");
    let routes = notes(&group, "routes", &[]).arg("routes").output().expect("it starts");
    assert!(String::from_utf8_lossy(&routes.stdout).contains("/notes/{note}"), "{routes:?}");
}

/// Reads of the list, and every fourth time a new note.
fn request(number: usize) -> Request {
    if !number.is_multiple_of(4) {
        return http::Request::get("/notes?limit=3").body(Full::default()).expect("a request");
    }
    let request = http::Request::post("/notes").header("authorization", format!("Bearer {ANN}"));
    let request = request.header("content-type", "application/json");
    request.body(Full::from(text("Milk").to_string())).expect("a request")
}

/// The results of requests to two services behind a balancer, one of which gets this signal meanwhile.
fn while_one_ends_by(signal: &str) -> Report {
    let group = Group::default();
    let mut services = ["one", "two"].map(|name| Notes::start(&group, name, &[]));
    let addresses = services.each_ref().map(|service| service.address);
    let balancer = Balancer::at(free_address([127, 0, 0, 1].into()), &addresses, &group);
    balancer.sees_all_ready();
    let load = Load::at(balancer.address(), RATE, request);
    thread::sleep(Duration::from_secs(1));
    services[0].signal(signal);
    let ended = services[0].process.wait();
    thread::sleep(Duration::from_millis(500));
    let report = Report::of(&load.end());
    assert_eq!(ended.success(), signal == "TERM", "{ended:?}: {}", services[0].process.log());
    report
}

#[test]
fn a_service_that_drains_loses_no_request() {
    let report = while_one_ends_by("TERM");
    assert!(report.succeeded > 500 && report.failed.is_empty(), "{report}");
}

/// The control: if this loses nothing, the other one proves nothing.
#[test]
fn a_service_that_is_killed_loses_some() {
    let report = while_one_ends_by("KILL");
    assert!(!report.failed.is_empty(), "{report}");
}
