//! Concurrent deployments, and responses that are lost on the way.

use std::{thread, time::Duration};

use ogrom_tests_rehearsal::stage::{ENVIRONMENTS, Stage};
use serde_json::json;

use crate::{Ended, PROGRAMS, unnoticed};

#[test]
#[ignore = "long: ./test --rehearsal"]
fn of_two_who_deploy_at_once_one_waits() {
    let stage = Stage::new(PROGRAMS);
    let (second, third) = (stage.version(1), stage.version(2));
    let deployed = [&stage.first, &second, &third];
    unnoticed("two at once, one waits", &stage, &deployed, || {
        let mut one = stage.start(&["up", &second.bundle.to_string_lossy()]);
        assert!(one.comes_to("lock", "done"), "{:?}", one.end());
        let other = stage.start(&["--lock-wait", "1m", "up", &third.bundle.to_string_lossy()]);
        one.end().ended(0, &[]);
        other.end()
    })
    .ended(0, &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn who_will_not_wait_is_told_who_deploys() {
    let stage = Stage::new(PROGRAMS);
    let (second, third) = (stage.version(1), stage.version(2));
    unnoticed("two at once, one is refused", &stage, &[&stage.first, &second], || {
        let mut one = stage.start(&["--owner", "the first", "up", &second.bundle.to_string_lossy()]);
        assert!(one.comes_to("lock", "done"), "{:?}", one.end());
        let refused = stage.run(&["--lock-wait", "500ms", "up", &third.bundle.to_string_lossy()]);
        refused.ended(75, &["the first holds the lock", &second.label, "Nothing was changed", "unlock"]);
        one.end()
    })
    .ended(0, &[]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn the_lock_of_somebody_who_is_gone_expires() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    unnoticed("an expired lock", &stage, &[&stage.first, &second], || {
        let mut gone = stage.start(&["--owner", "who is gone", "up", &second.bundle.to_string_lossy()]);
        assert!(gone.comes_to("lock", "done"), "{:?}", gone.end());
        gone.kill();
        thread::sleep(Duration::from_secs(4));
        stage.run(&["--lock-wait", "0s", "up", &second.bundle.to_string_lossy()])
    })
    .ended(0, &["taken over from who is gone"]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_swap_whose_answer_is_lost_is_not_swapped_back() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    stage.beanstalk.fault(&json!({ "what": "swap-applied-answer-lost" }));
    let deployed = [&stage.first, &second];
    let words = ["though the response was lost"];
    unnoticed("the response to the swap is lost", &stage, &deployed, || stage.up(&second)).ended(0, &words);
    assert_eq!(stage.live(), ENVIRONMENTS[1]);
}

/// Two swaps cancel out: the tool's own makes the old version live again, and it must not swap once more to correct
/// that.
#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_swap_by_somebody_else_needs_a_person() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    stage.beanstalk.fault(&json!({ "what": "swap-by-somebody-else" }));
    let words = ["nother run or a person has", "find out who did; then"];
    unnoticed("another caller swaps, too", &stage, &[&stage.first], || stage.up(&second)).ended(7, &words);
    let deployed = [&stage.first, &second];
    unnoticed("  and deployed again", &stage, &deployed, || stage.up(&second)).ended(0, &[]);
}
