//! Two writers with the same tag: one writes, the other gets a conflict.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
};

use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, Method, NoParameters, Outcome, Put, Resource, Result, Validators,
};
use ogrom_tests::conformance::{Answered, Request, ask, serve};
use tokio::{net::TcpListener, sync::Barrier};

const ROUNDS: u64 = 1000;

/// A version that every write increments. Writers continue together, once both have seen the same version. So the
/// precondition holds for both, and only the write itself can detect which one is late.
struct Versioned {
    version: Arc<AtomicU64>,
    writers: Barrier,
}

impl Resource for Versioned {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = u64;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<u64>> {
        let seen = self.version.load(SeqCst);
        if cx.method() == Some(Method::Put) {
            self.writers.wait().await;
        }
        Ok(Existence::Found(seen))
    }

    fn validators(&self, version: &u64) -> Validators {
        Validators::version(version)
    }
}

impl Get for Versioned {
    type View = u64;

    async fn get(&self, _: &Cx, version: &u64) -> Result<u64> {
        Ok(*version)
    }
}

impl Put for Versioned {
    type Body = u64;

    async fn put(&self, _: &Cx, (): &(), before: Option<u64>, _: u64) -> Result<Outcome<u64>> {
        let seen = before.unwrap_or_default();
        Ok(match self.version.compare_exchange(seen, seen + 1, SeqCst, SeqCst) {
            Ok(_) => Outcome::Done,
            Err(_) => Outcome::Stale,
        })
    }
}

async fn served(endpoint: Endpoint) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("the client comes");
            tokio::spawn(serve(stream, endpoint.clone()));
        }
    });
    address
}

fn request(method: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    Request {
        method: method.to_owned(),
        path: "/subject".to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.map(str::to_owned),
    }
}

async fn write(server: SocketAddr, tag: String) -> u16 {
    let headers = [("Content-Type", "application/json"), ("If-Match", &*tag)];
    ask(server, &request("PUT", &headers, Some("0"))).await.expect("a connection can be made").status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_writers_with_the_same_tag_one_writes_and_one_is_refused() {
    let version = Arc::new(AtomicU64::new(0));
    let resource = Versioned { version: Arc::clone(&version), writers: Barrier::new(2) };
    let server = served(Endpoint::of(resource).get().put().into()).await;
    for round in 0..ROUNDS {
        let read: Answered = ask(server, &request("GET", &[], None)).await.expect("a connection can be made");
        let tag = read.header("ETag").unwrap();
        let (one, other) = (tokio::spawn(write(server, tag.clone())), tokio::spawn(write(server, tag)));
        let mut statuses = [one.await.unwrap(), other.await.unwrap()];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 412], "round {round}");
    }
    assert_eq!(version.load(SeqCst), ROUNDS, "every round wrote once");
}
