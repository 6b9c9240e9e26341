//! Nothing that was acknowledged is lost, and nothing is made twice, while database and service are killed at random.

use std::{
    env,
    net::{SocketAddr, TcpListener},
};

use ogrom_tests_mariadb::Server;

use super::{TOKEN, posts::Posts, with_data};
use crate::ogrom::{Folder, Service};

/// The default of `POSTS`: without keys, some of so many posts are made twice.
const FEW: usize = 6_000;

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

    /// Posts all, killing now the one, now the other; returns how many comments of each post exist. To drop a service
    /// is to kill it.
    fn killed_at_random(&self, posts: &Posts) -> Vec<usize> {
        let mut service = Some(self.serve());
        posts.send_all(self.address, |number| {
            if number % 2 == 0 {
                drop(service.take());
                service = Some(self.serve());
            } else {
                self.database.signal("KILL");
                self.database.restart();
            }
        });
        posts.counts(&service.expect("it runs").stranger())
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test has no command line for the amount")]
fn posts_are_there_once_each() {
    let wanted: Option<usize> = env::var("POSTS").ok().map(|count| count.parse().expect("a number"));
    let pair = Pair::new();
    let counts = pair.killed_at_random(&Posts::new(wanted.unwrap_or(FEW), true));
    let wrong: Vec<_> = counts.iter().enumerate().filter(|(_, count)| **count != 1).collect();
    assert!(wrong.is_empty(), "posts that are not there exactly once: {wrong:?}");
}

/// The control: without keys, a repeated post with an unknown result is made twice.
#[test]
fn without_keys_some_are_there_twice() {
    let pair = Pair::new();
    let counts = pair.killed_at_random(&Posts::new(4_000, false));
    assert!(counts.iter().all(|count| *count >= 1), "what was acknowledged is lost");
    assert!(counts.iter().any(|count| *count > 1), "nothing was made twice");
}
