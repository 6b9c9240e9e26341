//! Instances are processes: with their own environment, ended in time, and checked.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use aws_sdk_elasticbeanstalk::types::EnvironmentHealthStatus;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use serde_json::Value;

use crate::stage::{Stage, TWO_MINUTES, client, get, text, version};

/// The processes of a double in this state, each by its number.
fn processes(state: &Value) -> Vec<Pid> {
    let numbers = state["processes"].as_object().expect("an object").values();
    numbers.filter_map(|number| Pid::from_raw(i32::try_from(number.as_i64()?).ok()?)).collect()
}

/// All of them end by themselves.
async fn end(all: &[Pid]) {
    let begun = Instant::now();
    while all.iter().any(|process| lives(*process)) {
        assert!(begun.elapsed() < Duration::from_secs(30), "they live");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn lives(process: Pid) -> bool {
    test_kill_process(process).is_ok()
}

#[tokio::test]
async fn an_update_ends_the_processes_of_before_on_its_side_alone() {
    let stage = Stage::set().await;
    let before = processes(&stage.double.state());
    assert!(before.len() == 4 && before.iter().all(|process| lives(*process)));
    stage.version("v2", &[]).await;
    stage.deploy("green-side", "v2").await;
    assert_eq!(before.iter().filter(|process| lives(**process)).count(), 2);
    assert_eq!(processes(&stage.double.state()).len(), 4);
}

#[tokio::test]
async fn what_does_not_end_when_it_is_asked_to_is_killed_after_ten_seconds() {
    let stage = Stage::set().await;
    stage.version("v2", &["--stubborn"]).await;
    stage.deploy("green-side", "v2").await;
    let stubborn = processes(&stage.double.state());
    let begun = Instant::now();
    stage.deploy("green-side", "v1").await;
    assert!(begun.elapsed() >= Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(stubborn.iter().filter(|process| lives(**process)).count(), 2);
    assert_eq!(stage.says("green-side", 0).await.as_deref(), Some("v1"));
}

#[tokio::test]
async fn a_process_that_dies_is_seen_by_the_next_check() {
    let stage = Stage::set().await;
    let blue = stage.instance("blue-side", 0).to_string();
    let number = stage.double.state()["processes"][&blue].as_i64().unwrap();
    kill_process(Pid::from_raw(i32::try_from(number).unwrap()).unwrap(), Signal::KILL).unwrap();
    while stage.state("blue-side")["instances"][0]["answers"] == true {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stage.pass(10).await;
    let health = stage.environment("blue-side").await.health_status().cloned();
    assert_eq!(health, Some(EnvironmentHealthStatus::Degraded));
}

#[tokio::test]
async fn nothing_is_left_when_the_double_ends_nor_when_it_is_dropped() {
    let stage = Stage::set().await;
    let all = processes(&stage.double.state());
    stage.double.stop().await;
    assert_eq!(all.iter().filter(|process| lives(**process)).count(), 0);

    let stage = Stage::set().await;
    let all = processes(&stage.double.state());
    drop(stage);
    end(&all).await;
}

#[tokio::test]
async fn what_is_terminated_has_no_process_any_more() {
    let stage = Stage::set().await;
    stage.client.terminate_environment().environment_name("green-side").send().await.unwrap();
    stage.pass(TWO_MINUTES).await;
    assert_eq!(processes(&stage.double.state()).len(), 2);
    assert_eq!(stage.says("blue-side", 1).await.as_deref(), Some("v1"));
}

#[tokio::test]
async fn nothing_is_left_when_the_double_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut double = Command::new(env!("CARGO_BIN_EXE_ogrom-tests-beanstalk"))
        .args(["--clock-speed", "1000", "--bundles"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(double.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let at = told["api"].as_str().unwrap();
    let client = client(at);
    client.create_application().application_name("app").send().await.unwrap();
    version(&client, folder.path(), "v1", &[]).await;
    let create = client.create_environment().application_name("app").environment_name("blue-side");
    create.version_label("v1").send().await.unwrap();
    let mut all = Vec::new();
    while all.len() < 2 {
        let state = text(get(&format!("{at}/double/state")).await.unwrap()).await;
        all = processes(&serde_json::from_str(&state).unwrap());
    }
    assert!(all.iter().all(|process| lives(*process)));
    double.kill().unwrap();
    double.wait().unwrap();
    end(&all).await;
}
