//! The requests of clients during a deployment: the version, data, and now and then a change.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, header};
use http_body_util::Full;
use ogrom_tests::load::{Load, Outcome, Report, Request, in_order};
use serde_json::json;

use crate::{beanstalk::TTL, versions::Version};

/// The user that writes.
pub const USER: &str = "lena";

/// The credentials of that user.
pub const TOKEN: &str = "a-token-for-rehearsals";

/// The collage that is commented on.
const COLLAGE: &str = "market-morning";

/// One request of ten is a change.
const CHANGE: usize = 9;

/// How many requests are sent in a second.
const RATE: u32 = 80;

/// How long an old version may respond after the new one did: a DNS response is valid so long, and the CDN's clock
/// knows whole seconds alone.
pub const GRACE: Duration = Duration::from_secs(TTL + 1);

/// The requests of earlier traffic, so that no change is requested twice.
static BEGUN: AtomicUsize = AtomicUsize::new(0);

/// Many clients.
#[derive(Debug)]
pub struct Traffic {
    load: Load,
    first: usize,
}

/// The observations of many clients.
#[derive(Debug)]
pub struct Seen {
    outcomes: Vec<Outcome>,
    /// The same in figures.
    pub report: Report,
    /// The changes that were acknowledged.
    pub acknowledged: Vec<String>,
}

// === impl Traffic ===

impl Traffic {
    /// Clients of all present resources, from now on.
    pub fn to(address: SocketAddr) -> Self {
        let first = BEGUN.fetch_add(1_000_000, Ordering::Relaxed);
        Self { load: Load::at(address, RATE, move |number| request(first + number)), first }
    }

    /// Ends the requests; the results of those before.
    pub fn end(self) -> Seen {
        let outcomes = self.load.end();
        let made = outcomes.iter().filter(|outcome| outcome.number % 10 == CHANGE && outcome.result.is_ok());
        let acknowledged = made.map(|outcome| name(self.first + outcome.number)).collect();
        Seen { report: Report::of(&outcomes), acknowledged, outcomes }
    }
}

// === impl Seen ===

impl Seen {
    /// Whether exactly these versions were seen in this order, or the first difference.
    pub fn in_order(&self, deployed: &[&Version]) -> Result<(), String> {
        let commits: Vec<_> = deployed.iter().map(|version| &*version.commit).collect();
        in_order(&self.outcomes, &commits, GRACE)
    }
}

/// The request of this number.
fn request(number: usize) -> Request {
    match number % 10 {
        CHANGE => comment(number),
        1 | 5 => get("/v1/en-GB/products?limit=2"),
        3 => get("/v1/de-DE/collages?limit=2"),
        7 => get("/v1/fr-FR/products/waxed-jacket"),
        _ => get("/version"),
    }
}

fn name(number: usize) -> String {
    format!("load-{number}")
}

fn get(path: &str) -> Request {
    http::Request::get(path).body(Full::default()).expect("a request")
}

fn comment(number: usize) -> Request {
    let name = name(number);
    let content = json!({ "id": name, "text": "Seen while it was deployed.", "rating": 5 });
    http::Request::builder()
        .method(Method::POST)
        .uri(format!("/v1/en-GB/collages/{COLLAGE}/comments"))
        .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", format!("\"{name}\""))
        .body(Full::new(Bytes::from(content.to_string())))
        .expect("a request")
}
