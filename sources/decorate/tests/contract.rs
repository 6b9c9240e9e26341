//! Memory keeps the contract behind each decorator, and behind all of them.

use std::{sync::Arc, time::Duration};

use ogrom_protocols_fashion_contract::contract_tests;
use ogrom_sources_decorate::{
    Breaker, CacheLimits, Cached, Decorated, Guarded, Guards, Limited, Limits, Observed, Timed, Tolerance,
};
use ogrom_sources_memory::Memory;

const MINUTE: Duration = Duration::from_mins(1);

const GUARDS: Guards = Guards {
    limits: Limits { concurrent: 2, waiting: 100, wait: MINUTE },
    tolerance: Tolerance { failures: 1, open: MINUTE },
    timeout: MINUTE,
};

const CACHE: CacheLimits = CacheLimits { bytes: 1 << 20, max_age: MINUTE, max_stale: MINUTE, fill: MINUTE };

macro_rules! decorated {
    ($($name:ident: $store:ty = $make:expr;)+) => {
        $(mod $name {
            use super::*;

            async fn fresh() -> Box<$store> {
                let make: fn(Arc<Memory>) -> $store = $make;
                Box::new(make(Arc::default()))
            }

            contract_tests!(
                #[tokio::test]
                fresh
            );
        })+
    };
}

decorated! {
    breaker: Decorated<Memory, Breaker> = |memory| Decorated::new(memory, Breaker::new(GUARDS.tolerance));
    cached: Cached<Memory> = |memory| Cached::new(memory, CACHE);
    limited: Decorated<Memory, Limited> = |memory| Decorated::new(memory, Limited::new(GUARDS.limits));
    observed: Decorated<Memory, Observed> = |memory| Decorated::new(memory, Observed);
    timed: Decorated<Memory, Timed> = |memory| Decorated::new(memory, Timed::new(GUARDS.timeout));
    all: Cached<Guarded<Memory>> = |memory| Cached::new(Arc::new(GUARDS.guard(memory)), CACHE);
}
