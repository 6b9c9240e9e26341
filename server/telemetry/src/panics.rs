//! Panics: each is one line of the log, and is counted.

use std::panic::{self, PanicHookInfo};

/// Counts the panics of this process.
pub(crate) const PANICS: &str = "ogrom_panics_total";

/// Installs a panic hook: from now on, a panic is one line of the log, and is counted.
pub fn install_panic_hook() {
    let panics = ::metrics::counter!(PANICS);
    panic::set_hook(Box::new(move |panic| {
        panics.increment(1);
        log(panic);
    }));
}

fn log(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    let words = panic.payload_as_str().unwrap_or("without words");
    tracing::error!(at, cause = words, "panic");
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    #[test]
    fn a_panic_is_counted() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let before = panic::take_hook();
        ::metrics::with_local_recorder(&recorder, install_panic_hook);
        let defects = (0..2).map(|_| panic::catch_unwind(|| panic!("planted")));
        assert!(defects.collect::<Vec<_>>().iter().all(Result::is_err));
        panic::set_hook(before);
        let text = recorder.handle().render();
        assert!(text.contains("ogrom_panics_total 2"), "{text}");
    }
}
