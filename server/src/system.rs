//! The system's clock and randomness, which are injected wherever anything depends on them.

use std::time::SystemTime;

use ogrom_protocols::{Clock, IdGenerator};
use ogrom_protocols_model::Timestamp;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

/// Identifiers of 128 random bits, in hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub struct RandomIdentities;

/// Randomness for a key.
pub(crate) fn seed() -> [u8; 32] {
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
