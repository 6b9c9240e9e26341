//! Each example starts, and does what its text says: called as its first lines show, over real connections.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

/// An example that runs, until it is dropped.
struct Example {
    process: Child,
    /// As it says: `127.0.0.1:3000`.
    address: String,
}

/// A head and a content.
struct Answer(String);

// === impl Example ===

impl Example {
    /// Starts a program at a port that is free, and waits until it says where that is.
    fn start(program: &str) -> Self {
        let mut process = Command::new(program)
            .arg("127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo has built the program");
        let said = process.stdout.take().expect("it was called");
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line).expect("the program says where it listens");
        let address = line.trim().strip_prefix("http://").expect("the program says where it listens");
        Self { address: address.to_owned(), process }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }

    /// Sends a request with further lines of the head, each of which ends with a line break.
    fn ask(&self, method: &str, path: &str, head: &str, content: &str) -> Answer {
        let head = head.replace('\n', "\r\n");
        let length = content.len();
        let mut stream = TcpStream::connect(&self.address).expect("the example listens");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n{head}\r\n{content}"
        )
        .expect("the example reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the example responds in UTF-8");
        Answer(answer)
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

// === impl Answer ===

impl Answer {
    /// The status is this one, and the head and content have these texts somewhere.
    #[track_caller]
    fn is(&self, status: u16, texts: &[&str]) {
        assert!(self.0.starts_with(&format!("HTTP/1.1 {status} ")), "{}", self.0);
        for text in texts {
            assert!(self.0.contains(text), "'{text}' is not in:\n{}", self.0);
        }
    }
}

#[test]
fn axum_and_our_endpoints_share_state_and_middleware() {
    let service = Example::start(env!("CARGO_BIN_EXE_in_axum"));
    service.get("/people/users/ben").is(404, &["request-number: 0"]);
    service.ask("PUT", "/staff/ben", "", "").is(204, &["request-number: 1"]);
    service.get("/people/users/ben").is(200, &["request-number: 2", "\"name\":\"BEN\"", "etag: "]);
    service.get("/people/users?id=ann&id=ben").is(200, &["\"id\":\"ben\"", "\"self\":\"/people/users/ben\""]);
}

#[test]
fn bare_hyper_serves_a_table() {
    let service = Example::start(env!("CARGO_BIN_EXE_in_hyper"));
    service.get("/products").is(200, &["\"self\":\"/products/scarf\""]);
    service.get("/products/scarf").is(200, &["\"name\":\"Silk scarf\"", "content-language: en"]);
    service.get("/products/hat").is(404, &["application/problem+json"]);
}

#[test]
fn a_tower_stack_says_who_asks_and_the_endpoints_what_they_may() {
    let service = Example::start(env!("CARGO_BIN_EXE_in_tower"));
    let collage = r#"{"title": "Sunday", "items": []}"#;
    service.ask("POST", "/collages", "", collage).is(401, &["www-authenticate: Key realm"]);
    service.ask("POST", "/collages", "x-key: guessed\n", collage).is(401, &["www-authenticate: Key realm"]);
    let made = service.ask("POST", "/collages", "x-key: anns-secret\n", collage);
    made.is(201, &["location: /collages/made-0", "\"link\":\"/users/ann\""]);
    service.get("/collages").is(200, &["\"title\":\"Sunday\""]);
}

#[test]
fn a_resource_of_ones_own_stands_beside_ours() {
    let service = Example::start(env!("CARGO_BIN_EXE_own_resource"));
    service.get("/users/ann/part").is(200, &["\"part\":\"Puck\"", "\"player\":\"/users/ann\""]);
    service.get("/users/ann").is(200, &["\"id\":\"ann\""]);
    service.get("/users/ben/part").is(404, &["application/problem+json"]);
}

#[test]
fn a_source_of_ones_own_is_served_page_by_page() {
    let service = Example::start(env!("CARGO_BIN_EXE_own_source"));
    let first = service.get("/products?limit=1");
    first.is(200, &["\"id\":\"scarf\"", "rel=\"next\""]);
    let (_, link) = first.0.split_once("link: <").unwrap();
    let (next, _) = link.split_once('>').unwrap();
    service.get(next).is(200, &["\"id\":\"hat\""]);
}

#[test]
fn one_endpoint_in_one_file_is_a_service() {
    let service = Example::start(env!("CARGO_BIN_EXE_single_file"));
    let note = r#"{"text": "Milk, butter"}"#;
    service.get("/").is(200, &["etag: \"dc2a717866e8044d-json\"", "{\"text\":\"Milk\"}"]);
    service.ask("PUT", "/", "", note).is(428, &["application/problem+json"]);
    service
        .ask("PUT", "/", "if-match: \"dc2a717866e8044d-json\"\n", r#"{"txt": 1}"#)
        .is(422, &["/text", "required", "did you mean 'text'?"]);
    service
        .ask("PUT", "/", "if-match: \"dc2a717866e8044d-json\"\n", note)
        .is(200, &["{\"text\":\"Milk, butter\"}"]);
    service.ask("PUT", "/", "if-match: \"dc2a717866e8044d-json\"\n", note).is(412, &[]);
}
