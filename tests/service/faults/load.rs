//! Clients that call a service without pause, and record their observations.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use ogrom_tests::client::{Answer, Client};
use serde_json::json;

use super::TOKEN;
use crate::data::place;

const READERS: usize = 4;
const WRITERS: usize = 2;

/// Clients that run.
pub(super) struct Load {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Vec<Seen>>>,
}

/// A response as its client saw it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) writes: bool,
    pub(super) asked: Instant,
    pub(super) answered: Instant,
    pub(super) status: u16,
    /// Whether it has `Retry-After`.
    pub(super) says_when: bool,
    /// The name of the created comment, if there is one.
    pub(super) made: Option<String>,
}

// === impl Load ===

impl Load {
    /// Starts to send requests.
    pub(super) fn on(service: SocketAddr) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let client = |number| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || asks(service, number, &stop))
        };
        Self { clients: (0..READERS + WRITERS).map(client).collect(), stop }
    }

    /// Stops; returns all observations.
    pub(super) fn end(self) -> Vec<Seen> {
        self.stop.store(true, Ordering::Relaxed);
        self.clients
            .into_iter()
            .flat_map(|client| client.join().expect("every request gets a response"))
            .collect()
    }
}

fn asks(service: SocketAddr, number: usize, stop: &AtomicBool) -> Vec<Seen> {
    let writes = number >= READERS;
    let client = Client::new(service);
    // The readers are anonymous, so that earlier writes do not decide where their reads go.
    let client = if writes { client.with_token(TOKEN) } else { client };
    let mut seen = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let asked = Instant::now();
        let answer = if writes { write(&client, number, seen.len()) } else { read(&client, seen.len()) };
        let says_when = answer.header("retry-after").is_some();
        let made = answer.json["id"].as_str().filter(|_| writes).map(ToOwned::to_owned);
        seen.push(Seen { writes, asked, answered: Instant::now(), status: answer.status, says_when, made });
        thread::sleep(Duration::from_millis(5));
    }
    seen
}

fn read(client: &Client, count: usize) -> Answer {
    // So many things that no cache hides the database from all readers.
    let path = match count % 3 {
        0 => place("products", count % 300),
        1 => format!("{}/comments?limit=5", place("collages", count % 500)),
        _ => format!("de-DE/collages?product=p{}&limit=5", count % 300),
    };
    client.get(&path).answer()
}

fn write(client: &Client, number: usize, count: usize) -> Answer {
    let comment = json!({ "text": format!("From {number}, the {count}th."), "rating": 4 });
    client.post("en-GB/collages/k1/comments", &comment).answer()
}

// === impl Seen ===

impl Seen {
    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn took(&self) -> Duration {
        self.answered - self.asked
    }
}
