//! One deployment at a time.

use std::time::Duration;

use super::simulation::{Cut, Ended, LOCK, Moment, Object, Sim, State, bundle, settings};
use crate::{Call, Exit, Settings, Waits};

/// The lock of another run.
const LENA: &str = r#"{"deployment":"x","owner":"lena","doing":"up","since":"2026-11-21T10:00:00Z","until":"2026-11-21T12:00:00Z"}"#;

/// Puts this lock in the place of the present one.
fn plant_lock(state: &mut State, lock: &str) {
    let tag = state.next_tag();
    let object = Object { bytes: lock.into(), tag, digest: None };
    state.objects.insert(LOCK.to_owned(), object);
}

async fn unlock(sim: &Sim, force: bool) -> (Ended, String) {
    let mut text = String::new();
    let (ports, settings) = (sim.ports(), settings());
    let ended = sim
        .run(&ports, &settings, async |run| {
            text = run.unlock(force).await?;
            Ok(())
        })
        .await;
    (ended, text)
}

#[tokio::test(start_paused = true)]
async fn of_two_at_once_one_is_told_who_the_other_is() {
    let sim = Sim::new();
    let (ports, settings) = (sim.ports(), settings());
    let late = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        sim.up_with(3, &ports, &settings).await
    };
    let (one, two) = tokio::join!(sim.up_with(2, &ports, &settings), late);
    assert_eq!(one.exit, Some(Exit::Done), "{}", one.lines);
    assert_eq!(two.exit, Some(Exit::Locked), "{}", two.lines);
    assert_eq!(two.end(), expected!("locked").trim_end());
    assert_eq!(sim.live_labels(), [bundle(1).label, bundle(2).label]);
}

#[tokio::test(start_paused = true)]
async fn of_two_at_once_one_waits_if_it_has_the_time() {
    let sim = Sim::new();
    let (ports, settings) = (sim.ports(), settings());
    let with_retries = Waits { lock_wait: Duration::from_mins(30), ..settings.waits };
    let other = Settings { waits: with_retries, ..settings.clone() };
    let late = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        sim.up_with(3, &ports, &other).await
    };
    let (one, two) = tokio::join!(sim.up_with(2, &ports, &settings), late);
    assert_eq!(
        (one.exit, two.exit),
        (Some(Exit::Done), Some(Exit::Done)),
        "{}\n---\n{}",
        one.lines,
        two.lines
    );
    assert_eq!(sim.live(), bundle(3).label);
    assert_eq!(sim.state().production.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_lock_of_a_killed_run_expires_and_is_taken_over() {
    let sim = Sim::new();
    sim.state().cut = Some(Cut { at: 20, happens: true, signal: false });
    assert_eq!(sim.up(2).await.exit, None);
    let ended = sim.up(2).await;
    assert_eq!(ended.exit, Some(Exit::Done));
    let taken = "lock        held by ci; taken over from ci, whose lock expired 0:00 ago in 'up 0.1.2-000000000002-00000002'";
    assert!(ended.lines.contains(taken), "{}", ended.lines);
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_was_taken_over_stops_the_run_before_its_next_change() {
    let calls = Sim::usual_calls().await;
    for change in [Call::CreateApplicationVersion, Call::UpdateEnvironment, Call::SwapEnvironmentCNAMEs] {
        let at = calls.iter().position(|call| *call == format!("{change:?}")).expect("there is one");
        let renewed = calls[..at].iter().rposition(|call| call == "PutObject").expect("there is one");
        let sim = Sim::new();
        sim.before(Moment::Number(renewed), |state| {
            plant_lock(state, LENA);
        });
        sim.before(Moment::of(change, 1), |_| panic!("it was changed without the lock"));
        let ended = sim.up(2).await;
        assert_eq!(ended.exit, Some(Exit::Locked), "{}", ended.lines);
        assert_eq!(sim.live_labels(), [bundle(1).label]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lock_is_taken_away_once_it_has_expired_or_by_force() {
    let sim = Sim::new();
    sim.state().cut = Some(Cut { at: 20, happens: true, signal: false });
    assert_eq!(sim.up(2).await.exit, None);
    let (refused, _) = unlock(&sim, false).await;
    assert_eq!(refused.exit, Some(Exit::Locked));
    assert_eq!(refused.end(), expected!("unlock").trim_end());
    let (forced, text) = unlock(&sim, true).await;
    assert_eq!((forced.exit, &*text), (Some(Exit::Done), expected!("unlock-force").trim_end()));
    assert_eq!(unlock(&sim, false).await.1, "The lock is free.");
}

/// Locks that this version of the tool did not write.
const UNREADABLE: [&str; 3] = ["", "{\"deployment\":\"x\",\"ow", "{\"version\":9}"];

#[tokio::test(start_paused = true)]
async fn a_lock_that_cannot_be_read_is_held_until_it_is_removed_by_force() {
    for lock in UNREADABLE {
        let sim = Sim::new();
        plant_lock(&mut sim.state(), lock);
        let refused = sim.up(2).await;
        assert_eq!(refused.exit, Some(Exit::Locked), "{}", refused.lines);
        assert!(refused.end().contains("unlock --force"), "{}", refused.end());
        let (kept, _) = unlock(&sim, false).await;
        assert_eq!(kept.exit, Some(Exit::Locked), "{}", kept.lines);
        assert!(kept.end().contains("Next: if no other version of this tool deploys"), "{}", kept.end());
        let (forced, text) = unlock(&sim, true).await;
        assert_eq!(forced.exit, Some(Exit::Done), "{}", forced.lines);
        assert!(text.starts_with("The lock was removed."), "{text}");
        assert_eq!(sim.up(2).await.exit, Some(Exit::Done));
    }
}
