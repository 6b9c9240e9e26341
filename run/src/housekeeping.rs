//! What the service does now and then, whether anybody asks or not.

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Clock, Context, IdempotencyStore};
use ogrom_protocols_model::{Locale, Timestamp};

/// How often it is done.
const EVERY: Duration = Duration::from_hours(1);

/// For how long the answer to a request with an `Idempotency-Key` is kept, in milliseconds: a day.
const ANSWERS_ARE_KEPT: i64 = 24 * 60 * 60 * 1000;

/// Forgets old answers, for ever.
pub async fn keep_house(store: Arc<dyn IdempotencyStore>, clock: Arc<dyn Clock>, locale: Arc<Locale>) {
    let ctx = Context::new("housekeeping", locale);
    loop {
        let before = Timestamp::from_millis(clock.now().as_millis().saturating_sub(ANSWERS_ARE_KEPT));
        match store.forget_before(&ctx, before).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old answers are forgotten"),
            Err(error) => tracing::warn!(%error, "old answers could not be forgotten"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use ogrom_protocols::{Claim, OnceRequest};
    use ogrom_sources_memory::Memory;

    use super::*;
    use crate::system::SystemClock;

    #[tokio::test]
    async fn yesterdays_requests_are_forgotten_and_todays_are_not() {
        let (memory, clock) = (Memory::default(), SystemClock);
        let locale: Arc<Locale> = Arc::new("en-GB; GBP".parse().unwrap());
        let ctx = Context::new("test", Arc::clone(&locale));
        let request = |key: &str| OnceRequest {
            user: "lena".parse().unwrap(),
            key: key.to_owned(),
            fingerprint: "f".to_owned(),
        };
        let lease = Duration::from_secs(1_000_000);
        let now = clock.now().as_millis();
        for (key, claimed) in [("old", now - ANSWERS_ARE_KEPT - 60_000), ("new", now - 60_000)] {
            memory.claim(&ctx, &request(key), Timestamp::from_millis(claimed), lease).await.unwrap();
        }
        let house = keep_house(Arc::new(memory.clone()), Arc::new(clock), locale);
        let round = tokio::time::timeout(Duration::from_millis(50), house).await;
        assert!(round.is_err(), "it goes on");
        for (key, claim) in [("old", Claim::Granted), ("new", Claim::InFlight)] {
            assert_eq!(memory.claim(&ctx, &request(key), clock.now(), lease).await.unwrap(), claim, "{key}");
        }
    }
}
