//! Durations without end are limits that nobody reaches.

use std::{sync::Arc, time::Duration};

use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::{context, parse};
use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, CacheLimits, Resilience};

use crate::{
    Cached, protect,
    tests::gate::{Gate, settle, unavailable},
};

const EVER: Duration = Duration::MAX;

#[tokio::test(start_paused = true)]
async fn the_longest_durations_are_taken() {
    let (source, gate, _) = Gate::over_data().await;
    let resilience = Resilience {
        bulkhead: BulkheadOptions { concurrent: 1, waiting: 1, wait: EVER },
        breaker: BreakerOptions { failures: 1, open: EVER },
        timeout: EVER,
    };
    let kept = CacheLimits { bytes: 1 << 20, max_age: EVER, max_stale: EVER, fill: EVER };
    let source = Cached::new(Arc::new(protect(source, &resilience)), kept);
    gate.hold_reads();
    let ask = |id: &'static str| {
        let source = source.clone();
        tokio::spawn(async move { source.user_by_id(&context(), &parse(id)).await })
    };
    let (ann, ben) = (ask("ann"), ask("ben"));
    settle().await;
    gate.held().await.go();
    gate.held().await.go();
    assert!(ann.await.unwrap().unwrap().is_some() && ben.await.unwrap().unwrap().is_some());
    gate.down(unavailable);
    ask("cleo").await.unwrap().unwrap_err();
    gate.open();
    ask("cleo").await.unwrap().unwrap_err();
    assert!(ask("ann").await.unwrap().unwrap().is_some());
}
