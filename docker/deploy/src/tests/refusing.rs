//! The findings with which a deployment does not begin: nothing is changed.

use super::simulation::{Sim, settings};
use crate::{Exit, Settings, bundle::Bundle};

#[tokio::test(start_paused = true)]
async fn two_environments_with_the_production_name() {
    let sim = Sim::new();
    sim.state().environments[1].prefix = "shop";
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("two-live").trim_end());
}

#[tokio::test(start_paused = true)]
async fn no_environment_with_the_production_name() {
    let sim = Sim::new();
    sim.state().environments[0].prefix = "other";
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("none-live").trim_end());
}

#[tokio::test(start_paused = true)]
async fn an_environment_that_cannot_be_seen() {
    let sim = Sim::new();
    let environments = ["blue".to_owned(), "red".to_owned()];
    let ended = sim.up_with(2, &sim.ports(), &Settings { environments, ..settings() }).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("unseen").trim_end());
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_does_not_exist() {
    let sim = Sim::new();
    sim.state().without_bucket = true;
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Refused), "{}", ended.lines);
    assert_eq!(ended.end(), expected!("no-bucket").trim_end());
    assert!(!ended.lines.contains("lock"), "it is not taken for a lock that is held: {}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn an_environment_that_sets_another_port() {
    let sim = Sim::new();
    let bundle = Bundle { port: 8080, ..super::simulation::bundle(2) };
    let ended = sim.run(&sim.ports(), &settings(), async |run| run.up(&bundle).await.map(drop)).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), expected!("another-port").trim_end());
    assert!(sim.state().objects.is_empty());
}
