//! Old answers.

use ogrom_protocols::Error;
use tokio::time::advance;

use super::*;
use crate::tests::gate::{corrupt, timed_out, unavailable};

const A_BIT: Duration = Duration::from_millis(1);

#[tokio::test(start_paused = true)]
async fn what_is_too_old_is_asked_for_again() {
    let (source, gate, memory) = cache().await;
    assert_eq!(title(&source).await.unwrap(), None);
    rename(&memory, 1, "Elsewhere").await.unwrap();
    advance(LIMITS.max_age).await;
    assert_eq!(title(&source).await.unwrap(), None, "the age is not passed");
    advance(A_BIT).await;
    assert_eq!(title(&source).await.unwrap().as_deref(), Some("Elsewhere"));
    assert_eq!(gate.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_is_down_leaves_the_old_answer() {
    for error in [unavailable, timed_out] {
        let (source, gate, _) = cache().await;
        rename(&source, 1, "Old").await.unwrap();
        title(&source).await.unwrap();
        gate.down(error);
        advance(LIMITS.max_age + LIMITS.max_stale).await;
        assert_eq!(title(&source).await.unwrap().as_deref(), Some("Old"));
        advance(A_BIT).await;
        assert!(title(&source).await.is_err(), "it is too old for anybody");
    }
}

#[tokio::test(start_paused = true)]
async fn who_runs_out_of_time_gets_the_old_answer() {
    let (source, gate, _) = cache().await;
    rename(&source, 1, "Old").await.unwrap();
    title(&source).await.unwrap();
    advance(LIMITS.max_age + A_BIT).await;
    gate.hold_reads();
    let soon = tokio::time::Instant::now() + Duration::from_secs(1);
    let answer = asker(&source, context().until(soon.into_std())).await.await.unwrap();
    assert_eq!(answer.unwrap().unwrap().title.as_deref(), Some("Old"));
}

#[tokio::test(start_paused = true)]
async fn a_source_that_answers_nonsense_is_not_down() {
    let (source, gate, _) = cache().await;
    title(&source).await.unwrap();
    gate.down(corrupt);
    advance(LIMITS.max_age + A_BIT).await;
    assert!(matches!(title(&source).await, Err(Error::Corrupt(_))));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_too_old_is_not_asked_for_while_the_source_is_down() {
    let (source, gate, _) = cache().await;
    title(&source).await.unwrap();
    gate.down(unavailable);
    assert!(title(&source).await.is_ok());
    assert_eq!(gate.asked(), 1);
}
