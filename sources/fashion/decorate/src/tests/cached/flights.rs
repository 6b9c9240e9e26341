//! One flight per key.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols::{Context, Error, Limit, PageRequest, Result};
use ogrom_protocols_fashion::{CollageQuery, CollageReader, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use super::*;
use crate::tests::gate::{corrupt, unavailable};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_askers_of_one_cold_key_are_one_question() {
    for _ in 0..20 {
        let (source, gate, _) = cache().await;
        gate.hold_reads();
        let askers: Vec<_> = (0..32)
            .map(|_| {
                let source = source.clone();
                tokio::spawn(async move { source.collage_by_id(&context(), &parse("c1")).await })
            })
            .collect();
        gate.held().await.go();
        for asker in askers {
            assert!(asker.await.unwrap().unwrap().is_some());
        }
        assert_eq!(gate.asked(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_fast_the_answer_comes_nobody_asks_again() {
    let (source, gate, _) = cache().await;
    for round in 1..=500 {
        let askers: Vec<_> = (0..8)
            .map(|_| {
                let (source, id) = (source.clone(), parse(&format!("x{round}")));
                tokio::spawn(async move { source.collage_by_id(&context(), &id).await })
            })
            .collect();
        for asker in askers {
            asker.await.unwrap().unwrap();
        }
        assert_eq!(gate.asked(), round);
    }
}

#[tokio::test]
async fn a_page_is_asked_for_once() {
    let (source, gate, _) = cache().await;
    let (query, page) = (CollageQuery::default(), PageRequest::first(Limit::DEFAULT));
    let first = source.collages(&context(), &query, &page).await.unwrap();
    assert_eq!(first.items.len(), 2);
    assert_eq!(source.collages(&context(), &query, &page).await.unwrap(), first);
    assert_eq!(gate.asked(), 1);
    let other = PageRequest::first(Limit::new(1).unwrap());
    assert_eq!(source.collages(&context(), &query, &other).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn what_is_not_there_is_known_too() {
    let (source, gate, _) = cache().await;
    for _ in 0..3 {
        assert_eq!(source.collage_by_id(&context(), &parse("nowhere")).await.unwrap(), None);
    }
    assert_eq!(gate.asked(), 1);
}

#[tokio::test]
async fn a_flight_survives_the_hang_up_of_who_asked_first() {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let first = asker(&source, context()).await;
    let second = asker(&source, context()).await;
    let held = gate.held().await;
    first.abort();
    settle().await;
    held.go();
    assert!(second.await.unwrap().unwrap().is_some());
    assert!(title(&source).await.is_ok());
    assert_eq!(gate.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_flight_that_is_late_is_not_joined() {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let first = asker(&source, context()).await;
    let held = gate.held().await;
    gate.open();
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(title(&source).await.is_ok(), "the source answers again");
    held.fail(unavailable());
    first.await.unwrap().unwrap_err();
    assert!(title(&source).await.is_ok());
    assert_eq!(gate.asked(), 2, "the late answer does not take the place of the other");
}

#[tokio::test(start_paused = true)]
async fn each_asker_waits_until_their_own_deadline_and_the_flight_goes_on() {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let begun = tokio::time::Instant::now();
    let within = |seconds| context().until((begun + Duration::from_secs(seconds)).into_std());
    let hasty = asker(&source, within(1)).await;
    let patient = asker(&source, within(3)).await;
    let held = gate.held().await;
    let answer = hasty.await.unwrap();
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    assert_eq!(begun.elapsed().as_secs(), 1);
    held.go();
    assert!(patient.await.unwrap().unwrap().is_some());
    assert_eq!((begun.elapsed().as_secs(), gate.asked()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_flight_that_never_arrives_is_given_up() {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let begun = tokio::time::Instant::now();
    let answer = tokio::time::timeout(LIMITS.fill * 2, asker(&source, context()).await);
    let answer = answer.await.expect("nobody waits for ever").unwrap();
    assert!(matches!(answer, Err(Error::TimedOut(_))), "{answer:?}");
    assert_eq!(begun.elapsed().as_secs(), LIMITS.fill.as_secs());
    gate.open();
    assert!(title(&source).await.is_ok(), "the next one takes another flight");
}

#[tokio::test]
async fn an_error_is_told_to_all_who_wait_and_is_not_kept() {
    let (source, gate, _) = cache().await;
    gate.hold_reads();
    let askers = [asker(&source, context()).await, asker(&source, context()).await];
    gate.held().await.fail(unavailable());
    for asker in askers {
        let error = asker.await.unwrap().unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        assert_eq!(cause, "the cable is cut");
    }
    gate.down(corrupt);
    assert!(matches!(title(&source).await, Err(Error::Corrupt(_))));
    gate.down(|| Error::refused("it has no way to be asked"));
    assert!(matches!(title(&source).await, Err(Error::Refused(_))));
    gate.open();
    assert!(title(&source).await.is_ok());
    assert_eq!(gate.asked(), 4);
}

/// Has a defect.
struct Defective;

#[async_trait]
impl UserReader for Defective {
    async fn users_by_ids(&self, _: &Context, _: &[UserId]) -> Result<Vec<User>> {
        panic!("a defect")
    }
}

#[tokio::test]
async fn a_defect_of_the_source_leaves_no_key_behind() {
    let source = Cached::new(Arc::new(Defective), LIMITS);
    for _ in 0..2 {
        let answer = source.user_by_id(&context(), &parse("ann")).await;
        assert!(matches!(answer, Err(Error::Corrupt(_))), "{answer:?}");
    }
}
