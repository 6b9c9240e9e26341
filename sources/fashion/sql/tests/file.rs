//! The file: opening it, sharing it, and finding it damaged.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use ogrom_protocols::Error;
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_contract::data::{a_user, context};
use ogrom_sources_fashion_sql::Sql;
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::NamedTempFile;

fn a_file() -> NamedTempFile {
    NamedTempFile::new().expect("tests may write to the temporary directory")
}

async fn open(file: &NamedTempFile) -> Sql {
    let sql = Sql::open(file.path()).await.expect("an empty file is an empty database");
    sql.migrate().await.expect("the migrations are well-formed");
    sql
}

async fn another_process(file: &Path) -> SqliteConnection {
    let file = file.to_str().expect("temporary files have plain names");
    SqliteConnection::connect(file).await.expect("the database is there")
}

#[tokio::test]
async fn what_was_stored_is_there_after_opening_again() {
    let (file, ann) = (a_file(), a_user("ann"));
    let store = open(&file).await;
    store.import_users(&context(), std::slice::from_ref(&ann)).await.unwrap();
    store.close().await;
    assert!(matches!(store.user_by_id(&context(), &ann.id).await, Err(Error::Unavailable { .. })));
    assert_eq!(open(&file).await.user_by_id(&context(), &ann.id).await.unwrap(), Some(ann));
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
    let file = a_file();
    let store = open(&file).await;
    let mut other = another_process(file.path()).await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let refused = store.import_users(&context(), &[a_user("ann")]).await;
    assert!(matches!(refused, Err(Error::Unavailable { retry_after: Some(_), .. })), "{refused:?}");
    assert_eq!(store.user_by_id(&context(), &a_user("ann").id).await.unwrap(), None, "readers do not wait");
}

#[tokio::test]
async fn a_writer_waits_no_longer_than_the_deadline() {
    let file = a_file();
    let store = open(&file).await;
    let mut other = another_process(file.path()).await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
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
    let file = a_file();
    let store = open(&file).await;
    store.import_users(&context(), &[a_user("ann")]).await.unwrap();
    another_process(file.path()).await.execute("UPDATE users SET version = -1").await.unwrap();
    assert!(matches!(store.user_by_id(&context(), &a_user("ann").id).await, Err(Error::Corrupt(_))));
}
