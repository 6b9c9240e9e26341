//! The results of a load, in figures.

use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant},
};

use super::Outcome;

/// The figures of a load.
#[derive(Debug, Clone)]
pub struct Report {
    /// How many requests had right responses.
    pub succeeded: usize,
    /// The failures of the others.
    pub failed: Vec<String>,
    /// How many responses named each commit.
    pub commits: BTreeMap<String, usize>,
    /// The longest time without a right response.
    pub longest_gap: Duration,
    /// The longest time of the fastest 99 of 100 right responses.
    pub p99: Duration,
}

// === impl Report ===

impl Report {
    /// The figures of these.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let right = || outcomes.iter().filter(|outcome| outcome.result.is_ok());
        let mut commits = BTreeMap::new();
        for commit in right().filter_map(|outcome| outcome.result.as_ref().ok()?.as_ref()) {
            *commits.entry(commit.clone()).or_default() += 1;
        }
        let mut ends: Vec<Instant> = right().map(|outcome| outcome.ended).collect();
        ends.sort();
        let mut took: Vec<Duration> = right().map(|outcome| outcome.ended - outcome.sent).collect();
        took.sort();
        Self {
            succeeded: took.len(),
            failed: outcomes.iter().filter_map(|outcome| outcome.result.clone().err()).collect(),
            commits,
            longest_gap: ends.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default(),
            p99: took.get(took.len() * 99 / 100).copied().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { succeeded, failed, commits, longest_gap, p99 } = self;
        write!(f, "{succeeded} succeeded, {} failed, ", failed.len())?;
        write!(f, "longest gap {} ms, p99 {} ms", longest_gap.as_millis(), p99.as_millis())?;
        commits.iter().try_for_each(|(commit, count)| write!(f, ", {count} by {commit:.12}"))?;
        failed.iter().take(5).try_for_each(|failed| write!(f, "\n  {failed:.300}"))
    }
}
