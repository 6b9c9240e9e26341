//! A deployment without faults, and its text for people.

use super::simulation::{Sim, bundle};
use crate::Exit;

#[tokio::test(start_paused = true)]
async fn a_bundle_goes_live_and_what_happens_is_told() {
    let sim = Sim::new();
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    assert_eq!(ended.lines, expected!("up"));
}

#[tokio::test(start_paused = true)]
async fn what_is_live_already_is_left_alone() {
    let sim = Sim::new();
    sim.up(2).await;
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(ended.lines, expected!("up-again"));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[test]
fn the_readme_shows_what_is_told() {
    let readme = include_str!("../../../README.md");
    for text in [expected!("plan"), expected!("up"), expected!("sick-after-swap")] {
        assert!(readme.contains(text.trim_end()), "{text}");
    }
}
