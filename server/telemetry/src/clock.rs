//! The system's clock and random numbers, for values that are only ever shown.

use std::time::SystemTime;

/// The present time, for values that are only ever shown, such as the time of a log line. Everything that decides by the
/// time asks the injected `Clock`.
pub fn now() -> SystemTime {
    #[expect(clippy::disallowed_methods, reason = "nothing depends on it but what people read")]
    SystemTime::now()
}

/// A number that names a span, and nothing else: it may be guessed, and is never 0.
#[cfg(feature = "otlp")]
pub(crate) fn span() -> u64 {
    fastrand::u64(1..)
}
