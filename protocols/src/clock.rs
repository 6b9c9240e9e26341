//! Time, as an argument.

use ogrom_protocols_model::Timestamp;

/// The time. A service has one that reads the system's clock; a test has one that it moves by hand.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}
