//! Rules for every connection.

use std::{
    task::{Context as TaskContext, Waker},
    time::Duration,
};

use ogrom_protocols::Error;
use ogrom_tests_mariadb::Server;
use sqlx::Executor;
use tokio::time::sleep;

use super::*;
use crate::{Statement, database::schema::SCHEMA};

async fn number(connection: &mut MySqlConnection, question: &'static str) -> i64 {
    let row = connection.fetch_one(question).await.unwrap();
    sqlx::Row::try_get_unchecked::<i64, _>(&row, 0).unwrap()
}

#[tokio::test]
async fn who_gives_up_while_beginning_leaves_no_transaction_to_the_next() {
    let server = Server::shared();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
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

/// Changes something as any write does.
async fn write(pools: &MySqlPools) -> Result<()> {
    let mut transaction = pools.begin().await?;
    transaction.run(TOUCH.query()).await?;
    transaction.commit().await
}

const TOUCH: Statement = Statement { sqlite: "", mysql: "UPDATE heartbeat SET beat = beat + 1" };

#[tokio::test]
async fn a_transaction_that_ends_badly_costs_no_later_write() {
    let server = Server::shared();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    for again in 0..2 * connection::WRITERS {
        let mut transaction = pools.begin().await.unwrap();
        transaction.run(TOUCH.query()).await.unwrap();
        let id = number(&mut transaction.connection, "SELECT CONNECTION_ID()").await;
        server.run(&format!("KILL {id}"));
        if again % 2 == 0 {
            transaction.commit().await.unwrap_err();
        } else {
            transaction.rollback().await.unwrap_err();
        }
        write(&pools).await.unwrap();
    }
}

/// Asks, and gives up while the server is frozen: the statement is being prepared, of which the driver takes no note. Returns
/// whether it came to that; a busy machine may let the server respond before it freezes.
fn give_up<T>(server: &Server, asked: impl Future<Output = T>) -> bool {
    server.signal("STOP");
    let mut asked = Box::pin(asked);
    let pending = asked.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())).is_pending();
    drop(asked);
    server.signal("CONT");
    pending
}

#[tokio::test]
async fn who_gives_up_in_the_middle_of_a_statement_costs_no_later_write() {
    let server = Server::own();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    let mut given_up = 0;
    while given_up < 2 * connection::WRITERS {
        let mut transaction = pools.begin().await.unwrap();
        given_up += u32::from(give_up(&server, transaction.run(TOUCH.query())));
        drop(transaction);
        write(&pools).await.unwrap();
    }
}

#[tokio::test]
async fn who_gives_up_a_question_gives_nobody_its_answer() {
    let server = Server::own();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    for (answer, mysql) in (1_i64..).zip(["SELECT 1", "SELECT 1, 2", "SELECT 1, 2, 3", "SELECT 1, 2, 3, 4"]) {
        let asked = Statement { sqlite: "", mysql: "SELECT ?" }.bind(answer);
        let asked = async || pools.readers.rows(&asked).await.unwrap()[0].integer(0).unwrap();
        assert_eq!(asked().await, answer, "there is a connection that is kept");
        while !give_up(&server, pools.readers.rows(&Statement { sqlite: "", mysql }.query())) {}
        // The connection settles in the background.
        sleep(Duration::from_millis(50)).await;
        assert_eq!(asked().await, answer, "after {mysql}");
    }
}

#[tokio::test]
async fn the_server_ends_what_takes_too_long() {
    let server = Server::shared();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    let mut reader = pools.readers.connect().await.unwrap();
    assert_eq!(number(&mut reader, "SELECT CAST(@@max_statement_time AS SIGNED)").await, 5);
    let mut writer = pools.writer.acquire().await.unwrap();
    assert_eq!(number(&mut writer, "SELECT CAST(@@max_statement_time AS SIGNED)").await, 30);
    let late = reader.execute("SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(5)").await;
    assert!(matches!(failure(late.unwrap_err()), Error::TimedOut(_)));
}

#[tokio::test]
async fn what_does_not_fit_into_its_table_is_refused_and_does_not_count_as_the_server_being_down() {
    let server = Server::shared();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    for mysql in [
        "INSERT INTO users (id, version, created, modified) VALUES (REPEAT('a', 65), 1, 0, 0)",
        "INSERT INTO users (id, version, created, modified) VALUES ('ann', NULL, 0, 0)",
        "INSERT INTO likes (collage, user, created) VALUES ('none', 'none', 0)",
        "INSERT INTO heartbeat (only, beat) VALUES (2, 0)",
    ] {
        let mut transaction = pools.begin().await.unwrap();
        let refused = transaction.run(Statement { sqlite: "", mysql }.query()).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{mysql}: {refused:?}");
        transaction.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn a_url_is_judged_without_its_server() {
    for (url, wrong) in [
        ("mysql://ann:s3cret@db.example", "names no database"),
        ("mysql://ann:s3cret@db.example:many/shop", "port"),
        ("mysql://ann:s3cret@db.example/shop?ssl-mode=MAYBE", "MAYBE"),
        ("mysql://ann:s3cret@db.example/shop?ssl-ca=/none.pem", "ssl-ca: No such file"),
    ] {
        let error = check(url).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains(wrong) && !cause.contains("s3cret"), "{cause}");
    }
    assert!(check("mysql://ann:s3cret@db.example/shop?socket=/run/none.sock").is_ok());
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let server = Server::shared();
    let pools = MySqlPools::connect(&server.database()).await.unwrap();
    pools.migrate(&SCHEMA).await.unwrap();
    assert!(pools.readers.connect().await.unwrap().execute("DELETE FROM users").await.is_err());
    assert!(pools.writer.execute("DELETE FROM users").await.is_ok());
}

#[tokio::test]
async fn nothing_shows_the_password() {
    let server = Server::shared();
    let url = server.database();
    let password = ogrom_tests_mariadb::PASSWORD;
    assert!(url.contains(password));
    let shown = format!("{:?}", MySqlPools::connect(&url).await.unwrap());
    assert!(!shown.contains(password), "{shown}");
    for wrong in
        [url.replace("ogrom:", "nobody:"), format!("{url}_not"), url.replace("127.0.0.1:", "127.0.0.1:x")]
    {
        let error = MySqlPools::connect(&wrong).await.unwrap_err();
        let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        let shown = chain.map(|error| format!("{error} {error:?}")).collect::<Vec<_>>().join("\n");
        assert!(!shown.contains(password), "{shown}");
    }
}
