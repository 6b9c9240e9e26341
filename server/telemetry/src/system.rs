//! The system's clock and randomness, which are injected wherever anything depends on them. The free functions are for values
//! that are only ever shown.

use std::time::SystemTime;

use ogrom_protocols::{Clock, IdGenerator};
use ogrom_protocols_model::Timestamp;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

/// Identifiers of 128 random bits, in hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub struct RandomIdentities;

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

/// Randomness for a key.
#[expect(clippy::missing_panics_doc, reason = "the system has randomness once it runs programs")]
pub fn seed() -> [u8; 32] {
    let mut bytes = [0; 32];
    #[expect(clippy::disallowed_methods, reason = "this is the injected randomness")]
    getrandom::fill(&mut bytes).expect("the system has randomness once it runs programs");
    bytes
}

// === impl SystemClock ===

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }
}

// === impl RandomIdentities ===

impl IdGenerator for RandomIdentities {
    fn generate(&self) -> String {
        let mut bytes = [0; 16];
        #[expect(clippy::disallowed_methods, reason = "this is the injected randomness")]
        getrandom::fill(&mut bytes).expect("the system has randomness once it runs programs");
        format!("{:032x}", u128::from_be_bytes(bytes))
    }

    /// Each request takes some, and the system is not asked each time.
    fn random(&self) -> u128 {
        fastrand::u128(..)
    }
}

#[cfg(test)]
mod tests {
    use ogrom_protocols_model::UserId;

    use super::*;

    #[test]
    fn identities_are_fresh_and_valid() {
        let (one, other) = (RandomIdentities.generate(), RandomIdentities.generate());
        assert_ne!(one, other);
        assert!(one.parse::<UserId>().is_ok() && one.len() == 32);
    }
}
