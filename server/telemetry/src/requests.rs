//! Requests in numbers: by operation and by class of status, each number found by its index.

use std::{
    collections::HashMap,
    fmt::Write,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use ogrom_core::mount::{Mounted, Route};
use ogrom_core_resource::Method;

use crate::{
    log::OperationNames,
    metrics::{IN_FLIGHT, SECONDS as BUCKETS},
};

/// Counts the responses, by `operation` and by `status_class`.
const REQUESTS: &str = "ogrom_http_requests_total";

/// How long it took until a response began, in seconds, by `operation`.
const SECONDS: &str = "ogrom_http_request_seconds";

/// Counts the requests whose clients hung up, by `operation`.
const ABANDONED: &str = "ogrom_http_abandoned_total";

/// The classes of status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The label of requests to no route, or with no method of their route: one, whatever clients invent.
const NONE: &str = "none";

/// The methods by which operations are told apart; HEAD is GET, and OPTIONS asks for none.
const METHODS: [Method; 5] = [Method::Get, Method::Put, Method::Patch, Method::Post, Method::Delete];

/// The metrics of requests.
#[derive(Debug)]
pub struct RequestMetrics {
    pub(crate) requests: Requests,
    /// How many are being handled.
    pub(crate) in_flight: AtomicUsize,
}

/// The numbers of all operations of a table.
#[derive(Debug)]
pub struct Requests {
    /// The first is that of what is nowhere.
    operations: Vec<Operation>,
    /// By leaf.
    leaves: Vec<Leaf>,
}

/// An endpoint, and by method which operations it has.
#[derive(Debug)]
struct Leaf {
    template: String,
    operations: [usize; METHODS.len()],
}

/// The operation and the route of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OperationId {
    operation: usize,
    leaf: Option<usize>,
}

/// The numbers of one operation. Counted here, and not by the recorder, which counts each of its own changes, too.
#[derive(Debug)]
struct Operation {
    id: String,
    answers: [AtomicU64; CLASSES.len()],
    seconds: Durations,
    abandoned: AtomicU64,
}

/// How many durations there were, by bucket; the last is of what is longer than all bounds. The recorder's own histograms keep
/// each value until it is sorted into its bucket, which costs a request twenty times as much.
#[derive(Debug, Default)]
struct Durations {
    buckets: [AtomicU64; BUCKETS.len() + 1],
    /// In nanoseconds: enough for five hundred years.
    sum: AtomicU64,
}

// === impl RequestMetrics ===

impl RequestMetrics {
    /// The metrics of these requests.
    pub fn of(requests: Requests) -> Self {
        Self { requests, in_flight: AtomicUsize::new(0) }
    }

    /// The counters by operation.
    pub fn requests(&self) -> &Requests {
        &self.requests
    }

    /// Sets how many requests are being handled, and writes the counters of those that ended.
    pub fn write(&self, text: &mut String) {
        let in_flight = u32::try_from(self.in_flight.load(Relaxed)).unwrap_or(u32::MAX);
        ::metrics::gauge!(IN_FLIGHT).set(in_flight);
        self.requests.write(text);
    }
}

// === impl Requests ===

impl Requests {
    /// The numbers of this table's operations, by the identifiers that the document gives them. Where several endpoints
    /// are of one kind, they share them.
    pub fn of(routes: &Mounted) -> Self {
        let mut operations = vec![Operation::of(NONE.to_owned())];
        let mut known = HashMap::new();
        let leaves = routes.leaves().map(|(template, endpoint)| {
            let description = endpoint.describe();
            let mut operation = |method| {
                let id = description
                    .operations
                    .iter()
                    .find(|operation| operation.method == method)?
                    .id
                    .to_string();
                Some(*known.entry(id.clone()).or_insert_with(|| {
                    operations.push(Operation::of(id));
                    operations.len() - 1
                }))
            };
            Leaf { template, operations: METHODS.map(|method| operation(method).unwrap_or_default()) }
        });
        let leaves = leaves.collect();
        Self { operations, leaves }
    }

    /// The operation of a request with this route and method.
    pub fn operation(&self, route: &Route, method: &http::Method) -> OperationId {
        let leaf = route.leaf();
        let method = match Method::of(method) {
            Some(Method::Head) => Some(Method::Get),
            method => method,
        };
        let at = METHODS.iter().position(|known| Some(*known) == method);
        let found = leaf.and_then(|leaf| self.leaves.get(leaf)).zip(at);
        OperationId { operation: found.map_or(0, |(leaf, at)| leaf.operations[at]), leaf }
    }

