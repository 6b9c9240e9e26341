//! A run is killed at any call, before or after the call has taken effect, and then a second run follows.

use super::simulation::{Behaviour, Cut, LOCK, Sim, bundle};
use crate::Exit;

async fn calls() -> usize {
    Sim::usual_calls().await.len()
}

#[tokio::test(start_paused = true)]
async fn killed_at_any_call_and_run_again_it_goes_live_exactly_once() {
    let mut killed = 0;
    for at in 1..=calls().await {
        for happens in [false, true] {
            let sim = Sim::new();
            sim.state().cut = Some(Cut { at, happens, signal: false });
            let first = sim.up(2).await;
            killed += u32::from(first.exit.is_none());
            let again = sim.up(2).await;
            let text = format!("call {at}, {happens}:\n{}\n---\n{}", first.lines, again.lines);
            assert_eq!(again.exit, Some(Exit::Done), "{text}");
            assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label], "{text}");
            assert!(!sim.state().objects.contains_key(LOCK), "the lock is left behind: {text}");
        }
    }
    assert!(killed > 200, "only {killed} runs were killed");
}

#[tokio::test(start_paused = true)]
async fn killed_at_any_call_the_next_release_goes_live_all_the_same() {
    for at in 1..=calls().await {
        let sim = Sim::new();
        sim.state().cut = Some(Cut { at, happens: true, signal: false });
        let first = sim.up(2).await;
        let next = sim.up(3).await;
        let text = format!("call {at}:\n{}\n---\n{}", first.lines, next.lines);
        assert_eq!(next.exit, Some(Exit::Done), "{text}");
        assert_eq!(sim.live(), bundle(3).label, "{text}");
        let swaps = sim.state().production.len() - 1;
        assert!(swaps <= 2, "{swaps} swaps: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn killed_twice_it_goes_live_exactly_once() {
    let calls = calls().await;
    for at in (1..=calls).step_by(3) {
        let sim = Sim::new();
        sim.state().cut = Some(Cut { at, happens: true, signal: false });
        sim.up(2).await;
        let so_far = sim.state().calls.len();
        sim.state().cut = Some(Cut { at: so_far + at % 40 + 1, happens: true, signal: false });
        let second = sim.up(2).await;
        let third = sim.up(2).await;
        let text = format!("call {at}:\n{}\n---\n{}", second.lines, third.lines);
        assert_eq!(third.exit, Some(Exit::Done), "{text}");
        assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label], "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn killed_on_the_way_back_and_run_again_by_the_next_release_it_ends_right() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::SickWhenLive);
    assert_eq!(sim.up(2).await.exit, Some(Exit::SwitchedBack));
    let calls = sim.state().calls.len();
    for at in (1..=calls).rev().take(80) {
        let sim = Sim::new();
        sim.behaves(2, Behaviour::SickWhenLive);
        sim.state().cut = Some(Cut { at, happens: true, signal: false });
        let first = sim.up(2).await;
        let again = sim.up(2).await;
        let text = format!("call {at}:\n{}\n---\n{}", first.lines, again.lines);
        assert_eq!(again.exit, Some(Exit::SwitchedBack), "{text}");
        assert_eq!(sim.live(), bundle(1).label, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn interrupted_at_any_call_it_leaves_no_lock() {
    for at in 1..=calls().await {
        for happens in [false, true] {
            let sim = Sim::new();
            sim.state().cut = Some(Cut { at, happens, signal: true });
            let first = sim.up(2).await;
            let text = format!("call {at}, {happens}:\n{}", first.lines);
            assert_eq!(first.exit, Some(Exit::Interrupted), "{text}");
            assert!(!sim.state().objects.contains_key(LOCK), "the lock is left behind: {text}");
        }
    }
}
