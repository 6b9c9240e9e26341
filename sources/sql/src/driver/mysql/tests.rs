//! What holds for every connection.

use std::{
    task::{Context as TaskContext, Waker},
    time::Duration,
};

use ogrom_protocols::Error;
use ogrom_tests_mariadb::Server;
use sqlx::Executor;
use tokio::time::sleep;

use super::*;

async fn number(connection: &mut MySqlConnection, question: &'static str) -> i64 {
    let row = connection.fetch_one(question).await.unwrap();
    sqlx::Row::try_get_unchecked::<i64, _>(&row, 0).unwrap()
}

#[tokio::test]
async fn who_gives_up_while_beginning_leaves_no_transaction_to_the_next() {
    let server = Server::shared();
    let pools = Pools::connect(&server.database()).await.unwrap();
    let mut pending = 0;
    for n in 0..100 {
        let mut begin = Box::pin(pools.begin());
        let polled = begin.as_mut().poll(&mut TaskContext::from_waker(Waker::noop()));
        pending += u32::from(polled.is_pending());
        drop(polled);
        sleep(Duration::from_millis(2)).await;
        drop(begin);
        let mut next = pools.writer.acquire().await.unwrap();
        let in_transaction = number(&mut next, "SELECT CAST(@@in_transaction AS SIGNED)").await;
        assert_eq!(in_transaction, 0, "after {n} were given up");
    }
    assert!(pending > 5, "{pending} were given up");
}

#[tokio::test]
async fn the_server_ends_what_takes_too_long() {
    let server = Server::shared();
    let pools = Pools::connect(&server.database()).await.unwrap();
    let mut reader = pools.readers.connect().await.unwrap();
    assert_eq!(number(&mut reader, "SELECT CAST(@@max_statement_time AS SIGNED)").await, 5);
    let mut writer = pools.writer.acquire().await.unwrap();
    assert_eq!(number(&mut writer, "SELECT CAST(@@max_statement_time AS SIGNED)").await, 30);
    let late = reader.execute("SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(5)").await;
    assert!(matches!(failure(late.unwrap_err()), Error::TimedOut(_)));
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let server = Server::shared();
    let pools = Pools::connect(&server.database()).await.unwrap();
    pools.migrate().await.unwrap();
    assert!(pools.readers.connect().await.unwrap().execute("DELETE FROM users").await.is_err());
    assert!(pools.writer.execute("DELETE FROM users").await.is_ok());
}

#[tokio::test]
async fn nothing_shows_the_password() {
    let server = Server::shared();
    let url = server.database();
    let password = ogrom_tests_mariadb::PASSWORD;
    assert!(url.contains(password));
    let shown = format!("{:?}", Pools::connect(&url).await.unwrap());
    assert!(!shown.contains(password), "{shown}");
    for wrong in
        [url.replace("ogrom:", "nobody:"), format!("{url}_not"), url.replace("127.0.0.1:", "127.0.0.1:x")]
    {
        let error = Pools::connect(&wrong).await.unwrap_err();
        let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        let shown = chain.map(|error| format!("{error} {error:?}")).collect::<Vec<_>>().join("\n");
        assert!(!shown.contains(password), "{shown}");
    }
}
