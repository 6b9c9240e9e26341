//! Durations in buckets, as Prometheus counts them: one addition to one of some numbers, and one to their sum.
//!
//! The recorder's own histograms keep each value until it is sorted into its bucket, which costs a request twenty times as much.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use crate::metrics::SECONDS;

/// How many durations there were, by bucket; the last is of what is longer than all bounds.
#[derive(Debug, Default)]
pub(crate) struct Durations {
    buckets: [AtomicU64; SECONDS.len() + 1],
    /// In nanoseconds: enough for five hundred years.
    sum: AtomicU64,
}

// === impl Durations ===

impl Durations {
    pub(crate) fn record(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = SECONDS.iter().take_while(|bound| seconds > **bound).count();
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.sum.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Writes the series of this metric and operation. Each bucket holds those before it, too.
    pub(crate) fn write(&self, text: &mut String, metric: &str, operation: &str) {
        let mut count = 0;
        for (bucket, counted) in self.buckets.iter().enumerate() {
            count += counted.load(Relaxed);
            let bound = SECONDS.get(bucket).map_or_else(|| "+Inf".to_owned(), f64::to_string);
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
