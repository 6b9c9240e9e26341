//! Answers that nobody takes.

use std::{
    io::Write,
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use tokio::{net::TcpSocket, runtime::Runtime};

use super::{Abused, PATIENCE};

/// An answer that is large, but costs little.
const LARGE: &str = "/openapi.json";

/// How much room each of them leaves for answers, in bytes.
const ROOM: u32 = 4096;

/// Waits until the service has so many sockets.
fn until(abused: &Abused, enough: impl Fn(usize) -> bool) {
    let began = Instant::now();
    while !enough(abused.service.sockets()) {
        assert!(began.elapsed() < PATIENCE, "{} sockets are open", abused.service.sockets());
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn whoever_reads_nothing_is_cut_off() {
    let runtime = Runtime::new().expect("threads can be started");
    let abused = Abused::with(&[("OGROM_ANSWER_STALL", "1s")]);
    abused.stands(2 * super::FLAT, |abused| {
        let asked = format!("GET {LARGE} HTTP/1.1\r\nhost: a\r\n\r\n").repeat(8);
        let reader = |_| {
            let stream = runtime.block_on(async {
                let socket = TcpSocket::new_v4().expect("a socket");
                socket.set_recv_buffer_size(ROOM).expect("it has a size");
                socket.connect(abused.address()).await.expect("the service listens")
            });
            let mut stream = stream.into_std().expect("a stream");
            stream.set_nonblocking(false).expect("it can wait");
            stream.write_all(asked.as_bytes()).expect("the service reads");
            stream
        };
        let streams: Vec<TcpStream> = (0..400).map(reader).collect();
        until(abused, |sockets| sockets > 200);
        // They hold on to their connections, and yet none is left but those of others.
        until(abused, |sockets| sockets <= abused.sockets + 10);
        streams
    });
}
