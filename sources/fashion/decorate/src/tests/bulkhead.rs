//! The promises of the bulkhead. The clock is paused.

use std::time::Duration;

use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_fashion::{CollageWriter, UserReader};
use ogrom_protocols_fashion_contract::data::{at, context, parse, version};
use ogrom_protocols_fashion_model::User;
use ogrom_sources_decorate::{Bulkhead, BulkheadOptions};
use tokio::{task::JoinHandle, time::Instant};

use crate::Decorated;
use crate::tests::gate::{Gate, Gated, settle};

const WAIT: Duration = Duration::from_secs(3);

type Narrow = Decorated<Gated, Bulkhead>;

/// One question at once, and one that waits.
async fn narrow() -> (Narrow, Gate) {
    let (source, gate, _) = Gate::over_data().await;
    gate.hold_reads();
    let limits = BulkheadOptions { concurrent: 1, waiting: 1, wait: WAIT };
    (Decorated::new(source, Bulkhead::new(limits)), gate)
}

async fn ask(source: &Narrow, ctx: Context) -> JoinHandle<Result<Option<User>>> {
    let source = source.clone();
    let asker = tokio::spawn(async move { source.user_by_id(&ctx, &parse("ann")).await });
    settle().await;
    asker
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>) {
    match answer {
        Err(Error::Unavailable { retry_after, .. }) => assert_eq!(retry_after, Some(WAIT)),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_place_waits_until_there_is_one() {
    let (source, gate) = narrow().await;
    let first = ask(&source, context()).await;
    let second = ask(&source, context()).await;
    assert_eq!(gate.asked(), 1);
    gate.held().await.go();
    assert!(first.await.unwrap().unwrap().is_some());
    gate.held().await.go();
    assert!(second.await.unwrap().unwrap().is_some());
    assert_eq!(gate.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once() {
    let (source, gate) = narrow().await;
    let (_first, _second) = (ask(&source, context()).await, ask(&source, context()).await);
    let begun = Instant::now();
    refused(ask(&source, context()).await.await.unwrap());
    assert_eq!((begun.elapsed(), gate.asked()), (Duration::ZERO, 1));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_they_may() {
    let (source, gate) = narrow().await;
    let _first = ask(&source, context()).await;
    let begun = Instant::now();
    refused(ask(&source, context()).await.await.unwrap());
    let waited = begun.elapsed();
    assert!((WAIT..WAIT + Duration::from_millis(2)).contains(&waited), "{waited:?}");
    assert_eq!(gate.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_their_deadline() {
    let (source, _gate) = narrow().await;
    let _first = ask(&source, context()).await;
    let begun = Instant::now();
    let soon = context().until((begun + WAIT / 2).into_std());
    let answer = ask(&source, soon).await.await.unwrap();
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    assert!(begun.elapsed() < WAIT);
}

#[tokio::test(start_paused = true)]
async fn who_hangs_up_leaves_their_place() {
    let (source, gate) = narrow().await;
    let (first, second) = (ask(&source, context()).await, ask(&source, context()).await);
    second.abort();
    settle().await;
    let third = ask(&source, context()).await;
    first.abort();
    gate.held().await;
    gate.held().await.go();
    assert!(third.await.unwrap().unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn reads_leave_writes_alone() {
    let (source, _gate) = narrow().await;
    let _reads = (ask(&source, context()).await, ask(&source, context()).await);
    assert!(source.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await.unwrap());
}
