//! A load of so many requests per second, whether the ones before are answered or not; each has a number.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http_body_util::{BodyExt, Empty};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::{
    runtime::Runtime,
    task::JoinSet,
    time::{MissedTickBehavior, interval, timeout},
};

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A load on a service.
pub(super) struct Load {
    stop: Arc<AtomicBool>,
    runtime: Runtime,
    sending: tokio::task::JoinHandle<(usize, Vec<String>)>,
}

type Sender = Client<HttpConnector, Empty<bytes::Bytes>>;

// === impl Load ===

impl Load {
    /// Begins to send so many requests per second.
    pub(super) fn at(service: SocketAddr, rate: u32) -> Self {
        let runtime = Runtime::new().expect("threads can be started");
        let stop = Arc::new(AtomicBool::new(false));
        let sending = runtime.spawn(send(service, rate, Arc::clone(&stop)));
        Self { stop, runtime, sending }
    }

    /// Stops, and waits for all answers: how many requests were sent, and what became of those that failed.
    pub(super) fn end(self) -> (usize, Vec<String>) {
        self.stop.store(true, Ordering::Relaxed);
        self.runtime.block_on(self.sending).expect("no panic")
    }
}

async fn send(service: SocketAddr, rate: u32, stop: Arc<AtomicBool>) -> (usize, Vec<String>) {
    let sender: Sender = Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build_http();
    let mut ticks = interval(Duration::from_secs(1) / rate);
    // What was missed is made up for: the rate is that of many clients, who do not wait for each other.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut requests, mut sent) = (JoinSet::new(), 0);
    let mut failed = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        ticks.tick().await;
        requests.spawn(ask(sender.clone(), service, sent));
        sent += 1;
        while let Some(answered) = requests.try_join_next() {
            failed.extend(answered.expect("no panic").err());
        }
    }
    while let Some(answered) = requests.join_next().await {
        failed.extend(answered.expect("no panic").err());
    }
    (sent, failed)
}

/// Asks for something that says which request it answers; what became of it, if that is not the answer.
async fn ask(sender: Sender, service: SocketAddr, number: usize) -> Result<(), String> {
    let path = if number.is_multiple_of(2) { "products?limit=2" } else { "collages?limit=2" };
    let name = format!("load-{number}");
    let request = http::Request::get(format!("http://{service}/v1/en-GB/{path}"))
        .header("x-request-id", &name)
        .body(Empty::new())
        .expect("a request");
    let answered = timeout(PATIENCE, async {
        let response = sender.request(request).await.map_err(|error| format!("{error:?}"))?;
        let (head, content) = response.into_parts();
        let content = content.collect().await.map_err(|error| format!("{error:?}"))?.to_bytes();
        let right = head.status == 200
            && head.headers.get("x-request-id").is_some_and(|id| *id == *name)
            && serde_json::from_slice::<serde_json::Value>(&content).is_ok();
        if right { Ok(()) } else { Err(format!("{} {}", head.status, String::from_utf8_lossy(&content))) }
    });
    let outcome = answered.await.unwrap_or_else(|_| Err("no answer".to_owned()));
    outcome.map_err(|error| format!("{name}: {error}"))
}
