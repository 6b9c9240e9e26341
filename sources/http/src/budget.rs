//! The budget of retries, so that a service in trouble does not get more requests than before.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The tokens that one request earns. Ten of them pay for one retry: at most a tenth more.
const EARNED: u32 = 1;

/// The tokens that a retry costs.
const COST: u32 = 10;

/// The most tokens that can be saved: ten requests may be retried at once, after a restart of the upstream, say.
const MOST: u32 = 100;

/// A bucket of tokens.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

// === impl Budget ===

impl Budget {
    /// One that is full.
    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(MOST))
    }

    /// A request was sent for the first time.
    pub(crate) fn earn(&self) {
        let _ = self.0.fetch_update(Relaxed, Relaxed, |saved| Some((saved + EARNED).min(MOST)));
    }

    /// Whether a request may be retried, which is paid for by that.
    pub(crate) fn spend(&self) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |saved| saved.checked_sub(COST)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_the_questions_may_be_asked_again() {
        let budget = Budget::full();
        assert_eq!((0..50).filter(|_| budget.spend()).count(), 10);
        let again = (0..1000).filter(|_| {
            budget.earn();
            budget.spend()
        });
        assert_eq!(again.count(), 100);
    }

    #[test]
    fn what_is_saved_is_bounded() {
        let budget = Budget::full();
        (0..10_000).for_each(|_| budget.earn());
        assert_eq!((0..50).filter(|_| budget.spend()).count(), 10);
    }
}
