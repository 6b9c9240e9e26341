//! Why the policies stand in their order. The clock is paused.

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Error, Result};
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::{context, parse};
use ogrom_protocols_fashion_model::User;
use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, Resilience};
use tokio::{task::JoinHandle, time::Instant};

use crate::{
    Resilient, protect,
    tests::gate::{Gate, Gated, settle},
};

const RESILIENCE: Resilience = Resilience {
    bulkhead: BulkheadOptions { concurrent: 1, waiting: 1, wait: Duration::from_secs(1) },
    breaker: BreakerOptions { failures: 2, open: Duration::from_secs(10) },
    timeout: Duration::from_secs(5),
};

async fn guarded() -> (Resilient<Gated>, Gate) {
    let (source, gate, _) = Gate::over_data().await;
    gate.hold_reads();
    (protect(Arc::clone(&source), &RESILIENCE), gate)
}

async fn ask(source: &Resilient<Gated>) -> JoinHandle<Result<Option<User>>> {
    let source = source.clone();
    let asker = tokio::spawn(async move { source.user_by_id(&context(), &parse("ann")).await });
    settle().await;
    asker
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_place_opens_no_circuit() {
    let (source, gate) = guarded().await;
    let first = ask(&source).await;
    for _ in 0..3 {
        let refused = ask(&source).await.await.unwrap();
        assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    }
    gate.held().await.go();
    gate.open();
    assert!(first.await.unwrap().unwrap().is_some());
    assert!(ask(&source).await.await.unwrap().unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_source_that_hangs_opens_the_circuit() {
    let (source, gate) = guarded().await;
    for _ in 0..2 {
        let hung = ask(&source).await.await.unwrap();
        assert!(matches!(hung, Err(Error::TimedOut(_))), "{hung:?}");
    }
    let begun = Instant::now();
    let refused = ask(&source).await.await.unwrap();
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    assert_eq!((begun.elapsed(), gate.asked()), (Duration::ZERO, 2));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_place_is_part_of_the_time() {
    let (source, gate) = guarded().await;
    let _first = ask(&source).await;
    let begun = Instant::now();
    let second = ask(&source).await;
    tokio::time::advance(Duration::from_millis(900)).await;
    gate.held().await.go();
    let answer = second.await.unwrap();
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    assert_eq!(begun.elapsed().as_secs(), RESILIENCE.timeout.as_secs());
}
