//! The purge of what is remembered for a while: idempotency records and tombstones.

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Clock, Context, IdempotencyStore, Result, TombstoneStore};
use ogrom_protocols_model::{Locale, Timestamp};

/// How often records are purged.
const EVERY: Duration = Duration::from_hours(1);

/// For how long the response to a request with an `Idempotency-Key` is stored.
const STORED_FOR: Duration = Duration::from_hours(24);

/// Purges old idempotency records every hour, for ever.
pub async fn purge_idempotency_keys(
    store: Arc<dyn IdempotencyStore>,
    clock: Arc<dyn Clock>,
    locale: Arc<Locale>,
) {
    let ctx = Context::new("purge", locale);
    loop {
        let before = past(STORED_FOR, &*clock);
        report("idempotency records", store.forget_before(&ctx, before).await);
        tokio::time::sleep(EVERY).await;
    }
}

/// Purges every hour, for ever, the tombstones that are older than this.
pub async fn purge_tombstones(
    store: Arc<dyn TombstoneStore>,
    age: Duration,
    clock: Arc<dyn Clock>,
    locale: Arc<Locale>,
) {
    let ctx = Context::new("purge", locale);
    loop {
        report("tombstones", store.forget_deleted_before(&ctx, past(age, &*clock)).await);
        tokio::time::sleep(EVERY).await;
    }
}

/// So long ago.
fn past(age: Duration, clock: &dyn Clock) -> Timestamp {
    let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(clock.now().as_millis().saturating_sub(age))
}

fn report(records: &str, forgotten: Result<u64>) {
    match forgotten {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!(forgotten, "old {records} are purged"),
        Err(error) => tracing::warn!(%error, "old {records} could not be purged"),
    }
}

#[cfg(test)]
mod tests {
    use ogrom_protocols::{Claim, IdempotencyKey};
    use ogrom_sources_memory::IdempotencyMemory;

    use super::*;
    use crate::system::SystemClock;

    #[tokio::test]
    async fn yesterdays_requests_are_forgotten_and_todays_are_not() {
        let (memory, clock) = (IdempotencyMemory::default(), SystemClock);
        let locale: Arc<Locale> = Arc::new("en-GB; GBP".parse().unwrap());
        let ctx = Context::new("test", Arc::clone(&locale));
        let request = |key: &str| IdempotencyKey {
            user: "lena".parse().unwrap(),
            key: key.to_owned(),
            fingerprint: "f".to_owned(),
        };
        let lease = Duration::from_secs(1_000_000);
        let now = clock.now().as_millis();
        for (key, claimed) in [("old", now - 24 * 60 * 60 * 1000 - 60_000), ("new", now - 60_000)] {
            memory.claim(&ctx, &request(key), Timestamp::from_millis(claimed), lease).await.unwrap();
        }
        let purge = purge_idempotency_keys(Arc::new(memory.clone()), Arc::new(clock), locale);
        let round = tokio::time::timeout(Duration::from_millis(50), purge).await;
        assert!(round.is_err(), "it goes on");
        for (key, claim) in [("old", Claim::Granted), ("new", Claim::InFlight)] {
            assert_eq!(memory.claim(&ctx, &request(key), clock.now(), lease).await.unwrap(), claim, "{key}");
        }
    }
}
