//! Nothing that was acknowledged is lost, and nothing is made twice, while database and service are killed at random.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use ogrom_tests_mariadb::Server;
use serde_json::json;

use super::{TOKEN, with_data};
use crate::ogrom::{Folder, Service};

const PLACE: &str = "en-GB/collages/k1/comments";

/// How many clients post at once.
const CLIENTS: usize = 8;

/// How often something is killed.
const KILLS: usize = 10;

/// Comments to be posted, until each is acknowledged.
struct Posts {
    open: Mutex<VecDeque<usize>>,
    acknowledged: AtomicUsize,
    count: usize,
    /// Whether each has a key that tells a second attempt from a second comment.
    keys: bool,
}

/// What came of an attempt.
enum Attempt {
    Acknowledged,
    /// An earlier attempt may still be under way.
    InFlight,
    /// Nobody can tell.
    Unclear,
}

/// The two that are killed.
struct Pair {
    folder: Folder,
    database: Server,
    url: String,
    address: SocketAddr,
}

// === impl Pair ===

impl Pair {
    fn new() -> Self {
        let database = Server::own();
        let url = database.database();
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        Self { folder: with_data(&url), database, url, address: free.expect("a port is free") }
    }

    fn serve(&self) -> Service {
        let port = self.address.port().to_string();
        let mut command = self.folder.ogrom(&["--port", &port]);
        Service::start(command.env("OGROM_DATABASE", &self.url).env("OGROM_TOKENS", format!("u0={TOKEN}")))
    }

    /// Posts all, killing now the one, now the other; answers with how many comments there are of each post.
    fn killed_at_random(&self, posts: &Posts) -> Vec<usize> {
        let mut service = self.serve();
        let service = thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| posts.send(self.address));
            }
            for kill in 0..KILLS {
                posts.wait_for(kill);
                if kill % 2 == 0 {
                    service.signal("KILL");
                    service.wait();
                    service = self.serve();
                } else {
                    self.database.signal("KILL");
                    self.database.restart();
                }
            }
            service
        });
        let mut counts: HashMap<String, usize> = HashMap::new();
        for comment in service.stranger().items(&format!("{PLACE}?limit=100")) {
            *counts.entry(comment["text"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        (0..posts.count).map(|number| counts.get(&text(number)).copied().unwrap_or_default()).collect()
    }
}

// === impl Posts ===

impl Posts {
    fn new(count: usize, keys: bool) -> Self {
        Self { open: Mutex::new((0..count).collect()), acknowledged: AtomicUsize::new(0), count, keys }
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
        self.open.lock().expect("nobody panics with it")
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

/// What comes back; absent where the connection fails.
fn exchange(to: SocketAddr, request: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(to).ok()?;
    stream.write_all(request).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    // Half an answer says nothing.
    answer.contains("\r\n\r\n").then_some(answer)
}

fn text(number: usize) -> String {
    format!("Comment number {number}.")
}

#[test]
fn twenty_thousand_posts_are_there_once_each() {
    let pair = Pair::new();
    let counts = pair.killed_at_random(&Posts::new(20_000, true));
    let wrong: Vec<_> = counts.iter().enumerate().filter(|(_, count)| **count != 1).collect();
    assert!(wrong.is_empty(), "posts that are not there exactly once: {wrong:?}");
}

/// The control: without keys, whoever repeats an unclear post makes it twice.
#[test]
fn without_keys_some_are_there_twice() {
    let pair = Pair::new();
    let counts = pair.killed_at_random(&Posts::new(4_000, false));
    assert!(counts.iter().all(|count| *count >= 1), "what was acknowledged is lost");
    assert!(counts.iter().any(|count| *count > 1), "nothing was made twice");
}
