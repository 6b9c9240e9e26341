//! The findings with which a deployment does not begin: nothing is changed.

use super::simulation::{Behaviour, Ended, Mishap, Moment, Sim, settings};
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
async fn the_case_of_a_prefix_does_not_matter() {
    let sim = Sim::new();
    let settings =
        Settings { production_prefix: "Shop".to_owned(), idle_prefix: "SHOP-idle".to_owned(), ..settings() };
    assert_eq!(sim.up_with(2, &sim.ports(), &settings).await.exit, Some(Exit::Done));
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

#[tokio::test(start_paused = true)]
async fn an_environment_whose_properties_or_instances_do_not_fit() {
    for (namespace, name, value, wrong) in [
        (
            "aws:elasticbeanstalk:application:environment",
            "PORT",
            "80",
            "green sets PORT to 80; the bundle's container exposes 5000",
        ),
        (
            "aws:ec2:instances",
            "InstanceTypes",
            "t3.small, t4g.small",
            "green has instances of the type t4g.small, which are arm64; the bundle's program is x86_64",
        ),
    ] {
        let sim = Sim::new();
        sim.state().settings.push((namespace, name, value));
        let ended = sim.up(2).await;
        assert_eq!(ended.exit, Some(Exit::Refused), "{}", ended.lines);
        assert!(ended.end().contains(wrong), "{}", ended.end());
        assert!(sim.state().objects.is_empty());
    }
}

/// Runs with this public URL.
async fn public_url(sim: &Sim, url: &str) -> Ended {
    sim.up_with(2, &sim.ports(), &Settings { public_url: url.to_owned(), ..settings() }).await
}

#[tokio::test(start_paused = true)]
async fn a_public_url_that_does_not_lead_to_the_live_environment() {
    for (url, end) in [
        ("https://typo.example", expected!("public-url-absent")),
        ("https://moved.example", expected!("public-url-redirects")),
    ] {
        let sim = Sim::new();
        let ended = public_url(&sim, url).await;
        assert_eq!(ended.exit, Some(Exit::Refused), "{}", ended.lines);
        assert_eq!(ended.end(), end.trim_end());
        assert_eq!(sim.live_labels(), [super::simulation::bundle(1).label], "it was swapped");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_url_that_leads_nowhere() {
    let sim = Sim::new();
    let idle_url = Some("http://typo.example".to_owned());
    let ended = sim.up_with(2, &sim.ports(), &Settings { idle_url, ..settings() }).await;
    assert_eq!(ended.exit, Some(Exit::Refused), "{}", ended.lines);
    assert!(ended.end().contains("http://typo.example/version does not respond"), "{}", ended.end());
}

#[tokio::test(start_paused = true)]
async fn one_lost_request_is_no_wrong_url() {
    let sim = Sim::new();
    sim.state().mishaps.push((Moment::Of("GET".to_owned(), 1), Mishap::LostUnheard));
    assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
}

#[tokio::test(start_paused = true)]
async fn a_public_url_that_does_not_exist_yet_can_be_skipped() {
    let sim = Sim::new();
    let settings =
        Settings { public_url: "https://soon.example".to_owned(), skip_public_url: true, ..settings() };
    let ended = sim.up_with(2, &sim.ports(), &settings).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(!sim.state().calls.is_empty() && ended.lines.contains("is not needed"), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn a_sick_live_side_is_no_wrong_url() {
    let sim = Sim::new();
    sim.behaves(1, Behaviour::SickWhenLive);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
}
