//! What is found that a deployment does not begin with: nothing is changed.

use super::world::{Sim, settings};
use crate::{Exit, Settings, bundle::Bundle};

#[tokio::test(start_paused = true)]
async fn two_environments_with_the_production_name() {
    let sim = Sim::new();
    sim.state().environments[1].prefix = "shop";
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), told!("two-live").trim_end());
}

#[tokio::test(start_paused = true)]
async fn no_environment_with_the_production_name() {
    let sim = Sim::new();
    sim.state().environments[0].prefix = "other";
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), told!("none-live").trim_end());
}

#[tokio::test(start_paused = true)]
async fn an_environment_that_cannot_be_seen() {
    let sim = Sim::new();
    let environments = ["blue".to_owned(), "red".to_owned()];
    let ended = sim.up_with(2, &sim.world(), &Settings { environments, ..settings() }).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), told!("unseen").trim_end());
}

#[tokio::test(start_paused = true)]
async fn an_environment_that_sets_another_port() {
    let sim = Sim::new();
    let bundle = Bundle { port: 8080, ..super::world::bundle(2) };
    let ended = sim.run(&sim.world(), &settings(), async |run| run.up(&bundle).await.map(drop)).await;
    assert_eq!(ended.exit, Some(Exit::Refused));
    assert_eq!(ended.end(), told!("another-port").trim_end());
    assert!(sim.state().objects.is_empty());
}
