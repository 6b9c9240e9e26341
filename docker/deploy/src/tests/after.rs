//! Releases that are live and do not hold: the earlier one serves again, and the message gives the reason.

use super::simulation::{Behaviour, Mishap, Moment, Sim, State, bundle, settings};
use crate::{Call, Exit, Settings, Waits};
use std::time::Duration;

async fn switched_back(behaviour: Behaviour, end: &str) {
    let sim = Sim::new();
    sim.behaves(2, behaviour);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::SwitchedBack), "{}", ended.lines);
    assert_eq!(ended.end(), end.trim_end());
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label, bundle(1).label]);
    let next = sim.up(3).await;
    assert_eq!(next.exit, Some(Exit::Done), "{}", next.lines);
    assert_eq!(sim.live(), bundle(3).label);
}

#[tokio::test(start_paused = true)]
async fn sick_after_the_swap() {
    switched_back(Behaviour::SickWhenLive, expected!("sick-after-swap")).await;
}

#[tokio::test(start_paused = true)]
async fn failing_one_request_in_ten() {
    switched_back(Behaviour::FailsSometimes, expected!("failing-sometimes")).await;
}

#[tokio::test(start_paused = true)]
async fn never_found_under_the_public_name() {
    switched_back(Behaviour::Unreachable, expected!("unreachable")).await;
}

/// The public URL does not respond, before and after, and the live side is too sick for preflight to find out.
#[tokio::test(start_paused = true)]
async fn a_way_back_needs_no_url_that_did_not_respond_before() {
    let sim = Sim::new();
    sim.behaves(1, Behaviour::SickWhenLive);
    sim.behaves(2, Behaviour::Unreachable);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::SwitchedBack), "{}", ended.lines);
    assert!(!ended.lines.contains("is live and does not hold"), "{}", ended.lines);
    assert_eq!(sim.live(), bundle(1).label);
}

#[tokio::test(start_paused = true)]
async fn a_url_that_is_lost_on_the_way_back_is_not_told_of_the_release_that_was_switched_back() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::SickWhenLive);
    sim.before(Moment::of(Call::SwapEnvironmentCNAMEs, 2), |state| {
        state.behaviour.insert(bundle(1).label, Behaviour::Unreachable);
    });
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson), "{}", ended.lines);
    assert_eq!(ended.end(), expected!("url-lost").trim_end());
    let sides = sim.rollback().await;
    assert!(sides.lines.contains("was switched back already"), "{}", sides.lines);
}

#[tokio::test(start_paused = true)]
async fn what_failed_before_as_often_is_no_reason_to_go_back() {
    let sim = Sim::new();
    sim.behaves(1, Behaviour::FailsSometimes);
    sim.behaves(2, Behaviour::FailsSometimes);
    assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
}

#[tokio::test(start_paused = true)]
async fn there_is_no_way_back_to_what_is_not_there_any_more() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::SickWhenLive);
    // Another run deploys to the old side while the new one is watched.
    sim.before(Moment::of(Call::SwapEnvironmentCNAMEs, 1), |state| {
        state.environments[0].label = bundle(9).label;
    });
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson), "{}", ended.lines);
    assert_eq!(ended.end(), expected!("no-way-back-by-itself").trim_end());
    assert_eq!(sim.live(), bundle(2).label);
    let again = sim.up(2).await;
    assert_eq!(again.exit, Some(Exit::NeedsPerson), "{}", again.lines);
    let mended = sim.up(3).await;
    assert_eq!(mended.exit, Some(Exit::Done), "{}", mended.lines);
    assert_eq!(sim.live(), bundle(3).label);
}

#[tokio::test(start_paused = true)]
async fn a_way_back_that_somebody_else_undoes_is_tried_again_by_the_next_run() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::SickWhenLive);
    // The way back is the second swap, and undoes theirs.
    sim.before(Moment::of(Call::SwapEnvironmentCNAMEs, 2), State::exchange);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson), "{}", ended.lines);
    assert_eq!(sim.live(), bundle(2).label);
    let again = sim.up(2).await;
    assert_eq!(again.exit, Some(Exit::SwitchedBack), "{}", again.lines);
    assert_eq!(sim.live(), bundle(1).label);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_told_with_where_production_is() {
    for (seconds, where_it_is) in
        [(60, "Production is untouched"), (200, "green is live, and was not found to hold yet")]
    {
        let sim = Sim::new();
        let settings = settings();
        let waits = Waits { deadline: Duration::from_secs(seconds), ..settings.waits };
        let ended = sim.up_with(2, &sim.ports(), &Settings { waits, ..settings }).await;
        assert_eq!(ended.exit, Some(Exit::Deadline), "{}", ended.lines);
        assert!(ended.end().contains(where_it_is), "{}", ended.lines);
        assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
        assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    }
}

/// After a swap, nobody but this run watches the release.
#[tokio::test(start_paused = true)]
async fn faults_that_pass_are_outlasted_after_the_swap() {
    for call in [Call::DescribeEnvironments, Call::DescribeEnvironmentHealth, Call::PutObject] {
        let calls = Sim::usual_calls().await;
        let swap = calls.iter().position(|call| call == "SwapEnvironmentCNAMEs").expect("there is one");
        let before = calls[..swap].iter().filter(|one| **one == format!("{call:?}")).count();
        let sim = Sim::new();
        // Five minutes, if it asks every ten seconds.
        for number in 1..=150 {
            sim.fails(call, before + number, Mishap::Throttled);
        }
        let ended = sim.up(2).await;
        assert_eq!(ended.exit, Some(Exit::Done), "{call:?}: {}", ended.lines);
        assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    }
}

#[tokio::test(start_paused = true)]
async fn faults_that_do_not_pass_are_waited_for_until_the_deadline() {
    let calls = Sim::usual_calls().await;
    let swap = calls.iter().position(|call| call == "SwapEnvironmentCNAMEs").expect("there is one");
    let before = calls[..swap].iter().filter(|one| *one == "DescribeEnvironments").count();
    let sim = Sim::new();
    for number in 1..=10_000 {
        sim.fails(Call::DescribeEnvironments, before + number, Mishap::Throttled);
    }
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson), "{}", ended.lines);
    assert!(sim.state().now() >= "2026-11-21T11:00:00Z".parse().expect("an instant"), "{}", ended.lines);
}
