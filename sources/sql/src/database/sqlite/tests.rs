//! A connection after a bad end.

use std::task::{Context as TaskContext, Waker};

use sqlx::Executor;
use tempfile::TempDir;

use super::*;
use crate::{Statement, database::schema::SCHEMA};

const ADD: Statement =
    Statement { sqlite: "INSERT INTO users (id, version, created, modified) VALUES (?, 1, 0, 0)", mysql: "" };
const COUNT: Statement = Statement { sqlite: "SELECT count(*) FROM users", mysql: "" };

async fn pools() -> (TempDir, SqlitePools) {
    let folder = tempfile::tempdir().unwrap();
    let pools = SqlitePools::open(&folder.path().join("ogrom.db")).await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    (folder, pools)
}

/// Adds a user as any write does, and tells how many there are then.
async fn add(pools: &SqlitePools, id: &str) -> i64 {
    let mut transaction = pools.begin().await.unwrap();
    transaction.run(ADD.bind(id)).await.unwrap();
    transaction.commit().await.unwrap();
    pools.rows(COUNT.query()).await.unwrap()[0].integer(0).unwrap()
}

#[tokio::test]
async fn what_the_database_has_rolled_back_by_itself_costs_no_later_write() {
    let (_folder, pools) = pools().await;
    let mut transaction = pools.begin().await.unwrap();
    transaction.run(ADD.bind("ann")).await.unwrap();
    // As it does where a disk is full.
    transaction.0.execute("ROLLBACK").await.unwrap();
    transaction.rollback().await.unwrap_err();
    assert_eq!(add(&pools, "ben").await, 1);
}

#[tokio::test]
async fn a_commit_that_fails_costs_no_later_write() {
    let (_folder, pools) = pools().await;
    let mut transaction = pools.begin().await.unwrap();
    transaction.0.execute("PRAGMA defer_foreign_keys = ON").await.unwrap();
    let like = "INSERT INTO likes (collage, user, created) VALUES ('none', 'none', 0)";
    transaction.0.execute(like).await.unwrap();
    transaction.commit().await.unwrap_err();
    assert_eq!(add(&pools, "ben").await, 1);
}

#[tokio::test]
async fn a_transaction_that_nobody_ends_costs_no_later_write() {
    let (_folder, pools) = pools().await;
    let mut transaction = pools.begin().await.unwrap();
    transaction.run(ADD.bind("ann")).await.unwrap();
    drop(transaction);
    let mut transaction = pools.begin().await.unwrap();
    // It may have gone to the thread of the connection, and nobody hears what became of it.
    let mut given_up = Box::pin(transaction.run(ADD.bind("ann")));
    let _ = given_up.as_mut().poll(&mut TaskContext::from_waker(Waker::noop()));
    drop(given_up);
    drop(transaction);
    assert_eq!(add(&pools, "ben").await, 1);
}

#[tokio::test]
async fn a_migration_that_fails_can_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ogrom.db");
    let pools = SqlitePools::open(&path).await.unwrap();
    pools.writer.execute("CREATE TABLE products (no TEXT)").await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap_err();
    pools.writer.execute("DROP TABLE products").await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    assert_eq!(add(&pools, "ann").await, 1);
}

#[tokio::test]
async fn only_a_connection_that_ended_well_is_used_again() {
    let (_folder, pools) = pools().await;
    add(&pools, "ann").await;
    assert_eq!((pools.writer.size(), pools.reader.size()), (1, 1));
    pools.rows(Statement { sqlite: "SELECT nothing", mysql: "" }.query()).await.unwrap_err();
    let mut transaction = pools.begin().await.unwrap();
    transaction.run(ADD.bind("ann")).await.unwrap_err();
    transaction.rollback().await.unwrap();
    // Closing happens in the background.
    pools.close().await;
    assert_eq!((pools.writer.size(), pools.reader.size()), (0, 0));
}

#[tokio::test]
async fn what_breaks_a_rule_of_its_table_is_refused_and_does_not_count_as_the_database_being_down() {
    let (_folder, pools) = pools().await;
    for sqlite in [
        "INSERT INTO likes (collage, user, created) VALUES ('none', 'none', 0)",
        "INSERT INTO users (id, version, created, modified) VALUES ('ann', NULL, 0, 0)",
        "INSERT INTO users (id, version, created, modified) VALUES ('ann', 'first', 0, 0)",
    ] {
        let mut transaction = pools.begin().await.unwrap();
        let refused = transaction.run(Statement { sqlite, mysql: "" }.query()).await;
        assert!(matches!(refused, Err(ogrom_protocols::Error::Refused(_))), "{sqlite}: {refused:?}");
        transaction.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_made_again_without_its_tables() {
    let (folder, pools) = pools().await;
    let path = folder.path().join("ogrom.db");
    drop(pools.begin().await.unwrap());
    for name in ["ogrom.db", "ogrom.db-wal", "ogrom.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    pools.begin().await.unwrap_err();
    assert!(!path.exists());
}
