//! Clients that post until everything is acknowledged, while something is killed again and again.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use ogrom_tests::client::Client;
use serde_json::json;

use super::TOKEN;

const PLACE: &str = "en-GB/collages/k1/comments";

/// How many clients post concurrently.
const CLIENTS: usize = 8;

/// How often something is killed.
const KILLS: usize = 10;

/// Comments to be posted, until each is acknowledged.
pub(super) struct Posts {
    open: Mutex<VecDeque<usize>>,
    acknowledged: AtomicUsize,
    count: usize,
    /// Whether each has a key that distinguishes a second attempt from a second comment.
    keys: bool,
}

/// The result of an attempt.
enum Attempt {
    Acknowledged,
    /// An earlier attempt may still be under way.
    InFlight,
    /// The result is unknown.
    Unclear,
}

// === impl Posts ===

impl Posts {
    pub(super) fn new(count: usize, keys: bool) -> Self {
        Self { open: Mutex::new((0..count).collect()), acknowledged: AtomicUsize::new(0), count, keys }
    }

    /// Posts all, with a kill at some random moment of each tenth of them.
    pub(super) fn send_all(&self, to: SocketAddr, mut kill: impl FnMut(usize)) {
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| self.send(to));
            }
            for number in 0..KILLS {
                self.wait_for(number);
                kill(number);
            }
        });
    }

    /// How many comments there are of each post.
    pub(super) fn counts(&self, client: &Client) -> Vec<usize> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for comment in client.items(&format!("{PLACE}?limit=100")) {
            *counts.entry(comment["text"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        (0..self.count).map(|number| counts.get(&text(number)).copied().unwrap_or_default()).collect()
    }

    /// Waits until it is time for this kill: at some random moment of its tenth of the posts.
    fn wait_for(&self, kill: usize) {
        let part = self.count / KILLS;
        let chance = usize::try_from(RandomState::new().hash_one(kill) % 64).unwrap_or_default();
        while self.acknowledged.load(Ordering::Relaxed) < part * kill + part * chance / 64 {
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends one after the other, until all are acknowledged.
    fn send(&self, to: SocketAddr) {
        while self.acknowledged.load(Ordering::Relaxed) < self.count {
            let Some(number) = self.take() else {
                thread::sleep(Duration::from_millis(10));
                continue;
            };
            match self.attempt(number, to) {
                Attempt::Acknowledged => {
                    self.acknowledged.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                Attempt::InFlight => self.queue().push_back(number),
                Attempt::Unclear => self.queue().push_front(number),
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn take(&self) -> Option<usize> {
        self.queue().pop_front()
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, VecDeque<usize>> {
        self.open.lock().expect("no thread panics with it")
    }

    fn attempt(&self, number: usize, to: SocketAddr) -> Attempt {
        let key = if self.keys { format!("idempotency-key: post-{number}\r\n") } else { String::new() };
        let content = json!({ "text": text(number), "rating": 5 }).to_string();
        let request = format!(
            "POST /v1/{PLACE} HTTP/1.1\r\nhost: {to}\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n{key}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{content}",
            content.len()
        );
        match exchange(to, request.as_bytes()) {
            Some(answer) if answer.starts_with("HTTP/1.1 201 ") => Attempt::Acknowledged,
            Some(answer) if answer.starts_with("HTTP/1.1 409 ") => Attempt::InFlight,
            Some(answer) if answer.starts_with("HTTP/1.1 503 ") || answer.starts_with("HTTP/1.1 504 ") => {
                Attempt::Unclear
            }
            Some(answer) if !answer.is_empty() => panic!("{number}: {answer}"),
            _ => Attempt::Unclear,
        }
    }
}

/// The received bytes; absent if the connection fails.
fn exchange(to: SocketAddr, request: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(to).ok()?;
    stream.write_all(request).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    // Half a response says nothing.
    answer.contains("\r\n\r\n").then_some(answer)
}

fn text(number: usize) -> String {
    format!("Comment number {number}.")
}
