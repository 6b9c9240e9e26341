//! SQLite: one file, one connection that writes, several that read.

use std::{path::Path, time::Duration};

use ogrom_protocols::Result;
use sqlx::{
    Sqlite, SqlitePool,
    query::Query as SqlxQuery,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use super::{Query, Row, Value, of_sqlx};
use crate::{Pool, error::failure};

/// How many questions are answered at once; more wait. An answer takes well under a millisecond of a processor.
const READERS: u32 = 4;

/// How long a question waits for a connection, and a connection for a lock that another process holds.
const PATIENCE: Duration = Duration::from_secs(1);

/// The connections to one file.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    writer: SqlitePool,
    reader: SqlitePool,
}

/// A transaction that holds the only right to write.
#[derive(Debug)]
pub(crate) struct Transaction(sqlx::Transaction<'static, Sqlite>);

// === impl Pools ===

impl Pools {
    pub(super) async fn open(path: &Path) -> Result<Self> {
        // In WAL mode readers never wait for the writer, and NORMAL keeps the file whole whatever happens: a failure of
        // power may undo the last transactions, a crash of the process none.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(PATIENCE);
        let writer = options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        let reader = options.pragma("query_only", "ON");
        Ok(Self {
            writer: pool(1).connect_with(writer).await.map_err(failure)?,
            reader: pool(READERS).connect_lazy_with(reader),
        })
    }

    pub(super) async fn migrate(&self) -> Result<()> {
        // What a newer release has added is no harm.
        let mut migrations = sqlx::migrate!("migrations/sqlite");
        let migrated = migrations.set_ignore_missing(true).run(&self.writer).await;
        migrated.map_err(|error| failure(error.into()))
    }

    pub(super) async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    pub(super) fn pools(&self) -> [Pool; 2] {
        [of_sqlx("read", &self.reader), of_sqlx("write", &self.writer)]
    }

    pub(super) async fn rows(&self, query: Query) -> Result<Vec<Row>> {
        rows(&self.reader, query).await
    }

    /// Takes the right to write at once: a transaction that began by reading could find it gone when it wants to write.
    pub(super) async fn begin(&self) -> Result<Transaction> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map(Transaction).map_err(failure)
    }
}

/// There is no server whose end of a connection could go stale: nothing is tested, nothing grows old.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .max_lifetime(None)
        .idle_timeout(None)
}

// === impl Transaction ===

impl Transaction {
    /// The rows that the query answers with.
    pub(super) async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        rows(&mut *self.0, query).await
    }

    /// Runs the query for its effect; answers how many rows it changed.
    pub(super) async fn run(&mut self, query: Query) -> Result<u64> {
        let done = bound(query).execute(&mut *self.0).await.map_err(failure)?;
        Ok(done.rows_affected())
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.0.commit().await.map_err(failure)
    }

    pub(super) async fn rollback(self) -> Result<()> {
        self.0.rollback().await.map_err(failure)
    }
}

async fn rows(executor: impl sqlx::Executor<'_, Database = Sqlite>, query: Query) -> Result<Vec<Row>> {
    let rows = bound(query).fetch_all(executor).await.map_err(failure)?;
    Ok(rows.into_iter().map(Row::Sqlite).collect())
}

fn bound(query: Query) -> SqlxQuery<'static, Sqlite, SqliteArguments> {
    query.values.into_iter().fold(sqlx::query(query.statement.sqlite), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(integer) => query.bind(integer),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::Null => query.bind(None::<i64>),
    })
}
