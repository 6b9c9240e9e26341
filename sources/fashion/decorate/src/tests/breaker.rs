//! The promises of the breaker. The clock is paused.

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Error, Result};
use ogrom_protocols_fashion::{CollageWriter, UserReader};
use ogrom_protocols_fashion_contract::data::{at, context, parse, version};
use ogrom_protocols_fashion_model::User;
use ogrom_sources_decorate::{Breaker, BreakerOptions};
use tokio::{
    task::JoinHandle,
    time::{Instant, advance, sleep},
};

use crate::Decorated;
use crate::tests::gate::{Gate, Gated, Held, corrupt, settle, timed_out, unavailable};

const OPEN: Duration = Duration::from_secs(5);

type Broken = Decorated<Gated, Breaker>;

async fn breaker() -> (Broken, Gate) {
    let (source, gate, _) = Gate::over_data().await;
    (Decorated::new(source, Breaker::new(BreakerOptions { failures: 3, open: OPEN })), gate)
}

async fn ask(source: &Broken) -> Result<Option<User>> {
    source.user_by_id(&context(), &parse("ann")).await
}

async fn fail(source: &Broken, gate: &Gate, error: fn() -> Error, times: usize) {
    gate.down(error);
    for _ in 0..times {
        ask(source).await.unwrap_err();
    }
    gate.open();
}

/// The trial call of a circuit that was open, while the gate holds it.
async fn held_trial(source: &Broken, gate: &Gate) -> (JoinHandle<Result<Option<User>>>, Held) {
    fail(source, gate, unavailable, 3).await;
    advance(OPEN).await;
    gate.hold_reads();
    let source = source.clone();
    let trial = tokio::spawn(async move { ask(&source).await });
    (trial, gate.held().await)
}

/// Asserts that the breaker refused the call, with the time to wait.
#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>, wait: Duration) {
    match answer {
        Err(Error::Unavailable { retry_after, .. }) => assert_eq!(retry_after, Some(wait)),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn failures_in_a_row_open_the_circuit_and_nothing_more_is_asked() {
    let (source, gate) = breaker().await;
    fail(&source, &gate, unavailable, 2).await;
    fail(&source, &gate, timed_out, 1).await;
    advance(OPEN / 5).await;
    refused(ask(&source).await, OPEN * 4 / 5);
    assert_eq!(gate.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_answer_between_failures_keeps_the_circuit_closed() {
    let (source, gate) = breaker().await;
    for _ in 0..3 {
        fail(&source, &gate, unavailable, 2).await;
        assert!(ask(&source).await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn only_a_source_that_is_down_fails() {
    let (source, gate) = breaker().await;
    fail(&source, &gate, corrupt, 10).await;
    for _ in 0..10 {
        let stale = source.delete_collage(&context(), &parse("c1"), version(9), at(60_000)).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
    }
    assert!(ask(&source).await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn one_question_tries_whether_the_source_is_back() {
    let (source, gate) = breaker().await;
    let (trial, held) = held_trial(&source, &gate).await;
    refused(ask(&source).await, OPEN);
    held.go();
    assert!(trial.await.unwrap().unwrap().is_some());
    gate.open();
    assert!(ask(&source).await.unwrap().is_some(), "the circuit is closed");
}

#[tokio::test(start_paused = true)]
async fn a_failed_try_opens_the_circuit_again() {
    let (source, gate) = breaker().await;
    fail(&source, &gate, unavailable, 3).await;
    advance(OPEN).await;
    fail(&source, &gate, unavailable, 1).await;
    assert_eq!(gate.asked(), 4);
    refused(ask(&source).await, OPEN);
    assert_eq!(gate.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_try_that_hangs_keeps_nobody_from_another() {
    let (source, gate) = breaker().await;
    let (trial, held) = held_trial(&source, &gate).await;
    gate.open();
    advance(OPEN).await;
    assert!(ask(&source).await.unwrap().is_some(), "it is back");
    held.fail(timed_out());
    trial.await.unwrap().unwrap_err();
    assert!(ask(&source).await.unwrap().is_some(), "whatever becomes of the one that hangs");
}

#[tokio::test(start_paused = true)]
async fn who_hangs_up_while_trying_makes_room_for_the_next() {
    let (source, gate) = breaker().await;
    let (trial, _held) = held_trial(&source, &gate).await;
    trial.abort();
    settle().await;
    gate.open();
    assert!(ask(&source).await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_before_the_circuit_closed_no_longer_counts() {
    let (source, gate) = breaker().await;
    gate.hold_reads();
    let late: Vec<_> = (0..3)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { ask(&source).await })
        })
        .collect();
    let held = [gate.held().await, gate.held().await, gate.held().await];
    fail(&source, &gate, unavailable, 3).await;
    advance(OPEN).await;
    assert!(ask(&source).await.unwrap().is_some(), "it is back");
    for held in held {
        held.fail(timed_out());
    }
    for late in late {
        late.await.unwrap().unwrap_err();
    }
    assert!(ask(&source).await.unwrap().is_some(), "and stays");
}

#[tokio::test(start_paused = true)]
async fn writes_that_fail_leave_reads_alone() {
    let (source, gate) = breaker().await;
    gate.down(unavailable);
    let delete = async || source.delete_collage(&context(), &parse("c1"), version(1), at(60_000)).await;
    for _ in 0..3 {
        delete().await.unwrap_err();
    }
    gate.open();
    refused(delete().await, OPEN);
    assert!(ask(&source).await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_has_passed_says_nothing_of_the_source() {
    let (source, gate) = breaker().await;
    let hopeless = context().until(Instant::now().into_std());
    for _ in 0..10 {
        let answer = source.user_by_id(&hopeless, &parse("ann")).await;
        assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    }
    assert_eq!(gate.asked(), 0);
    assert!(ask(&source).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_one_tries() {
    let (source, gate, _) = Gate::over_data().await;
    let tolerance = BreakerOptions { failures: 1, open: Duration::from_secs(1) };
    let source = Arc::new(Decorated::new(source, Breaker::new(tolerance)));
    fail(&source, &gate, unavailable, 1).await;
    sleep(tolerance.open).await;
    gate.hold_reads();
    let before = gate.asked();
    let askers: Vec<_> = (0..32)
        .map(|_| {
            let source = Arc::clone(&source);
            tokio::spawn(async move { ask(&source).await.is_ok() })
        })
        .collect();
    let held = gate.held().await;
    // All but the one that is held are refused without waiting for it.
    while askers.iter().filter(|asker| !asker.is_finished()).count() > 1 {
        tokio::task::yield_now().await;
    }
    held.go();
    let mut through = 0;
    for asker in askers {
        through += usize::from(asker.await.unwrap());
    }
    assert_eq!((through, gate.asked() - before), (1, 1));
}
