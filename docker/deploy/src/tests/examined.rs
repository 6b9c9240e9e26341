//! `doctor`: what is there, and the next step for what is not.

use super::simulation::{Sim, settings};
use crate::{Call, Fault, FaultKind, Settings};

async fn doctor(sim: &Sim, settings: &Settings, account: Result<String, Fault>) -> (bool, String) {
    let mut found = (false, String::new());
    sim.run(&sim.ports(), settings, async |run| {
        let diagnosis = run.doctor(account).await;
        found = (diagnosis.is_well(), diagnosis.to_string());
        Ok(())
    })
    .await;
    found
}

fn account() -> String {
    "123456789012".to_owned()
}

#[tokio::test(start_paused = true)]
async fn all_is_there() {
    let sim = Sim::new();
    let (is_well, text) = doctor(&sim, &settings(), Ok(account())).await;
    assert_eq!(text, expected!("doctor"));
    assert!(is_well);
    assert!(sim.state().objects.is_empty(), "it changes nothing");
}

#[tokio::test(start_paused = true)]
async fn each_thing_that_is_missing_has_a_next_step() {
    let sim = Sim::new();
    sim.state().without_bucket = true;
    let settings = Settings { public_url: "https://typo.example".to_owned(), ..settings() };
    let (is_well, text) = doctor(&sim, &settings, Ok(account())).await;
    assert_eq!(text, expected!("doctor-wrong"));
    assert!(!is_well);
}

#[tokio::test(start_paused = true)]
async fn without_credentials_nothing_else_is_looked_at() {
    let sim = Sim::new();
    let fault = Fault::new(Call::GetCallerIdentity, FaultKind::Expired, "ExpiredToken: it has expired");
    let (is_well, text) = doctor(&sim, &settings(), Err(fault)).await;
    assert!(!is_well && text.contains("Next: sign in again") && !text.contains("bucket"), "{text}");
    assert!(sim.state().calls.is_empty());
}
