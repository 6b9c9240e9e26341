//! Tracing for development: the last requests with their paths through the decision graph, and the pages that show them.

pub mod draw;
mod html;
mod page;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ogrom_core_resource::trace::{Trace, TraceSink, Tracing};
use ogrom_protocols::Clock;
use ogrom_protocols_model::Timestamp;

pub use self::page::{TracePath, TraceResource, TracesQuery, TracesResource, trace, traces};

/// How many traces are stored.
pub const CAPACITY: usize = 100;

/// The traces of the last requests.
pub struct Traces {
    clock: Arc<dyn Clock>,
    store: Mutex<Store>,
}

#[derive(Debug, Default)]
struct Store {
    /// How many were taken, which is the number of the last one.
    taken: u64,
    /// Ordered by their numbers, without gaps.
    last: VecDeque<Arc<TracedRequest>>,
}

/// The trace of a request, and what else is known of it.
#[derive(Debug)]
pub struct TracedRequest {
    /// Its number, which begins at 1.
    pub number: u64,
    /// Its request id.
    pub id: Arc<str>,
    /// When its response was decided.
    pub at: Timestamp,
    /// How long that took.
    pub took: Duration,
    /// Its path.
    pub trace: Trace,
}

/// Where the trace of a number is.
#[derive(Debug)]
pub enum TraceLookup {
    /// Here.
    Found(Arc<TracedRequest>),
    /// Nowhere any more: newer ones took its place.
    Gone,
    /// Nowhere yet.
    Missing,
}

/// A request that is being handled.
#[derive(Debug)]
struct Begun {
    traces: Arc<Traces>,
    id: Arc<str>,
    at: Instant,
}

// === impl Traces ===

impl Traces {
    /// No traces yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, store: Mutex::default() }
    }

    /// The extension by which a request is traced into these, and its response shows the path.
    pub fn fact(self: &Arc<Self>, id: &Arc<str>, begun: Instant) -> Tracing {
        let sink = Begun { traces: Arc::clone(self), id: Arc::clone(id), at: begun };
        Tracing { sink: Some(Arc::new(sink)), header: true }
    }

    /// The last ones, the newest first.
    pub fn last(&self) -> Vec<Arc<TracedRequest>> {
        self.lock().last.iter().rev().cloned().collect()
    }

    /// The trace of this number.
    pub fn find(&self, number: u64) -> TraceLookup {
        let store = self.lock();
        match store.last.iter().find(|traced| traced.number == number) {
            Some(traced) => TraceLookup::Found(Arc::clone(traced)),
            None if (1..=store.taken).contains(&number) => TraceLookup::Gone,
            None => TraceLookup::Missing,
        }
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} traces", self.lock().last.len())
    }
}

// === impl Begun ===

impl TraceSink for Begun {
    fn take(&self, trace: Trace) {
        let (at, took) = (self.traces.clock.now(), self.at.elapsed());
        let mut store = self.traces.lock();
        store.taken += 1;
        let number = store.taken;
        store.last.push_back(Arc::new(TracedRequest { number, id: Arc::clone(&self.id), at, took, trace }));
        if store.last.len() > CAPACITY {
            store.last.pop_front();
        }
    }
}
