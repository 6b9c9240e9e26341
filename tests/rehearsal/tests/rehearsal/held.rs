//! A release waits on the idle side, and goes live later: clients notice nothing.

use ogrom_tests_rehearsal::stage::{ENVIRONMENTS, Stage};

use crate::{Ended, PROGRAMS, unnoticed};

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_held_release_is_promoted_unnoticed_even_by_a_run_that_is_killed() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let bundle = second.bundle.to_string_lossy().into_owned();
    let hold = || stage.run(&["up", "--hold", &bundle]);
    unnoticed("held", &stage, &[&stage.first], hold).ended(0, &["was tested", "promote"]);
    assert_eq!(stage.live(), ENVIRONMENTS[0]);
    unnoticed("promoted, killed at the swap, and again", &stage, &[&stage.first, &second], || {
        let mut killed = stage.start(&["promote"]);
        assert!(killed.comes_to("swap", "begins"), "{:#?}", killed.end());
        killed.kill();
        stage.run(&["promote"])
    })
    .ended(0, &[]);
    assert_eq!(stage.live(), ENVIRONMENTS[1]);
    stage.run(&["promote"]).ended(3, &["No release is held"]);
}
