//! Reports to the double the traffic of each environment, as its balancer counts it: the double itself sees no
//! request.

use std::{
    net::SocketAddr,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use ogrom_tests::{balancer::Counter, plain::ask};
use serde_json::json;

/// How often it counts. Ten seconds of the double's are over sooner.
const EVERY: Duration = Duration::from_millis(250);

/// Counts until it is dropped.
#[derive(Debug)]
pub struct Gauge {
    stop: Option<Sender<()>>,
    counting: Option<JoinHandle<()>>,
}

// === impl Gauge ===

impl Gauge {
    /// One that reports to this double the counts of these balancers, each for the environment of this name.
    pub fn new(double: SocketAddr, counters: Vec<(&'static str, Counter)>) -> Self {
        let (stop, stopped) = mpsc::channel();
        let mut before: Vec<Option<[u64; 2]>> = vec![None; counters.len()];
        let counting = thread::spawn(move || {
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                for ((environment, counter), before) in counters.iter().zip(&mut before) {
                    let now = counter.requests();
                    if let (Some([all, failed]), Some([all_before, failed_before])) = (now, *before) {
                        came(double, environment, all - all_before, failed - failed_before);
                    }
                    *before = now;
                }
            }
        });
        Self { stop: Some(stop), counting: Some(counting) }
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        self.stop = None;
        let _ = self.counting.take().map(JoinHandle::join);
    }
}

fn came(double: SocketAddr, environment: &str, all: u64, failed: u64) {
    let came = json!({ "environment": environment, "all": all, "failed": failed });
    // The double may have ended, or not know the environment yet.
    let _ = ask(double, "PUT", "/double/requests", &[], came.to_string().as_bytes());
}
