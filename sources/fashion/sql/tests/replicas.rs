//! Replicas: read instead of the primary, as long as they show what the asker must see.

use std::time::{Duration, Instant};

use ogrom_protocols::{Context, Principal};
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_contract::data::{a_user, context};
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;
use tokio::time::{sleep, timeout};

/// How long something may take that must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A primary with a replica, and the database that both have.
struct Pair {
    primary: Server,
    replica: Server,
    sql: Sql,
}

/// Somebody who asks.
fn ctx(user: &str) -> Context {
    context().by(Principal::new(user.parse().expect("a name")))
}

// === impl Pair ===

impl Pair {
    /// Both, with what Ann has written on both, and the replica being read.
    async fn new(max_lag: Duration) -> Self {
        let primary = Server::primary();
        let replica = primary.replica();
        let url = primary.database();
        let name = url.rsplit('/').next().expect("a URL has a path").to_owned();
        let sql = Sql::connect(&url).await.expect("the server is there");
        sql.migrate().await.expect("the migrations are well-formed");
        let replicas = [replica.url(&name)];
        let sql = sql.reading_from(replicas.iter().map(String::as_str), max_lag).expect("it is a server");
        let pair = Self { primary, replica, sql };
        pair.write("first").await;
        pair.until_the_replica_is_read().await;
        pair
    }

    /// Ann makes a user of this name.
    async fn write(&self, name: &str) {
        self.sql.import_users(&ctx("ann"), &[a_user(name)]).await.expect("the source takes it");
    }

    async fn sees(&self, ctx: &Context, name: &str) -> bool {
        let id = a_user(name).id;
        self.sql.user_by_id(ctx, &id).await.expect("the source answers").is_some()
    }

    /// Stops the replica from showing more, though it hears of it.
    fn stop_showing(&self) {
        self.replica.run("STOP SLAVE SQL_THREAD");
    }

    fn go_on_showing(&self) {
        self.replica.run("START SLAVE");
    }

    /// Whether the replica answers what Ben asks; looking for beats is a question, too, but one or two.
    async fn replica_is_read(&self) -> bool {
        let before = self.questions();
        for _ in 0..10 {
            self.sees(&ctx("ben"), "first").await;
        }
        self.questions() - before >= 10
    }

    /// How many questions the replica was asked.
    fn questions(&self) -> u64 {
        self.replica.status("Com_stmt_execute")
    }

    async fn until_the_replica_is_read(&self) {
        until(async || self.replica_is_read().await).await;
    }
}

/// Waits until it is so.
async fn until(is: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is().await {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("it is so in the end");
}

#[tokio::test]
async fn who_has_written_sees_it_though_no_replica_shows_it() {
    let pair = Pair::new(Duration::from_mins(1)).await;
    pair.stop_showing();
    pair.write("second").await;
    assert!(pair.sees(&ctx("ann"), "second").await);
    assert!(!pair.sees(&ctx("ben"), "second").await, "Ben is read to from the replica");
    assert!(pair.sees(&ctx("ben").as_of(Instant::now()), "second").await, "unless he must see it");
    pair.go_on_showing();
    until(async || pair.sees(&ctx("ben"), "second").await).await;
    let ann_reads_from_the_replica = async || {
        let before = pair.questions();
        for _ in 0..10 {
            assert!(pair.sees(&ctx("ann"), "second").await);
        }
        pair.questions() - before >= 10
    };
    until(ann_reads_from_the_replica).await;
}

#[tokio::test]
async fn one_that_lags_is_left_out_until_it_has_caught_up() {
    let pair = Pair::new(Duration::from_secs(1)).await;
    pair.stop_showing();
    pair.write("second").await;
    until(async || pair.sees(&ctx("ben"), "second").await).await;
    assert!(!pair.replica_is_read().await);
    pair.go_on_showing();
    pair.until_the_replica_is_read().await;
}

#[tokio::test]
async fn one_that_is_killed_or_frozen_costs_nobody_an_answer() {
    let pair = Pair::new(Duration::from_secs(5)).await;
    for (fault, end) in [("KILL", ""), ("STOP", "CONT")] {
        pair.replica.signal(fault);
        for _ in 0..50 {
            let hurried = ctx("ben").until(Instant::now() + Duration::from_secs(4));
            assert!(pair.sees(&hurried, "first").await);
        }
        match end {
            "" => pair.replica.restart(),
            end => pair.replica.signal(end),
        }
        pair.until_the_replica_is_read().await;
    }
}

#[tokio::test]
async fn it_is_read_on_while_the_primary_is_away() {
    let pair = Pair::new(Duration::from_secs(1)).await;
    pair.primary.signal("KILL");
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        assert!(pair.sees(&ctx("ben"), "first").await);
        sleep(Duration::from_millis(50)).await;
    }
    pair.primary.restart();
    until(async || pair.sql.import_users(&ctx("ann"), &[a_user("second")]).await.is_ok()).await;
    until(async || pair.sees(&ctx("ben"), "second").await).await;
    pair.until_the_replica_is_read().await;
}

#[tokio::test]
async fn an_embedded_database_has_none() {
    let folder = tempfile::tempdir().expect("tests may write to the temporary directory");
    let sql = Sql::open(&folder.path().join("ogrom.db")).await.expect("the directory is there");
    assert!(sql.reading_from([], Duration::from_secs(1)).is_err());
}
