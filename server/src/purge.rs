//! The purge of old idempotency records.

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Clock, Context, IdempotencyStore};
use ogrom_protocols_model::{Locale, Timestamp};

/// How often records are purged.
const EVERY: Duration = Duration::from_hours(1);

/// For how long the response to a request with an `Idempotency-Key` is stored, in milliseconds: a day.
const STORED_FOR: i64 = 24 * 60 * 60 * 1000;

/// Purges old idempotency records every hour, for ever.
pub async fn purge_idempotency_keys(
    store: Arc<dyn IdempotencyStore>,
    clock: Arc<dyn Clock>,
    locale: Arc<Locale>,
) {
    let ctx = Context::new("purge", locale);
    loop {
        let before = Timestamp::from_millis(clock.now().as_millis().saturating_sub(STORED_FOR));
        match store.forget_before(&ctx, before).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old idempotency records are purged"),
            Err(error) => tracing::warn!(%error, "old idempotency records could not be purged"),
        }
        tokio::time::sleep(EVERY).await;
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
        for (key, claimed) in [("old", now - STORED_FOR - 60_000), ("new", now - 60_000)] {
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
