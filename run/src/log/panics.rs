//! Panics: one line each, which the log has like any other, and a number.

use std::panic::{self, PanicHookInfo};

/// Counts the panics of this process.
pub(crate) const PANICS: &str = "ogrom_panics_total";

/// From now on, a panic is a line of the log instead of several beside it, and is counted.
pub fn tell_of_panics() {
    let panics = metrics::counter!(PANICS);
    panic::set_hook(Box::new(move |panic| {
        panics.increment(1);
        tell(panic);
    }));
}

fn tell(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    let words = panic.payload_as_str().unwrap_or("without words");
    tracing::error!(at, cause = words, "a defect: the program panicked");
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn a_panic_is_counted() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let before = panic::take_hook();
        metrics::with_local_recorder(&recorder, tell_of_panics);
        let defects = (0..2).map(|_| panic::catch_unwind(|| panic!("planted")));
        assert!(defects.collect::<Vec<_>>().iter().all(Result::is_err));
        panic::set_hook(before);
        let text = recorder.handle().render();
        assert!(text.contains("ogrom_panics_total 2"), "{text}");
    }
}
