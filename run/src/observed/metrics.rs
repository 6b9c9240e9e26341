//! All numbers of the process: recorded by whoever has them, and written as Prometheus reads them.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use ogrom_core_resource::graph;
use ogrom_sources_decorate as decorate;

use crate::{health, log, observed::process};

/// How often what was recorded is put into its buckets. Until then it takes room.
const UPKEEP: Duration = Duration::from_secs(5);

/// The bounds of the times of requests and of questions, in seconds: from what the cache answers to what is given up.
pub(super) const SECONDS: [f64; 14] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Says which release runs, as the labels of the number 1.
const BUILD: &str = "ogrom_build_info";

/// How many requests are being answered.
pub(super) const IN_FLIGHT: &str = "ogrom_http_requests_in_flight";

/// How walks through the decision graph ended, by the last question, its answer and the status.
pub(super) const DECISIONS: &str = "ogrom_decisions_total";

/// How many lines of the log were dropped.
pub(super) const LOG_DROPPED: &str = "ogrom_log_lines_dropped_total";

/// The connections to a database, by pool and state.
const CONNECTIONS: &str = "ogrom_database_connections";

/// Sets numbers that are looked up when somebody asks for all of them, or writes them by itself.
type Sample = Box<dyn Fn(&mut String) + Send + Sync>;

/// The numbers of this process.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    samples: Arc<Mutex<Vec<Sample>>>,
}

// === impl Metrics ===

impl Metrics {
    /// Has all numbers of this process, built from this commit, recorded from now on. To be called before anything is made
    /// that counts, and within a runtime, which has what was recorded put into its buckets.
    pub(crate) fn install(commit: Option<&'static str>) -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .build_recorder();
        let handle = recorder.handle();
        // A test that serves more than once in one process has the numbers of all in the first.
        let _ = ::metrics::set_global_recorder(recorder);
        describe();
        gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION"), "commit" => health::known(commit)).set(1);
        let samples: Vec<Sample> = vec![Box::new(|_| process::sample()), Box::new(|_| sample())];
        let kept_up = handle.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                kept_up.run_upkeep();
            }
        });
        Ok(Self { handle, samples: Arc::new(Mutex::new(samples)) })
    }

    /// Has these numbers set, too, when somebody asks for all of them.
    pub(crate) fn also(&self, sample: impl Fn(&mut String) + Send + Sync + 'static) {
        self.lock().push(Box::new(sample));
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn lock(&self) -> MutexGuard<'_, Vec<Sample>> {
        self.samples.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of them, in the text format of Prometheus.
    pub fn text(&self) -> String {
        let mut written = String::new();
        self.lock().iter().for_each(|sample| sample(&mut written));
        self.handle.render() + &written
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// What is counted elsewhere.
fn sample() {
    counter!(LOG_DROPPED).absolute(log::dropped());
    for ends in graph::ends() {
        let status = ends.status.map_or_else(|| "fault".to_owned(), |status| status.to_string());
        let answer = ends.answer.map_or_else(|| "Fault".to_owned(), |answer| format!("{answer:?}"));
        let decision = format!("{:?}", ends.decision);
        counter!(DECISIONS, "decision" => decision, "answer" => answer, "status" => status)
            .absolute(ends.count);
    }
}

/// Sets the numbers of the connections of a database.
pub(crate) fn pools(pools: &[ogrom_sources_sql::Pool]) {
    for pool in pools {
        for (state, number) in [("open", pool.open), ("idle", pool.idle), ("most", pool.most)] {
            gauge!(CONNECTIONS, "pool" => pool.name, "state" => state).set(number);
        }
    }
}

/// Says what each number is.
fn describe() {
    use ::metrics::Unit::Seconds;
    describe_gauge!(BUILD, "Always 1; its labels say which release runs.");
    describe_gauge!(IN_FLIGHT, "Requests that are being answered.");
    describe_counter!(DECISIONS, "How requests ended in the decision graph.");
    describe_counter!(log::PANICS, "Defects that ended a request or a task.");
    describe_counter!(LOG_DROPPED, "Lines of the log that were dropped because nobody read them.");
    #[cfg(feature = "otlp")]
    describe_counter!(super::otlp::SPANS, "Spans for the collector, by whether it took them.");
    describe_gauge!(CONNECTIONS, "Connections to the database.");
    describe_counter!(decorate::QUESTIONS, "Questions to the sources, by how they ended.");
    describe_histogram!(decorate::SECONDS, Seconds, "How long questions to the sources took.");
    describe_counter!(decorate::LOOKUPS, "Questions to the cache, by what was found.");
    describe_gauge!(decorate::CIRCUIT, "Whether the circuit to the sources is open.");
    describe_gauge!(decorate::WAITING, "Questions that wait for a place among those that are asked at once.");
}
