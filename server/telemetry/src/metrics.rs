//! All metrics of the process: recorded where they arise, and written as Prometheus reads them.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use ogrom_core_resource::graph;
use ogrom_sources_decorate as decorate;

use crate::{Build, log, panics, process};

/// How often recorded values are put into their buckets. Until then they take room.
const UPKEEP: Duration = Duration::from_secs(5);

/// The bounds of the times of requests and of source calls, in seconds: from a cache hit to a timeout.
pub(crate) const SECONDS: [f64; 14] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Says which release runs, as the labels of the number 1.
const BUILD: &str = "ogrom_build_info";

/// How many requests are being handled.
pub(crate) const IN_FLIGHT: &str = "ogrom_http_requests_in_flight";

/// How walks through the decision graph ended, by the last decision, its answer and the status.
const DECISIONS: &str = "ogrom_decisions_total";

/// How many lines of the log were dropped.
const LOG_DROPPED: &str = "ogrom_log_lines_dropped_total";

/// The prefix of metrics in the code. The page has the name of the service in its place.
const PREFIX: &str = "ogrom";

/// Sets metrics that are looked up when the page is read, or writes their lines by itself.
type ScrapeHook = Box<dyn Fn(&mut String) + Send + Sync>;

/// The metrics of this process. Its clones are the same.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    /// The prefix on the page.
    prefix: Arc<str>,
    collectors: Arc<Mutex<Vec<ScrapeHook>>>,
}

/// Why metrics cannot be recorded.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded")]
pub struct InstallError(#[from] BuildError);

// === impl Metrics ===

impl Metrics {
    /// Installs the recorder of this process, which runs this build. Must be called before anything is made that counts, and
    /// within a runtime, where a task puts recorded values into their buckets.
    pub fn install(build: &Build) -> Result<Self, InstallError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .build_recorder();
        let handle = recorder.handle();
        // A test that serves more than once in one process has the metrics of all in the first.
        let _ = ::metrics::set_global_recorder(recorder);
        describe();
        gauge!(BUILD, "version" => build.version, "commit" => build.commit()).set(1);
        let collectors: Vec<ScrapeHook> = vec![Box::new(|_| process::collect()), Box::new(|_| collect())];
        let upkept = handle.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                upkept.run_upkeep();
            }
        });
        let prefix = build.name.replace(|c: char| !c.is_ascii_alphanumeric(), "_").into();
        Ok(Self { handle, prefix, collectors: Arc::new(Mutex::new(collectors)) })
    }

    /// Registers a collector, which is called whenever the metrics are read: it sets metrics, or writes lines by itself.
    pub fn register(&self, collector: impl Fn(&mut String) + Send + Sync + 'static) {
        self.lock().push(Box::new(collector));
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn lock(&self) -> MutexGuard<'_, Vec<ScrapeHook>> {
        self.collectors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of them, in the text format of Prometheus. Each name begins with that of the service.
    pub fn text(&self) -> String {
        let mut written = String::new();
        self.lock().iter().for_each(|collect| collect(&mut written));
        prefixed(self.handle.render() + &written, &self.prefix)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// The same metrics with this prefix. A name stands at the beginning of a line, or after `# HELP ` or `# TYPE `.
fn prefixed(text: String, prefix: &str) -> String {
    if prefix == PREFIX {
        return text;
    }
    let name = |line: &str| {
        ["# HELP ", "# TYPE ", ""].into_iter().find_map(|head| {
            let rest = line.strip_prefix(head)?.strip_prefix(PREFIX)?;
            Some(format!("{head}{prefix}{rest}"))
        })
    };
    text.split_inclusive('\n').map(|line| name(line).unwrap_or_else(|| line.to_owned())).collect()
}

/// Sets what is counted elsewhere.
fn collect() {
    counter!(LOG_DROPPED).absolute(log::dropped());
    for ends in graph::ends() {
        let status = ends.status.map_or_else(|| "fault".to_owned(), |status| status.to_string());
        let answer = ends.answer.map_or_else(|| "Fault".to_owned(), |answer| format!("{answer:?}"));
        let decision = format!("{:?}", ends.decision);
        counter!(DECISIONS, "decision" => decision, "answer" => answer, "status" => status)
            .absolute(ends.count);
    }
}

/// Describes each metric.
fn describe() {
    use ::metrics::Unit::Seconds;
    describe_gauge!(BUILD, "Always 1; its labels say which release runs.");
    describe_gauge!(IN_FLIGHT, "Requests in flight.");
    describe_counter!(DECISIONS, "How requests ended in the decision graph.");
    describe_counter!(panics::PANICS, "Defects that ended a request or a task.");
    describe_counter!(LOG_DROPPED, "Lines of the log that were dropped because stderr was not read.");
    #[cfg(feature = "otlp")]
    describe_counter!(crate::otlp::SPANS, "Spans for the collector, by whether it took them.");
    describe_counter!(decorate::CALLS, "Calls of the sources, by how they ended.");
    describe_histogram!(decorate::SECONDS, Seconds, "How long calls of the sources took.");
    describe_counter!(decorate::LOOKUPS, "Lookups in the cache, by what was found.");
    describe_gauge!(decorate::CIRCUIT, "Whether the circuit to the sources is open.");
    describe_gauge!(decorate::WAITING, "Calls that wait for a place among those that run at once.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_begins_with_that_of_the_service_and_nothing_else_changes() {
        let text = "# HELP ogrom_a_total As ogrom_a counts.\n# TYPE ogrom_a_total counter\nogrom_a_total{x=\"ogrom_b\"} 1\n\n\
                    process_x 2\n";
        let named = "# HELP notes_a_total As ogrom_a counts.\n# TYPE notes_a_total counter\nnotes_a_total{x=\"ogrom_b\"} 1\n\n\
                     process_x 2\n";
        assert_eq!(prefixed(text.to_owned(), "notes"), named);
        assert_eq!(prefixed(text.to_owned(), PREFIX), text);
    }
}
