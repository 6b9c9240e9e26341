//! Each call of a run fails once, in each way: the release goes live, or production is as before and the next run
//! goes live.

use std::time::Duration;

use super::simulation::{Mishap, Moment, Sim, bundle};
use crate::Exit;

async fn once(number: usize, response: Mishap) {
    let sim = Sim::new();
    sim.state().mishaps.push((Moment::Number(number), response));
    let first = sim.up(2).await;
    let text = format!("call {number}, {response:?}:\n{}", first.lines);
    // An earlier swap has come to its end by now, unnoticed.
    tokio::time::sleep(Duration::from_secs(20)).await;
    let live = sim.live_labels();
    let (old, new) = (bundle(1).label, bundle(2).label);
    match first.exit.expect("nobody killed it") {
        // A release that is live and was not found to hold needs a person; every other end left production alone.
        Exit::Done | Exit::NeedsPerson => assert_eq!(live, [old.clone(), new.clone()], "{text}"),
        Exit::Refused | Exit::Rejected | Exit::NotDeployed | Exit::SmokeFailed => {
            assert_eq!(live, std::slice::from_ref(&old), "{text}");
            assert!(
                first.lines.contains("Production is untouched")
                    || first.lines.contains("Nothing was changed"),
                "{text}"
            );
        }
        exit => panic!("{exit:?} {text}"),
    }
    if first.exit != Some(Exit::Done) {
        assert!(first.end().contains("Next: "), "{text}");
    }
    let again = sim.up(2).await;
    let text = format!("{text}---\n{}", again.lines);
    assert_eq!(again.exit, Some(Exit::Done), "{text}");
    assert_eq!(sim.live_labels(), [old, new], "{text}");
}

async fn each(response: Mishap) {
    for number in 1..=Sim::usual_calls().await.len() {
        once(number, response).await;
    }
}

#[tokio::test(start_paused = true)]
async fn any_question_can_be_lost() {
    each(Mishap::LostUnheard).await;
}

#[tokio::test(start_paused = true)]
async fn any_answer_can_be_lost() {
    each(Mishap::LostDone).await;
}

#[tokio::test(start_paused = true)]
async fn any_call_can_be_throttled() {
    each(Mishap::Throttled).await;
}

#[tokio::test(start_paused = true)]
async fn any_call_can_be_denied() {
    each(Mishap::Denied).await;
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_done_is_named_with_what_permits_it() {
    let sim = Sim::new();
    sim.fails(crate::Call::UpdateEnvironment, 1, Mishap::Denied);
    let ended = sim.up(2).await;
    assert_eq!(ended.end(), expected!("denied").trim_end());
}
