//! The file: opening it, sharing it, and finding it damaged.

#[path = "support/temp.rs"]
mod temp;

use std::time::{Duration, Instant};

use ogrom_protocols::{Error, UserImport, UserReader};
use ogrom_protocols_contract::data::{a_user, context};
use ogrom_sources_sql::Sql;
use sqlx::{Connection, Executor, SqliteConnection};

use self::temp::Temp;

/// Another process that holds the right to write.
async fn another_writer(store: &Temp) -> SqliteConnection {
    let mut other = SqliteConnection::connect(store.file().to_str().unwrap()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other
}

#[tokio::test]
async fn what_was_stored_is_there_after_opening_again() {
    let store = Temp::database().await;
    store.import_users(&context(), &[a_user("ann")]).await.unwrap();
    store.close().await;
    assert!(matches!(store.user_by_id(&context(), &a_user("ann").id).await, Err(Error::Unavailable { .. })));

    let again = Sql::open(&store.file()).await.unwrap();
    again.migrate().await.unwrap();
    assert_eq!(again.user_by_id(&context(), &a_user("ann").id).await.unwrap(), Some(a_user("ann")));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_corrupt() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("letter.txt");
    std::fs::write(&file, "Dear reader, this is no database. ".repeat(100)).unwrap();
    assert!(matches!(Sql::open(&file).await, Err(Error::Corrupt(_))));
}

#[tokio::test]
async fn a_file_in_no_directory_is_unavailable() {
    let directory = tempfile::tempdir().unwrap();
    let opened = Sql::open(&directory.path().join("absent/ogrom.db")).await;
    assert!(matches!(opened, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn a_writer_who_waits_in_vain_is_told_when_to_come_back() {
    let store = Temp::database().await;
    let _other = another_writer(&store).await;
    let refused = store.import_users(&context(), &[a_user("ann")]).await;
    assert!(matches!(refused, Err(Error::Unavailable { retry_after: Some(_), .. })), "{refused:?}");
    assert_eq!(store.user_by_id(&context(), &a_user("ann").id).await.unwrap(), None, "readers do not wait");
}

#[tokio::test]
async fn a_writer_waits_no_longer_than_the_deadline() {
    let store = Temp::database().await;
    let mut other = another_writer(&store).await;
    let asked = Instant::now();
    let hurried = context().until(asked + Duration::from_millis(100));
    assert!(matches!(store.import_users(&hurried, &[a_user("ann")]).await, Err(Error::TimedOut(_))));
    assert!(asked.elapsed() < Duration::from_millis(900), "it took {:?}", asked.elapsed());

    other.execute("ROLLBACK").await.unwrap();
    store.import_users(&context(), &[a_user("ben")]).await.unwrap();
    assert_eq!(store.user_by_id(&context(), &a_user("ann").id).await.unwrap(), None);
}

#[tokio::test]
async fn what_nobody_can_read_is_corrupt() {
    let store = Temp::database().await;
    store.import_users(&context(), &[a_user("ann")]).await.unwrap();
    let mut other = SqliteConnection::connect(store.file().to_str().unwrap()).await.unwrap();
    other.execute("UPDATE users SET version = -1").await.unwrap();
    assert!(matches!(store.user_by_id(&context(), &a_user("ann").id).await, Err(Error::Corrupt(_))));
}
