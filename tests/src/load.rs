//! A load of so many requests per second, whether or not the earlier ones have responses; each has a number.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

mod order;
mod report;
mod sender;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    runtime::Runtime,
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval},
};

use self::sender::Sender;
pub use self::{order::in_order, report::Report};

/// A request of a load, whose content is known in full.
pub type Request = http::Request<http_body_util::Full<bytes::Bytes>>;

/// A load on a service.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    runtime: Runtime,
    sending: JoinHandle<Vec<Outcome>>,
}

/// The result of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its number.
    pub number: usize,
    /// When it was sent.
    pub sent: Instant,
    /// When its response was complete, or it was given up.
    pub ended: Instant,
    /// The commit in the response, if there is one; or how it failed.
    pub result: Result<Option<String>, String>,
}

// === impl Load ===

impl Load {
    /// Starts to send so many requests per second, each made from its number; every fourth over a connection of its
    /// own.
    ///
    /// A right response is one of success, names its request, and has a whole JSON as content.
    pub fn at(service: SocketAddr, rate: u32, request: impl Fn(usize) -> Request + Send + 'static) -> Self {
        let runtime = Runtime::new().expect("threads can be started");
        let stop = Arc::new(AtomicBool::new(false));
        let sending = runtime.spawn(send(service, rate, request, Arc::clone(&stop)));
        Self { stop, runtime, sending }
    }

    /// Stops, and waits for all responses: the result of each request, the first sent first.
    pub fn end(self) -> Vec<Outcome> {
        self.stop.store(true, Ordering::Relaxed);
        let mut outcomes = self.runtime.block_on(self.sending).expect("no panic");
        outcomes.sort_by_key(|outcome| outcome.number);
        outcomes
    }
}

async fn send(
    service: SocketAddr,
    rate: u32,
    request: impl Fn(usize) -> Request + Send,
    stop: Arc<AtomicBool>,
) -> Vec<Outcome> {
    let sender = Sender::to(service);
    let mut ticks = interval(Duration::from_secs(1) / rate);
    // A missed request is sent late: the rate is that of many clients, who do not wait for each other.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut requests, mut outcomes) = (JoinSet::new(), Vec::new());
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        ticks.tick().await;
        requests.spawn(sender.clone().send(number, request(number)));
        while let Some(outcome) = requests.try_join_next() {
            outcomes.extend(outcome);
        }
    }
    while let Some(outcome) = requests.join_next().await {
        outcomes.extend(outcome);
    }
    outcomes
}
