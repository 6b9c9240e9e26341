//! Memory keeps the contract behind each decorator, and behind all of them.

use std::{sync::Arc, time::Duration};

use ogrom_protocols_fashion_contract::contract_tests;
use ogrom_sources_decorate::{
    Breaker, BreakerOptions, Bulkhead, BulkheadOptions, CacheLimits, Instrumented, Resilience, Timeout,
};
use ogrom_sources_fashion_decorate::{Cached, Decorated, Resilient, protect};
use ogrom_sources_fashion_memory::Memory;

const MINUTE: Duration = Duration::from_mins(1);

const RESILIENCE: Resilience = Resilience {
    bulkhead: BulkheadOptions { concurrent: 2, waiting: 100, wait: MINUTE },
    breaker: BreakerOptions { failures: 1, open: MINUTE },
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
    breaker: Decorated<Memory, Breaker> = |memory| Decorated::new(memory, Breaker::new(RESILIENCE.breaker));
    cached: Cached<Memory> = |memory| Cached::new(memory, CACHE);
    bulkhead: Decorated<Memory, Bulkhead> = |memory| Decorated::new(memory, Bulkhead::new(RESILIENCE.bulkhead));
    instrumented: Decorated<Memory, Instrumented> = |memory| Decorated::new(memory, Instrumented);
    timeout: Decorated<Memory, Timeout> = |memory| Decorated::new(memory, Timeout::new(RESILIENCE.timeout));
    all: Cached<Resilient<Memory>> = |memory| Cached::new(Arc::new(protect(memory, &RESILIENCE)), CACHE);
}
