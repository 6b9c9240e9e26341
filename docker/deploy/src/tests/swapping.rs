//! The swap: known and unknown results, and what others do meanwhile.

use std::sync::Arc;

use async_trait::async_trait;

use super::simulation::{Mishap, Moment, Sim, State, bundle, settings};
use crate::{
    Call, ControlPlane, Environment, Event, EventQuery, Exit, Fault, FaultKind, Health, Instance, NewVersion,
    Ports, Setting, Version,
};

#[tokio::test(start_paused = true)]
async fn a_swap_whose_answer_is_lost_is_not_undone() {
    let sim = Sim::new();
    sim.fails(Call::SwapEnvironmentCNAMEs, 1, Mishap::LostDone);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    assert!(ended.lines.contains("green is live, though the response was lost"), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn a_swap_that_was_never_heard_of_is_asked_for_again() {
    let sim = Sim::new();
    sim.fails(Call::SwapEnvironmentCNAMEs, 1, Mishap::LostUnheard);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    assert!(ended.lines.contains("blue is still live: it did not happen"), "{}", ended.lines);
}

/// The behaviour of the client with retries on.
struct Retrying(Sim);

#[async_trait]
impl ControlPlane for Retrying {
    async fn environments(&self) -> Result<Vec<Environment>, Fault> {
        self.0.environments().await
    }
    async fn settings(&self, environment: &str) -> Result<Vec<Setting>, Fault> {
        self.0.settings(environment).await
    }
    async fn health(&self, environment: &str) -> Result<Health, Fault> {
        self.0.health(environment).await
    }
    async fn instances(&self, environment: &str) -> Result<Vec<Instance>, Fault> {
        self.0.instances(environment).await
    }
    async fn events(&self, query: &EventQuery) -> Result<Vec<Event>, Fault> {
        self.0.events(query).await
    }
    async fn versions(&self, label: Option<&str>) -> Result<Vec<Version>, Fault> {
        self.0.versions(label).await
    }
    async fn create_version(&self, version: &NewVersion) -> Result<(), Fault> {
        self.0.create_version(version).await
    }
    async fn delete_version(&self, label: &str) -> Result<(), Fault> {
        self.0.delete_version(label).await
    }
    async fn update(&self, environment: &str, label: &str) -> Result<Option<String>, Fault> {
        self.0.update(environment, label).await
    }
    async fn abort(&self, environment: &str) -> Result<(), Fault> {
        self.0.abort(environment).await
    }
    async fn swap(&self, from: &str, to: &str) -> Result<(), Fault> {
        loop {
            match self.0.swap(from, to).await {
                Ok(()) => return Ok(()),
                Err(Fault { kind: FaultKind::Lost | FaultKind::Refused, .. }) => {
                    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// The control of the tests above: were the swap sent again by itself, this is how they would end.
#[tokio::test(start_paused = true)]
async fn a_swap_that_is_retried_blindly_undoes_itself() {
    let sim = Sim::new();
    sim.fails(Call::SwapEnvironmentCNAMEs, 1, Mishap::LostDone);
    let ports = Ports { control: Arc::new(Retrying(sim.clone())), ..sim.ports() };
    let ended = sim.up_with(2, &ports, &settings()).await;
    assert_ne!(sim.live_labels(), [bundle(1).label, bundle(2).label], "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_swap_at_the_same_time_is_told_and_not_fought() {
    let sim = Sim::new();
    // Ours undoes theirs.
    sim.before(Moment::of(Call::SwapEnvironmentCNAMEs, 1), State::exchange);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson));
    assert_eq!(ended.end(), expected!("somebody-else").trim_end());
    assert_eq!(sim.live(), bundle(1).label);
    assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_swap_before_ours_is_taken_for_ours() {
    let calls = Sim::usual_calls().await;
    let swap = calls.iter().position(|call| call == "SwapEnvironmentCNAMEs").expect("there is one");
    let recheck =
        calls[..swap].iter().rposition(|call| call == "DescribeEnvironments").expect("there is one");
    let sim = Sim::new();
    sim.before(Moment::Number(recheck + 1), State::exchange);
    sim.before(Moment::of(Call::SwapEnvironmentCNAMEs, 1), |_| panic!("nothing is left to swap"));
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
    assert!(ended.lines.contains("another run or a person has made green live meanwhile"), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn a_swap_back_by_somebody_else_while_the_release_is_watched_is_told() {
    let sim = Sim::new();
    let calls = Sim::usual_calls().await;
    let swap = calls.iter().position(|call| call == "SwapEnvironmentCNAMEs").expect("there is one");
    let after = calls[swap..].iter().filter(|call| *call == "DescribeEnvironments").count();
    let looks = calls.iter().filter(|call| *call == "DescribeEnvironments").count();
    sim.before(Moment::of(Call::DescribeEnvironments, looks - after / 2), State::exchange);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NeedsPerson), "{}", ended.lines);
    assert!(
        ended.end().starts_with(
            "Another run or a person has made blue live meanwhile, with 0.1.1-000000000001-00000001."
        ),
        "{}",
        ended.lines
    );
    assert_eq!(sim.live(), bundle(1).label);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_swap_is_asked_for_again() {
    let sim = Sim::new();
    sim.fails(Call::SwapEnvironmentCNAMEs, 1, Mishap::Throttled);
    assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[tokio::test(start_paused = true)]
async fn a_swap_that_is_not_permitted_leaves_production_alone() {
    let sim = Sim::new();
    sim.fails(Call::SwapEnvironmentCNAMEs, 1, Mishap::Denied);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NotDeployed));
    assert!(ended.end().contains("Production is untouched: blue is live"), "{}", ended.end());
    assert_eq!(sim.live_labels(), [bundle(1).label]);
}
