//! Stopping the service interrupts no client.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use ogrom_tests_mariadb::Server;
use serde_json::Value;

use crate::ogrom::{Folder, Service};

const TOKEN: &str = "a-token-for-the-tests";
const CONTENT: &str = r#"{"title": "Late", "items": []}"#;

fn service(folder: &Folder) -> Service {
    Service::start(folder.ogrom(&["--port", "0"]).env("OGROM_TOKENS", format!("lena={TOKEN}")))
}

/// Begins a request, and returns when the service waits for its content.
fn a_running_request(to: SocketAddr) -> BufReader<TcpStream> {
    let mut stream = BufReader::new(TcpStream::connect(to).expect("the service listens"));
    stream.get_mut().set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
    let head = format!(
        "POST /v1/en-GB/collages HTTP/1.1\r\nhost: {to}\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        CONTENT.len()
    );
    stream.get_mut().write_all(head.as_bytes()).expect("the service reads");
    let mut interim = String::new();
    for _ in 0..2 {
        stream.read_line(&mut interim).expect("the service responds");
    }
    assert_eq!(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

/// Waits until new connections are refused.
fn refuses_connections(address: SocketAddr) {
    let began = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(began.elapsed() < Duration::from_secs(20), "it still listens");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_request_that_is_running_is_still_answered() {
    for signal in ["TERM", "INT"] {
        let folder = Folder::new();
        let service = service(&folder);
        let address = service.stranger().address();
        let mut request = a_running_request(address);
        service.signal(signal);
        refuses_connections(address);
        request.get_mut().write_all(CONTENT.as_bytes()).expect("the service reads");
        let mut answer = String::new();
        request.read_to_string(&mut answer).expect("the connection ends in good order");
        assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
        service.wait().well();
        // A request with a response was carried out.
        let content = answer.split("\r\n\r\n").nth(1).expect("content");
        let posted: Value = serde_json::from_str(content).expect("JSON");
        let again = self::service(&folder);
        let link = posted["links"]["self"].as_str().expect("a link");
        let read = again.stranger().with_token(TOKEN).get(link).is(200);
        assert_eq!(read.json, posted);
    }
}

#[test]
fn a_service_that_drains_is_not_ready_and_answers_for_a_while() {
    let folder = Folder::new();
    let service = Service::start(folder.ogrom(&["--port", "0"]).env("OGROM_DRAIN_TIME", "3s"));
    let kept = service.stranger();
    assert_eq!(kept.get("/v1/").is(200).header("connection"), None);
    assert_eq!(ready(kept.address()), "200");
    service.signal("TERM");
    let began = Instant::now();
    while ready(kept.address()) != "503" {
        assert!(began.elapsed() < Duration::from_secs(2), "it is still ready");
    }
    let last = kept.get("/v1/").is(200);
    assert_eq!(last.header("connection"), Some("close"), "a response announces the end of its connection");
    service.stranger().get("/v1/").is(200);
    assert_eq!(kept.connections(), 1);
    service.wait().well();
}

/// The readiness response of the service.
fn ready(service: SocketAddr) -> String {
    let mut stream = TcpStream::connect(service).expect("the service listens");
    let head = format!("GET /health/ready HTTP/1.1\r\nhost: {service}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the service reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the service responds");
    answer.split(' ').nth(1).expect("a status").to_owned()
}

#[test]
fn a_second_signal_ends_it_at_once_and_badly() {
    for (signals, drain_time) in [(["TERM", "TERM"], "1m"), (["TERM", "INT"], "0s"), (["INT", "INT"], "1m")] {
        let folder = Folder::new();
        let token = format!("lena={TOKEN}");
        let service = Service::start(
            folder.ogrom(&["--port", "0"]).env("OGROM_DRAIN_TIME", drain_time).env("OGROM_TOKENS", token),
        );
        let mut request = a_running_request(service.stranger().address());
        service.signal(signals[0]);
        service.complained("accepting connections");
        let began = Instant::now();
        service.signal(signals[1]);
        let ended = service.wait();
        assert!(ended.complaint(1).contains("a second signal ended the service at once"), "{ended:?}");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        let mut rest = String::new();
        let _ = request.read_to_string(&mut rest);
        assert_eq!(rest, "", "the request is cut off");
    }
}

#[test]
fn what_does_not_end_is_cut_off_in_good_order() {
    let folder = Folder::new();
    let token = format!("lena={TOKEN}");
    let service = Service::start(
        folder.ogrom(&["--port", "0"]).env("OGROM_DRAIN_REQUESTS", "300ms").env("OGROM_TOKENS", token),
    );
    let _running = a_running_request(service.stranger().address());
    service.signal("TERM");
    let ended = service.wait().well();
    assert!(ended.err.contains("are cut off"), "{ended:?}");
}

#[test]
fn who_only_keeps_a_connection_does_not_hold_it_up() {
    let folder = Folder::new();
    let service = service(&folder);
    let idle = service.stranger();
    idle.get("/v1/").is(200);
    let _silent = TcpStream::connect(idle.address()).expect("the service listens");
    let began = Instant::now();
    service.stop();
    assert!(began.elapsed() < Duration::from_secs(6), "it waited for nothing: {:?}", began.elapsed());
}

#[test]
fn it_can_be_stopped_as_soon_as_it_says_that_it_listens() {
    let folder = Folder::new();
    for _ in 0..10 {
        folder.serve().stop();
    }
}

#[test]
fn a_database_that_hangs_does_not_hold_it_up_for_longer_than_requests_may() {
    let database = Server::own();
    let folder = Folder::with_database(database.database());
    folder.run(&["migrate"]).well();
    let limit = Duration::from_secs(4);
    let service = Service::start(folder.ogrom(&["--port", "0"]).envs([
        ("OGROM_SOURCE_TIMEOUT", "500ms"),
        ("OGROM_DRAIN_REQUESTS", &format!("{}s", limit.as_secs())),
    ]));
    let client = service.stranger();
    client.get("en-GB/products").is(200);
    database.signal("STOP");
    // Its connection waits for the database for longer than its client did.
    client.get("en-GB/collages").is_refused(504, "timeout");
    let began = Instant::now();
    service.signal("TERM");
    let ended = service.wait().well();
    let took = began.elapsed();
    database.signal("CONT");
    assert!(
        ended.err.contains("the database was still not closed after 4s and is left as it is"),
        "{ended:?}"
    );
    assert!(!ended.err.contains("requests were still running"), "{ended:?}");
    // Starting and reaping a process takes a while on a busy machine.
    assert!(took < limit + Duration::from_secs(2), "{took:?}");
}
