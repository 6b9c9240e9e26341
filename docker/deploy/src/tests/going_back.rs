//! `rollback`: the environment that was live before is live again, if it still runs the same.

use super::simulation::{Cut, Sim, bundle};
use crate::Exit;

#[tokio::test(start_paused = true)]
async fn what_was_live_before_is_live_again() {
    let sim = Sim::new();
    sim.up(2).await;
    let ended = sim.rollback().await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label, bundle(1).label]);
    assert_eq!(ended.end(), expected!("rollback").trim_end());
}

#[tokio::test(start_paused = true)]
async fn going_back_twice_is_refused() {
    let sim = Sim::new();
    sim.up(2).await;
    sim.rollback().await;
    let ended = sim.rollback().await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("rollback-twice").trim_end());
}

#[tokio::test(start_paused = true)]
async fn there_is_no_way_back_to_what_was_replaced() {
    let sim = Sim::new();
    sim.up(2).await;
    sim.state().environments[0].label = bundle(9).label;
    let ended = sim.rollback().await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("rollback-replaced").trim_end());
    assert_eq!(sim.live(), bundle(2).label);
}

#[tokio::test(start_paused = true)]
async fn killed_at_any_call_and_run_again_it_has_gone_back_exactly_once() {
    let sim = Sim::new();
    sim.up(2).await;
    let before = sim.state().calls.len();
    sim.rollback().await;
    let calls = sim.state().calls.len();
    for at in before + 1..=calls {
        for happens in [false, true] {
            let sim = Sim::new();
            sim.up(2).await;
            sim.state().cut = Some(Cut { at, happens, signal: false });
            let first = sim.rollback().await;
            assert_eq!(first.exit, None);
            let again = sim.rollback().await;
            let text = format!("call {at}, {happens}:\n{}\n---\n{}", first.lines, again.lines);
            assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label, bundle(1).label], "{text}");
            let done = again.lines.contains("was switched back already");
            assert_eq!(again.exit, Some(if done { Exit::Refused } else { Exit::Done }), "{text}");
        }
    }
}
