//! A deployment in which nothing goes wrong, and what people read of it.

use super::world::{Sim, bundle};
use crate::Exit;

#[tokio::test(start_paused = true)]
async fn a_bundle_goes_live_and_what_happens_is_told() {
    let sim = Sim::new();
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    assert_eq!(ended.lines, told!("up"));
}

#[tokio::test(start_paused = true)]
async fn what_is_live_already_is_left_alone() {
    let sim = Sim::new();
    sim.up(2).await;
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(ended.lines, told!("up-again"));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[test]
fn the_readme_shows_what_is_told() {
    let readme = include_str!("../../../README.md");
    for told in [told!("plan"), told!("up"), told!("sick-after-swap")] {
        assert!(readme.contains(told.trim_end()), "{told}");
    }
}
