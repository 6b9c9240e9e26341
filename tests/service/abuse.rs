//! Abuse: whatever some clients do, others get their responses meanwhile, memory stays flat, and no connection is
//! left.

mod content;
mod heads;
mod http2;
mod limits;
mod many;
mod others;
mod readers;
mod smuggling;

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use self::others::Others;
use crate::ogrom::{Folder, Service};

/// The token of lena.
const TOKEN: &str = "a-token-for-the-tests";

/// The requests of others meanwhile.
const ASKED: &str = "en-GB/products?limit=3";

/// How long anything may take. Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much a service may grow while it is abused, in KiB: buffers that its allocator keeps, and nothing that grows
/// with the abuse.
const FLAT: u64 = 24 << 10;

/// A service that is abused.
struct Abused {
    service: Service,
    /// How much memory it took before, in KiB.
    size: u64,
    /// How many sockets it had before.
    sockets: usize,
    _folder: Folder,
}

// === impl Abused ===

impl Abused {
    /// A service with these settings.
    fn with(settings: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        let mut command = folder.ogrom(&["--port", "0"]);
        command.env("OGROM_TOKENS", format!("lena={TOKEN}")).envs(settings.iter().copied());
        let service = Service::start(&mut command);
        // All that is created on first use exists.
        let client = service.stranger();
        for _ in 0..200 {
            client.get(ASKED).is(200);
        }
        drop(client);
        let sockets = sockets_at_rest(&service);
        Self { size: service.size(), sockets, service, _folder: folder }
    }

    fn address(&self) -> SocketAddr {
        self.service.stranger().address()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address()).expect("the service listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream
    }

    /// Sends this on a new connection, and reads all that comes back until the service ends it.
    fn hear(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The service may have closed before all is sent.
        let _ = stream.write_all(bytes);
        heard(&mut stream)
    }

    /// Abuses it until others have had their usual responses a few times meanwhile, none of them noticeably late.
    /// Afterwards no connection is left, even if the abuser keeps what `abuse` returns. The memory is the same, but
    /// for `grown` KiB.
    fn stands<T>(self, grown: u64, abuse: impl Fn(&Self) -> T) {
        let others = Others::ask(&self.service);
        let mut held = abuse(&self);
        while !others.have_seen_enough() {
            // First, as both together may exceed the limit of a process.
            drop(held);
            held = abuse(&self);
        }
        let waits = others.end();
        assert!(waits.are_unnoticed(), "others wait for too long: {waits:?}");
        self.is_left_alone();
        self.is_as_large_as_before(grown);
        drop(held);
        self.service.stop();
    }

    /// Waits until it has given back its memory; allocators take their time.
    fn is_as_large_as_before(&self, grown: u64) {
        let began = Instant::now();
        let client = self.service.stranger();
        loop {
            client.get(ASKED).is(200);
            let size = self.service.size();
            if size < self.size + grown {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "it has grown from {} to {size} KiB", self.size);
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until it has no more sockets than before.
    fn is_left_alone(&self) {
        let began = Instant::now();
        while self.service.sockets() > self.sockets {
            assert!(began.elapsed() < PATIENCE, "{} sockets are left", self.service.sockets() - self.sockets);
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn sockets_at_rest(service: &Service) -> usize {
    let began = Instant::now();
    let mut before = service.sockets();
    loop {
        thread::sleep(Duration::from_millis(50));
        let now = service.sockets();
        if now == before || began.elapsed() > PATIENCE {
            return now;
        }
        before = now;
    }
}

/// All that comes until the other side ends the connection, in whichever way.
fn heard(stream: &mut TcpStream) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 8192]);
    loop {
        match stream.read(&mut some) {
            Ok(0) => break,
            Ok(length) => all.extend(&some[..length]),
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => break,
            Err(error) => {
                panic!("the connection is not ended: {error}, after {}", String::from_utf8_lossy(&all))
            }
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The statuses of all responses in the received bytes.
fn statuses(heard: &str) -> Vec<u16> {
    let lines = heard.split("HTTP/1.1 ").skip(1);
    lines.map(|answer| answer.get(..3).and_then(|status| status.parse().ok()).expect("a status")).collect()
}

/// Sends one byte after another to all, round by round, until all connections are closed.
fn trickle(streams: &mut Vec<TcpStream>, byte: u8) {
    let began = Instant::now();
    while !streams.is_empty() {
        assert!(began.elapsed() < PATIENCE, "{} are still listened to", streams.len());
        streams.retain_mut(|stream| stream.write_all(&[byte]).is_ok());
        thread::sleep(Duration::from_millis(100));
    }
}
