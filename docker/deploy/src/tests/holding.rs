//! `up --hold` and `promote`: a release waits on the idle side, and goes live later.

use super::simulation::{Behaviour, Cut, LOCK, Mishap, Moment, Sim, State, bundle};
use crate::Exit;

/// A world in which the second release is held.
async fn held() -> Sim {
    let sim = Sim::new();
    let ended = sim.hold(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    sim
}

#[tokio::test(start_paused = true)]
async fn a_held_release_is_deployed_and_tested_and_not_live() {
    let sim = Sim::new();
    let ended = sim.hold(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(ended.end(), expected!("held").trim_end());
    assert_eq!(sim.live_labels(), [bundle(1).label]);
    assert_eq!(sim.state().environments[1].label, bundle(2).label);
    assert!(!sim.state().objects.contains_key(LOCK));
}

#[tokio::test(start_paused = true)]
async fn a_held_release_goes_live_by_promote() {
    let sim = held().await;
    let ended = sim.promote().await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert_eq!(ended.end(), expected!("promoted").trim_end());
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    let back = sim.rollback().await;
    assert_eq!(back.exit, Some(Exit::Done), "{}", back.lines);
}

#[tokio::test(start_paused = true)]
async fn a_held_release_goes_live_by_up_as_well_and_another_one_replaces_it() {
    let sim = held().await;
    assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
    assert_eq!(sim.live(), bundle(2).label);
    assert_eq!(sim.hold(3).await.exit, Some(Exit::Done));
    assert_eq!(sim.hold(4).await.exit, Some(Exit::Done));
    assert_eq!(sim.promote().await.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels().last(), Some(&bundle(4).label));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_held_is_not_promoted() {
    let sim = Sim::new();
    let nothing = sim.promote().await;
    assert_eq!(nothing.exit, Some(Exit::Refused), "{}", nothing.lines);
    assert!(nothing.end().starts_with("No release is held: nothing was deployed yet."), "{}", nothing.end());
    sim.up(2).await;
    assert_eq!(sim.promote().await.exit, Some(Exit::Refused));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[tokio::test(start_paused = true)]
async fn what_has_changed_since_is_not_promoted() {
    let changes: [fn(&mut State); 3] = [
        |state| state.environments[1].instances[0] = (bundle(9).label, "Deployed"),
        |state| state.environments[0].label = bundle(9).label,
        State::exchange,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let sim = held().await;
        change(&mut sim.state());
        let swaps = sim.live_labels().len();
        let ended = sim.promote().await;
        assert_eq!(ended.exit, Some(Exit::Refused), "{number}: {}", ended.lines);
        assert_eq!(sim.live_labels().len(), swaps, "{number}: {}", ended.lines);
    }
}

#[tokio::test(start_paused = true)]
async fn a_release_that_fails_its_test_stays_held_and_one_that_does_not_hold_is_switched_back() {
    let sim = held().await;
    sim.behaves(2, Behaviour::CannotRead);
    assert_eq!(sim.promote().await.exit, Some(Exit::SmokeFailed));
    sim.behaves(2, Behaviour::SickWhenLive);
    assert_eq!(sim.promote().await.exit, Some(Exit::SwitchedBack));
    assert_eq!(sim.live(), bundle(1).label);
}

#[tokio::test(start_paused = true)]
async fn a_swap_whose_response_is_lost_is_not_undone() {
    let sim = held().await;
    sim.state().mishaps.push((Moment::of(crate::Call::SwapEnvironmentCNAMEs, 1), Mishap::LostDone));
    assert_eq!(sim.promote().await.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[tokio::test(start_paused = true)]
async fn killed_at_any_call_and_run_again_it_is_promoted_exactly_once() {
    let sim = held().await;
    let before = sim.state().calls.len();
    assert_eq!(sim.promote().await.exit, Some(Exit::Done));
    let calls = sim.state().calls.len();
    for at in before + 1..=calls {
        for happens in [false, true] {
            let sim = held().await;
            sim.state().cut = Some(Cut { at, happens, signal: false });
            let first = sim.promote().await;
            assert_eq!(first.exit, None);
            let again = sim.promote().await;
            let text = format!("call {at}, {happens}:\n{}\n---\n{}", first.lines, again.lines);
            assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label], "{text}");
            let was_done = again.lines.contains("and has ended");
            assert_eq!(again.exit, Some(if was_done { Exit::Refused } else { Exit::Done }), "{text}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn killed_at_any_call_and_held_again_it_is_held() {
    let sim = Sim::new();
    assert_eq!(sim.hold(2).await.exit, Some(Exit::Done));
    let calls = sim.state().calls.len();
    for at in 1..=calls {
        let sim = Sim::new();
        sim.state().cut = Some(Cut { at, happens: true, signal: false });
        sim.hold(2).await;
        let again = sim.hold(2).await;
        assert_eq!(again.exit, Some(Exit::Done), "call {at}: {}", again.lines);
        assert_eq!(sim.live_labels(), [bundle(1).label], "call {at}");
        assert_eq!(sim.promote().await.exit, Some(Exit::Done), "call {at}");
    }
}
