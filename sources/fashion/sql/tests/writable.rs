//! Whether a database takes writes, asked by whoever decides where requests go.

#![expect(clippy::unwrap_used, reason = "a harness panics where something fails, and so fails the test")]

use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_contract::data::{a_user, context};
use ogrom_sources_fashion_sql::Sql;
use ogrom_sources_sql::Unwritable;
use ogrom_tests_mariadb::Server;
use sqlx::{Connection, Executor, Row, SqliteConnection};
use tempfile::NamedTempFile;

/// An embedded database, and another process that has it open.
async fn shared() -> (Sql, SqliteConnection, NamedTempFile) {
    let file = NamedTempFile::new().unwrap();
    let sql = Sql::open(file.path()).await.unwrap();
    sql.migrate().await.unwrap();
    let other = SqliteConnection::connect(file.path().to_str().unwrap()).await.unwrap();
    (sql, other, file)
}

async fn changes(other: &mut SqliteConnection) -> i64 {
    other.fetch_one("SELECT beat FROM heartbeat").await.unwrap().get(0)
}

#[tokio::test]
async fn a_database_that_nobody_writes_to_is_asked_and_not_changed() {
    let (sql, mut other, _file) = shared().await;
    for _ in 0..3 {
        sql.can_write().await.unwrap();
    }
    assert_eq!(changes(&mut other).await, 0);
}

#[tokio::test]
async fn after_a_write_that_failed_nothing_but_a_write_shows_that_the_next_one_is_kept() {
    let (sql, mut other, _file) = shared().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    sql.import_users(&context(), &[a_user("ann")]).await.unwrap_err();
    assert!(matches!(sql.can_write().await, Err(Unwritable::Failing(_))));
    other.execute("ROLLBACK").await.unwrap();
    sql.can_write().await.unwrap();
    assert_eq!(changes(&mut other).await, 1);
}

#[tokio::test]
async fn a_change_that_is_refused_says_nothing_of_the_database() {
    let (sql, mut other, _file) = shared().await;
    let ann = a_user("ann");
    sql.import_users(&context(), &[ann.clone(), ann]).await.unwrap();
    let like = ogrom_protocols_fashion_contract::data::a_like("none", "ann");
    ogrom_protocols_fashion::LikeWriter::add_like(&sql, &context(), &like).await.unwrap_err();
    sql.can_write().await.unwrap();
    assert_eq!(changes(&mut other).await, 0);
}

#[tokio::test]
async fn a_server_that_is_read_only_says_so_before_anybody_writes() {
    let server = Server::own();
    let sql = Sql::connect(&server.database()).await.unwrap();
    sql.migrate().await.unwrap();
    sql.can_write().await.unwrap();
    server.run("SET GLOBAL read_only = 1");
    assert!(matches!(sql.can_write().await, Err(Unwritable::ReadOnly(_))));
    assert_eq!(sql.user_by_id(&context(), &a_user("ann").id).await.unwrap(), None, "it can be read");
    server.run("SET GLOBAL read_only = 0");
    sql.can_write().await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_away_takes_no_writes() {
    let server = Server::own();
    let sql = Sql::connect(&server.database()).await.unwrap();
    sql.migrate().await.unwrap();
    sql.can_write().await.unwrap();
    server.signal("KILL");
    assert!(matches!(sql.can_write().await, Err(Unwritable::Failing(_))));
    server.restart();
    sql.can_write().await.unwrap();
}
