//! Responses that are not read.

use std::{
    io::Write,
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
