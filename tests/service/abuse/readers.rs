//! Responses that are not read.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use tokio::{net::TcpSocket, runtime::Runtime};

use super::{Abused, PATIENCE};

/// A response that is large, but costs little.
const LARGE: &str = "/openapi.json";

/// How much room each of them leaves for responses, in bytes.
const ROOM: u32 = 4096;

/// Waits until the service has so many sockets.
fn until(abused: &Abused, enough: impl Fn(usize) -> bool) {
    let began = Instant::now();
    while !enough(abused.service.sockets()) {
        assert!(began.elapsed() < PATIENCE, "{} sockets are open", abused.service.sockets());
        thread::sleep(Duration::from_millis(20));
    }
}

/// A client that has requested this, and leaves hardly any room for the response.
fn reader(runtime: &Runtime, abused: &Abused, asked: &str) -> TcpStream {
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(ROOM).expect("it has a size");
        socket.connect(abused.address()).await.expect("the service listens")
    });
    let mut stream = stream.into_std().expect("a stream");
    stream.set_nonblocking(false).expect("it can wait");
    stream.write_all(asked.as_bytes()).expect("the service reads");
    stream
}

/// The largest file of the page for client developers.
fn script(abused: &Abused) -> String {
    let page = abused.service.stranger().get("/docs/").is(200);
    let name = page.text().split("src=\"").find(|rest| rest.starts_with("swagger-ui-"));
    let name = name.and_then(|rest| rest.split('"').next()).expect("the page has a script");
    format!("/docs/{name}")
}

#[test]
fn what_many_read_slowly_is_in_memory_once() {
    const READERS: u64 = 400;
    let runtime = Runtime::new().expect("threads can be started");
    let abused = Abused::with(&[]);
    let script = script(&abused);
    let length = abused.service.stranger().get(&script).is(200).content.len() as u64 >> 10;
    let (before, asked) = (abused.service.size(), format!("GET {script} HTTP/1.1\r\nhost: a\r\n\r\n"));
    assert!(READERS * length > 10 * super::FLAT, "copies of {length} KiB would not be noticed");
    let mut streams: Vec<_> = (0..READERS).map(|_| reader(&runtime, &abused, &asked)).collect();
    for stream in &mut streams {
        let mut begun = [0; 15];
        stream.read_exact(&mut begun).expect("it gets a response");
        assert_eq!(&begun, b"HTTP/1.1 200 OK");
    }
    let size = abused.service.size();
    assert!(size < before + 2 * super::FLAT, "it has grown from {before} to {size} KiB");
    drop(streams);
    abused.is_left_alone();
}

#[test]
fn whoever_reads_nothing_is_cut_off() {
    let runtime = Runtime::new().expect("threads can be started");
    let abused = Abused::with(&[("OGROM_ANSWER_STALL", "1s")]);
    abused.stands(2 * super::FLAT, |abused| {
        let asked = format!("GET {LARGE} HTTP/1.1\r\nhost: a\r\n\r\n").repeat(8);
        let streams: Vec<_> = (0..400).map(|_| reader(&runtime, abused, &asked)).collect();
        until(abused, |sockets| sockets > 200);
        // They keep their connections, and yet none is left but those of others.
        until(abused, |sockets| sockets <= abused.sockets + 10);
        streams
    });
}
