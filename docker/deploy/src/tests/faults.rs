//! Each call of a run fails once, in each way: it goes live, or production is as it was and a run after that goes live.

use std::time::Duration;

use super::world::{Answer, Moment, Sim, bundle};
use crate::Exit;

async fn once(number: usize, answer: Answer) {
    let sim = Sim::new();
    sim.state().mishaps.push((Moment::Number(number), answer));
    let first = sim.up(2).await;
    let told = format!("call {number}, {answer:?}:\n{}", first.lines);
    // A swap that nobody waited for has come to its end by now.
    tokio::time::sleep(Duration::from_secs(20)).await;
    let live = sim.live_labels();
    let (old, new) = (bundle(1).label, bundle(2).label);
    match first.exit.expect("nobody killed it") {
        // What is live and was not found to hold asks for a person; everything else left production alone.
        Exit::Done | Exit::NeedsPerson => assert_eq!(live, [old.clone(), new.clone()], "{told}"),
        Exit::Refused | Exit::Rejected | Exit::NotDeployed | Exit::SmokeFailed => {
            assert_eq!(live, std::slice::from_ref(&old), "{told}");
            assert!(
                first.lines.contains("Production is untouched")
                    || first.lines.contains("Nothing was changed"),
                "{told}"
            );
        }
        exit => panic!("{exit:?} {told}"),
    }
    if first.exit != Some(Exit::Done) {
        assert!(first.end().contains("Next: "), "{told}");
    }
    let again = sim.up(2).await;
    let told = format!("{told}---\n{}", again.lines);
    assert_eq!(again.exit, Some(Exit::Done), "{told}");
    assert_eq!(sim.live_labels(), [old, new], "{told}");
}

async fn each(answer: Answer) {
    for number in 1..=Sim::usual_calls().await.len() {
        once(number, answer).await;
    }
}

#[tokio::test(start_paused = true)]
async fn any_question_can_be_lost() {
    each(Answer::LostUnheard).await;
}

#[tokio::test(start_paused = true)]
async fn any_answer_can_be_lost() {
    each(Answer::LostDone).await;
}

#[tokio::test(start_paused = true)]
async fn any_call_can_be_throttled() {
    each(Answer::Throttled).await;
}

#[tokio::test(start_paused = true)]
async fn any_call_can_be_denied() {
    each(Answer::Denied).await;
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_done_is_named_with_what_permits_it() {
    let sim = Sim::new();
    sim.answers(crate::Call::UpdateEnvironment, 1, Answer::Denied);
    let ended = sim.up(2).await;
    assert_eq!(ended.end(), told!("denied").trim_end());
}
