//! Releases that fail on the idle side: production is not affected, and the message names the cause.

use super::simulation::{Behaviour, Cut, Mishap, Moment, Sim, Under, bundle};
use crate::{Call, Exit};

async fn ends(behaviour: Behaviour, exit: Exit, end: &str) {
    let sim = Sim::new();
    sim.behaves(2, behaviour);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(exit), "{}", ended.lines);
    assert_eq!(ended.end(), end.trim_end());
    assert_eq!(sim.live_labels(), [bundle(1).label]);
    // Traces of an earlier attempt on the instances do not count against the next one.
    sim.state().behaviour.clear();
    let same = sim.up(2).await;
    if exit == Exit::Rejected {
        assert_eq!(same.exit, Some(Exit::Rejected), "{}", same.lines);
    } else {
        assert_eq!(same.exit, Some(Exit::Done), "{}", same.lines);
    }
    let next = sim.up(3).await;
    assert_eq!(next.exit, Some(Exit::Done), "{}", next.lines);
    assert_eq!(sim.live(), bundle(3).label);
}

#[tokio::test(start_paused = true)]
async fn a_broken_image() {
    ends(Behaviour::Broken, Exit::NotDeployed, expected!("broken-image")).await;
}

#[tokio::test(start_paused = true)]
async fn an_environment_that_is_ready_with_what_it_had() {
    ends(Behaviour::SilentlyGone, Exit::NotDeployed, expected!("silently-gone")).await;
}

#[tokio::test(start_paused = true)]
async fn one_sick_instance_of_two() {
    ends(Behaviour::HalfDeployed, Exit::NotDeployed, expected!("half-deployed")).await;
}

#[tokio::test(start_paused = true)]
async fn an_update_that_never_ends() {
    ends(Behaviour::Stuck, Exit::NotDeployed, expected!("stuck")).await;
}

#[tokio::test(start_paused = true)]
async fn a_version_that_beanstalk_refuses() {
    ends(Behaviour::Malformed, Exit::Rejected, expected!("malformed")).await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_version_whose_reason_may_not_be_read() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::Malformed);
    sim.fails(Call::DescribeEvents, 1, Mishap::Denied);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Rejected));
    let why = "the reason cannot be read: elasticbeanstalk:DescribeEvents is not permitted";
    assert!(ended.end().contains(why), "{}", ended.end());
}

#[tokio::test(start_paused = true)]
async fn a_release_that_cannot_read() {
    ends(Behaviour::CannotRead, Exit::SmokeFailed, expected!("cannot-read")).await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_boot_is_waited_for() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::Slow);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(ended.lines.contains("… its health is Info"), "{}", ended.lines);
    assert!(ended.lines.contains("green: Application deployment in progress."), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn the_idle_side_is_not_touched_while_somebody_uses_it() {
    let sim = Sim::new();
    sim.state().environments[1].stragglers = 300;
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::NotDeployed));
    assert_eq!(ended.end(), expected!("idle-in-use").trim_end());
    assert_eq!(sim.state().environments[1].label, bundle(0).label);
}

#[tokio::test(start_paused = true)]
async fn stragglers_are_waited_for() {
    let sim = Sim::new();
    sim.state().environments[1].stragglers = 300;
    sim.before(Moment::of(Call::DescribeEnvironmentHealth, 4), |state| state.environments[1].stragglers = 3);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(ended.lines.contains("drain-gate  green is no longer in use"), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn an_update_of_somebody_else_is_waited_for_and_never_aborted() {
    let sim = Sim::new();
    {
        let mut state = sim.state();
        let since = state.now();
        let under = Under {
            label: bundle(0).label,
            since,
            request: "theirs".to_owned(),
            aborting: false,
            begun: false,
        };
        state.environments[1].update = Some(under);
    }
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(!sim.state().calls.iter().any(|call| call == "AbortEnvironmentUpdate"));
    assert!(
        ended.lines.contains("green is Updating, and takes updates only when it is Ready"),
        "{}",
        ended.lines
    );
}

#[tokio::test(start_paused = true)]
async fn an_update_that_a_killed_run_began_is_aborted_for_another_release() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::Stuck);
    assert_eq!(sim.up(2).await.exit, Some(Exit::NotDeployed));
    let ended = sim.up(3).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    let text = "aborted the update of green to 0.1.2-000000000002-00000002, which an earlier run began";
    assert!(ended.lines.contains(text), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn another_version_of_the_same_label_is_refused() {
    let sim = Sim::new();
    sim.up(2).await;
    let label = bundle(3).label;
    {
        let mut state = sim.state();
        let mut other = state.versions[&bundle(2).label].clone();
        other.label.clone_from(&label);
        state.versions.insert(label.clone(), other);
    }
    let ended = sim.up(3).await;
    assert_eq!(ended.exit, Some(Exit::Rejected));
    assert_eq!(ended.end(), expected!("another-bundle").trim_end());
}

#[tokio::test(start_paused = true)]
async fn an_update_that_has_failed_on_an_instance_is_no_update_to_wait_for() {
    let sim = Sim::new();
    sim.behaves(2, Behaviour::Stuck);
    let calls = Sim::usual_calls().await;
    let update = calls.iter().position(|call| call == "UpdateEnvironment").expect("there is one");
    sim.state().cut = Some(Cut { at: update + 1, happens: true, signal: false });
    assert_eq!(sim.up(2).await.exit, None);
    sim.before(Moment::of(Call::DescribeInstancesHealth, 2), |state| {
        state.environments[1].instances = [(bundle(2).label, "In Progress"), (bundle(2).label, "Failed")];
        state.environments[1].deployments += 1;
    });
    sim.before(Moment::of(Call::AbortEnvironmentUpdate, 1), |state| state.behaviour.clear());
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(ended.lines.contains("aborted the update of green"), "{}", ended.lines);
}
