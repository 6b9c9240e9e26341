//! Requests in numbers: by operation and by class of status, each number found by its index.

use std::{collections::HashMap, fmt::Write, time::Duration};

use ::metrics::{Counter, counter};
use ogrom_core::mount::{Mounted, Route};
use ogrom_core_resource::Method;

use super::durations::Durations;

/// Counts the answers, by `operation` and by `status_class`.
pub(crate) const REQUESTS: &str = "ogrom_http_requests_total";

/// How long it took until an answer began, in seconds, by `operation`.
pub(crate) const SECONDS: &str = "ogrom_http_request_seconds";

/// Counts the requests that nobody waited for any more, by `operation`.
pub(crate) const ABANDONED: &str = "ogrom_http_abandoned_total";

/// The classes of status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// What is asked where nothing is, or with a method that is not there. Whatever strangers invent, it is one label.
const NONE: &str = "none";

/// The methods by which operations are told apart; HEAD is GET, and OPTIONS asks for none.
const METHODS: [Method; 5] = [Method::Get, Method::Put, Method::Patch, Method::Post, Method::Delete];

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

/// The numbers of one operation.
pub(crate) struct Operation {
    pub(crate) id: String,
    answers: [Counter; CLASSES.len()],
    seconds: Durations,
    abandoned: Counter,
}

// === impl Requests ===

impl Requests {
    /// The numbers of this table's operations, by the identifiers that the document gives them. Where several endpoints
    /// are of one kind, they share them. To be made once the recorder is there.
    pub fn of(routes: &Mounted) -> Self {
        let mut operations = vec![Operation::of(NONE.to_owned())];
        let mut known = HashMap::new();
        let leaves = routes.leaves().map(|(template, endpoint)| {
            let description = endpoint.describe();
            let operation = |method| {
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
            let mut operation = operation;
            Leaf { template, operations: METHODS.map(|method| operation(method).unwrap_or_default()) }
        });
        let leaves = leaves.collect();
        Self { operations, leaves }
    }

    /// The number of the operation that a request asks for.
    pub(crate) fn number(&self, route: &Route, method: &http::Method) -> usize {
        let leaf = route.leaf().and_then(|leaf| self.leaves.get(leaf));
        let method = match Method::of(method) {
            Some(Method::Head) => Some(Method::Get),
            method => method,
        };
        let at = METHODS.iter().position(|known| Some(*known) == method);
        leaf.zip(at).map_or(0, |(leaf, at)| leaf.operations[at])
    }

    pub(crate) fn operation(&self, number: usize) -> &Operation {
        &self.operations[number]
    }

    /// Writes how long they took, as Prometheus reads it.
    pub(super) fn write(&self, text: &mut String) {
        let _ = writeln!(text, "# HELP {SECONDS} How long it took until the answer to a request began.");
        let _ = writeln!(text, "# TYPE {SECONDS} histogram");
        for operation in &self.operations {
            operation.seconds.write(text, SECONDS, &operation.id);
        }
    }

    /// The template of a path.
    pub(crate) fn template(&self, leaf: Option<usize>) -> &str {
        leaf.and_then(|leaf| self.leaves.get(leaf)).map_or(NONE, |leaf| &leaf.template)
    }
}

// === impl Operation ===

impl Operation {
    fn of(id: String) -> Self {
        let counter = |class| counter!(REQUESTS, "operation" => id.clone(), "status_class" => class);
        Self {
            answers: CLASSES.map(counter),
            seconds: Durations::default(),
            abandoned: counter!(ABANDONED, "operation" => id.clone()),
            id,
        }
    }

    pub(crate) fn answered(&self, status: http::StatusCode, took: Duration) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len());
        self.answers[class - 1].increment(1);
        self.seconds.record(took);
    }

    pub(crate) fn abandoned(&self) {
        self.abandoned.increment(1);
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Operation").field(&self.id).finish()
    }
}
