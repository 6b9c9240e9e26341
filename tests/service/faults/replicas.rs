//! The effects on clients while a replica of the database suffers: none, not even on writers that read what it lacks.

use std::{
    thread,
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;
use ogrom_tests_mariadb::Server;
use serde_json::json;

use super::{Course, Rig, TOKEN, WELL_WITHIN};

/// How far behind a replica may be here.
const LAG: &str = "1s";

/// A service that reads from a replica.
struct WithReplica {
    rig: Rig,
    replica: Server,
}

// === impl WithReplica ===

impl WithReplica {
    fn start() -> Self {
        let primary = Server::primary();
        let replica = primary.replica();
        let place = |name: &str| replica.url(name);
        let more = ["--replica-lag", LAG, "--cache-bytes", "0"];
        let rig = Rig::over(primary, &more, |name| vec![("OGROM_REPLICAS", place(name))]);
        let started = Self { rig, replica };
        started.is_read_before(Instant::now() + Duration::from_secs(20));
        started
    }

    /// All requests succeed all the time, and the replica is read again soon after.
    fn harms_nobody(&self, fault: impl FnOnce(&Self)) {
        let Course { began, ended, seen } = self.rig.suffers(|_| fault(self));
        let bad = seen.iter().find(|seen| !seen.is_good());
        assert!(bad.is_none(), "{bad:?}");
        assert!(
            seen.iter().any(|seen| seen.asked > began && seen.asked < ended),
            "no request came meanwhile"
        );
        self.is_read_before(ended + WELL_WITHIN + Duration::from_secs(2));
    }

    fn is_read_before(&self, deadline: Instant) {
        let stranger = self.rig.service.stranger();
        while !self.is_read(&stranger) {
            assert!(Instant::now() < deadline, "the replica is not read");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether it serves the queries of anonymous clients, besides those about its position.
    fn is_read(&self, stranger: &Client) -> bool {
        let questions = || self.replica.status("Com_stmt_execute");
        let before = questions();
        for _ in 0..10 {
            assert_eq!(stranger.get("en-GB/collages/k2").answer().status, 200);
        }
        questions() - before >= 10
    }

    /// Whether it shows this comment.
    fn shows(&self, id: &str) -> bool {
        let count = format!("SELECT COUNT(*) FROM {}.comments WHERE id = '{id}'", self.rig.name);
        self.replica.run(&count).trim() == "1"
    }
}

#[test]
fn a_replica_that_is_stopped() {
    WithReplica::start().harms_nobody(|with| {
        with.replica.signal("KILL");
        thread::sleep(Duration::from_secs(2));
        let stranger = with.rig.service.stranger();
        assert_eq!(stranger.get("en-GB/collages/k2").answer().status, 200);
        with.replica.restart();
    });
}

#[test]
fn a_replica_that_is_30_seconds_behind() {
    let with = WithReplica::start();
    let writer = with.rig.service.stranger().with_token(TOKEN);
    let follows = |delay| {
        let (stop, start) = ("STOP SLAVE", "START SLAVE");
        with.replica.run(&format!("{stop}; CHANGE MASTER TO MASTER_DELAY = {delay}; {start}"));
    };
    with.harms_nobody(|with| {
        follows(30);
        let comment = json!({ "text": "Read at once.", "rating": 5 });
        let place = writer.post("en-GB/collages/k2/comments", &comment).answer().location().to_owned();
        let id = place.rsplit('/').next().unwrap_or_default();
        for _ in 0..20 {
            assert_eq!(writer.get(&place).answer().status, 200, "who wrote it sees it");
            assert!(!with.shows(id), "the replica is not behind");
            thread::sleep(Duration::from_millis(100));
        }
        let stranger = with.rig.service.stranger();
        assert_eq!(stranger.get(&place).answer().status, 200, "others see it soon, since it is left out");
        assert!(!with.is_read(&stranger));
        follows(0);
    });
}