    /// The names of that.
    pub fn names(&self, id: OperationId) -> OperationNames<'_> {
        OperationNames {
            operation: &self.operations[id.operation].id,
            route: self.template(id).unwrap_or(NONE),
        }
    }

    /// The template of its path; absent where nothing is.
    pub fn template(&self, id: OperationId) -> Option<&str> {
        id.leaf.and_then(|leaf| self.leaves.get(leaf)).map(|leaf| &*leaf.template)
    }

    /// Counts a response.
    pub fn record(&self, id: OperationId, status: http::StatusCode, took: Duration) {
        let operation = &self.operations[id.operation];
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len());
        operation.answers[class - 1].fetch_add(1, Relaxed);
        operation.seconds.record(took);
    }

    /// Counts a request whose client hung up.
    pub fn record_abandoned(&self, id: OperationId) {
        self.operations[id.operation].abandoned.fetch_add(1, Relaxed);
    }

    /// Writes all numbers, as Prometheus reads them.
    pub(crate) fn write(&self, text: &mut String) {
        head(text, REQUESTS, "counter", "Completed requests.");
        for Operation { id, answers, .. } in &self.operations {
            for (class, answers) in CLASSES.iter().zip(answers) {
                let answers = answers.load(Relaxed);
                let _ = writeln!(text, "{REQUESTS}{{operation=\"{id}\",status_class=\"{class}\"}} {answers}");
            }
        }
        head(text, ABANDONED, "counter", "Requests whose clients hung up.");
        for Operation { id, abandoned, .. } in &self.operations {
            let _ = writeln!(text, "{ABANDONED}{{operation=\"{id}\"}} {}", abandoned.load(Relaxed));
        }
        head(text, SECONDS, "histogram", "The time from a request to the beginning of its response.");
        for operation in &self.operations {
            operation.seconds.write(text, SECONDS, &operation.id);
        }
    }
}

/// Writes the head of a metric.
fn head(text: &mut String, metric: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {metric} {help}\n# TYPE {metric} {kind}");
}

// === impl Operation ===

impl Operation {
    fn of(id: String) -> Self {
        Self { id, answers: Default::default(), seconds: Durations::default(), abandoned: AtomicU64::new(0) }
    }
}

// === impl Durations ===

impl Durations {
    fn record(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BUCKETS.iter().take_while(|bound| seconds > **bound).count();
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.sum.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Writes the series of this metric and operation. Each bucket holds those before it, too.
    fn write(&self, text: &mut String, metric: &str, operation: &str) {
        let mut count = 0;
        for (bucket, counted) in self.buckets.iter().enumerate() {
            count += counted.load(Relaxed);
            let bound = BUCKETS.get(bucket).map_or_else(|| "+Inf".to_owned(), f64::to_string);
            let _ = writeln!(text, "{metric}_bucket{{operation=\"{operation}\",le=\"{bound}\"}} {count}");
        }
        let sum = Duration::from_nanos(self.sum.load(Relaxed)).as_secs_f64();
        let _ = writeln!(text, "{metric}_sum{{operation=\"{operation}\"}} {sum}");
        let _ = writeln!(text, "{metric}_count{{operation=\"{operation}\"}} {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_the_bucket_whose_bound_it_does_not_pass_and_in_all_later_ones() {
        let durations = Durations::default();
        for micros in [100, 101, 1_000, 40_000_000] {
            durations.record(Duration::from_micros(micros));
        }
        let mut text = String::new();
        durations.write(&mut text, "m", "getProduct");
        for line in [
            r#"m_bucket{operation="getProduct",le="0.0001"} 1"#,
            r#"m_bucket{operation="getProduct",le="0.00025"} 2"#,
            r#"m_bucket{operation="getProduct",le="0.001"} 3"#,
            r#"m_bucket{operation="getProduct",le="30"} 3"#,
            r#"m_bucket{operation="getProduct",le="+Inf"} 4"#,
            r#"m_sum{operation="getProduct"} 40.001201"#,
            r#"m_count{operation="getProduct"} 4"#,
        ] {
            assert!(text.lines().any(|told| told == line), "{line} is not in {text}");
        }
    }
}
