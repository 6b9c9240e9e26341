//! `plan`, `status` and `clean`: their output.

use super::simulation::{Cut, JOURNAL, Mishap, Sim, bundle, settings};
use crate::{Call, Exit, Settings};

async fn plan(sim: &Sim, number: u8) -> String {
    let mut text = String::new();
    let (ports, settings) = (sim.ports(), settings());
    sim.run(&ports, &settings, async |run| {
        text = run.plan(&bundle(number)).await?.to_string();
        Ok(())
    })
    .await;
    text
}

async fn status(sim: &Sim) -> String {
    let mut text = String::new();
    let (ports, settings) = (sim.ports(), settings());
    let ended = sim
        .run(&ports, &settings, async |run| {
            text = run.status().await?.to_string();
            Ok(())
        })
        .await;
    assert_eq!(ended.exit, Some(Exit::Done));
    text
}

#[tokio::test(start_paused = true)]
async fn a_plan_tells_each_change_in_order() {
    let sim = Sim::new();
    assert_eq!(plan(&sim, 2).await, expected!("plan"));
    assert!(sim.state().objects.is_empty(), "a plan changes nothing");
}

#[tokio::test(start_paused = true)]
async fn a_plan_for_what_is_live_has_no_changes() {
    let sim = Sim::new();
    sim.up(2).await;
    assert_eq!(plan(&sim, 2).await, expected!("plan-live"));
}

#[tokio::test(start_paused = true)]
async fn a_plan_tells_what_was_interrupted_and_who_holds_the_lock() {
    let sim = Sim::new();
    let calls = Sim::usual_calls().await;
    let swap = calls.iter().position(|call| call == "SwapEnvironmentCNAMEs").expect("there is one");
    sim.state().cut = Some(Cut { at: swap + 10, happens: true, signal: false });
    assert_eq!(sim.up(2).await.exit, None);
    assert_eq!(plan(&sim, 2).await, expected!("plan-interrupted"));
}

#[tokio::test(start_paused = true)]
async fn the_status_tells_both_sides_the_lock_and_the_last_deployment() {
    let sim = Sim::new();
    sim.up(2).await;
    assert_eq!(status(&sim).await, expected!("status"));
}

#[tokio::test(start_paused = true)]
async fn old_versions_are_deleted_with_their_bundles_and_those_that_run_are_not() {
    let sim = Sim::new();
    for number in 2..=6 {
        assert_eq!(sim.up(number).await.exit, Some(Exit::Done));
    }
    let state = sim.state();
    let kept: Vec<_> = state.versions.keys().cloned().collect();
    // Two run, and the settings keep two more.
    assert_eq!(kept, [3, 4, 5, 6].map(|number| bundle(number).label));
    let bundles = state.objects.keys().filter(|key| key.contains("/0.1."));
    assert_eq!(bundles.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_cannot_be_read_is_reported_and_stops_nothing() {
    for journal in ["{\"version\":9}", "", "{\"deployment\":\"run-1\",\"ow"] {
        let sim = Sim::new();
        sim.up(2).await;
        sim.state().objects.get_mut(JOURNAL).expect("there is one").bytes = journal.into();
        let last = status(&sim).await;
        assert!(last.contains("last  cannot be read: shop/journals/blue.green.json: "), "{last}");
        let ended = sim.up(3).await;
        assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
        assert!(ended.lines.contains("warning: the journal cannot be read"), "{}", ended.lines);
    }
}

#[tokio::test(start_paused = true)]
async fn the_status_of_an_unreadable_bucket_is_not_free() {
    let sim = Sim::new();
    sim.state().without_bucket = true;
    let text = status(&sim).await;
    assert!(!text.contains("free") && !text.contains("nothing was deployed yet"), "{text}");
    assert!(text.contains("lock  cannot be read: s3:GetObject was refused: NoSuchBucket"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_version_that_another_environment_runs_stays_and_stops_nothing() {
    let sim = Sim::new();
    for number in 2..=6 {
        assert_eq!(sim.up(number).await.exit, Some(Exit::Done));
    }
    let settings = Settings { keep: 0, ..settings() };
    sim.state().undeletable = Some(bundle(4).label);
    let ended = sim.run(&sim.ports(), &settings, async |run| run.clean_up().await).await;
    assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
    assert!(ended.lines.contains("0.1.4-000000000004-00000004 stays: "), "{}", ended.lines);
    let kept: Vec<_> = sim.state().versions.keys().cloned().collect();
    assert_eq!(kept, [4, 5, 6].map(|number| bundle(number).label));
}

#[tokio::test(start_paused = true)]
async fn a_clean_that_is_not_permitted_fails() {
    let sim = Sim::new();
    for number in 2..=6 {
        assert_eq!(sim.up(number).await.exit, Some(Exit::Done));
    }
    let settings = Settings { keep: 0, ..settings() };
    let before = sim.state().calls.iter().filter(|call| *call == "DeleteApplicationVersion").count();
    sim.fails(Call::DeleteApplicationVersion, before + 1, Mishap::Denied);
    let ended = sim.run(&sim.ports(), &settings, async |run| run.clean_up().await).await;
    assert_eq!(ended.exit, Some(Exit::Refused), "{}", ended.lines);
    assert!(ended.end().contains("permit elasticbeanstalk:DeleteApplicationVersion"), "{}", ended.end());
}

#[tokio::test(start_paused = true)]
async fn a_plan_tells_that_the_idle_side_runs_it_already() {
    let sim = Sim::new();
    sim.hold(2).await;
    let text = plan(&sim, 2).await;
    assert!(text.contains("make sure that all instances of green, which is Ready and Ok, run it"), "{text}");
}

/// The journal that an older version of the tool wrote for all environments of the application.
#[tokio::test(start_paused = true)]
async fn the_journal_of_an_older_version_counts_for_the_environments_that_it_names() {
    for (environments, counts) in [(["blue", "green"], true), (["st-blue", "st-green"], false)] {
        let sim = Sim::new();
        sim.up(2).await;
        {
            let mut state = sim.state();
            let mut journal = state.objects.remove(JOURNAL).expect("there is one");
            let text = String::from_utf8(journal.bytes).expect("it is text");
            let text = text.replace("\"blue\"", &format!("{:?}", environments[0]));
            journal.bytes = text.replace("\"green\"", &format!("{:?}", environments[1])).into();
            state.objects.insert("shop/journal.json".to_owned(), journal);
        }
        assert_eq!(status(&sim).await.contains("went live"), counts, "{environments:?}");
        let back = sim.rollback().await;
        assert_eq!(back.exit, Some(if counts { Exit::Done } else { Exit::Refused }), "{}", back.lines);
    }
}

#[tokio::test(start_paused = true)]
async fn two_pairs_of_environments_have_no_record_in_common() {
    let one = settings();
    let other = Settings { environments: ["st-blue".to_owned(), "st-green".to_owned()], ..settings() };
    let turned = Settings { environments: ["green".to_owned(), "blue".to_owned()], ..settings() };
    assert_ne!((one.lock_key(), one.journal_key()), (other.lock_key(), other.journal_key()));
    assert_eq!((one.lock_key(), one.journal_key()), (turned.lock_key(), turned.journal_key()));
}
