//! SQLite: one file, one connection that writes, several that read.

use std::{path::Path, time::Duration};

use ogrom_protocols::Result;
use sqlx::{
    Sqlite, SqliteConnection, SqlitePool,
    query::Query as SqlxQuery,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use super::{Row, lease::Lease, of_sqlx};
use crate::{Pool, Query, Schema, Value, error::failure, migration::migrator};

/// How many queries run at once; more wait. A query takes well under a millisecond of a processor.
const READERS: u32 = 4;

/// How long a query waits for a connection, and a connection for a lock that another process holds.
const PATIENCE: Duration = Duration::from_secs(1);

/// The connections to one file.
#[derive(Debug, Clone)]
pub(super) struct SqlitePools {
    writer: SqlitePool,
    reader: SqlitePool,
}

/// A transaction that holds the only right to write.
#[derive(Debug)]
pub(super) struct SqliteTransaction(Lease<Sqlite>);

// === impl SqlitePools ===

impl SqlitePools {
    pub(super) async fn open(path: &Path) -> Result<Self> {
        // In WAL mode readers never wait for the writer, and NORMAL keeps the file whole whatever happens: a failure of
        // power may undo the last transactions, a crash of the process none.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(PATIENCE);
        let writing = options.clone().journal_mode(SqliteJournalMode::Wal);
        let creating = writing.clone().create_if_missing(true);
        let writer = pool(1).connect_with(creating).await.map_err(failure)?;
        // A connection that takes the place of one that was closed finds the file, or fails: an empty one has no tables.
        writer.set_connect_options(writing);
        let reader = pool(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { writer, reader })
    }

    pub(super) async fn migrate(&self, schema: &Schema) -> Result<()> {
        let mut connection = Lease::of(&self.writer).await.map_err(failure)?;
        let migrated = migrator(schema.migrations, |migration| migration.sqlite).run(&mut *connection).await;
        migrated.map_err(|error| failure(error.into()))?;
        connection.give_back();
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    pub(super) fn pools(&self) -> [Pool; 2] {
        [of_sqlx("read", &self.reader), of_sqlx("write", &self.writer)]
    }

    pub(super) async fn rows(&self, query: Query) -> Result<Vec<Row>> {
        let mut connection = Lease::of(&self.reader).await.map_err(failure)?;
        let rows = rows(&mut connection, query).await?;
        connection.give_back();
        Ok(rows)
    }

    /// Runs a repeatable statement as a transaction by itself, and returns how many rows it changed.
    pub(super) async fn run(&self, query: Query) -> Result<u64> {
        let mut connection = Lease::of(&self.writer).await.map_err(failure)?;
        let done = bound(query).execute(&mut *connection).await.map_err(failure)?;
        connection.give_back();
        Ok(done.rows_affected())
    }

    /// Takes the right to write at once: a transaction that began by reading could find it gone when it wants to write.
    pub(super) async fn begin(&self) -> Result<SqliteTransaction> {
        Lease::begin(&self.writer, "BEGIN IMMEDIATE").await.map(SqliteTransaction).map_err(failure)
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

// === impl SqliteTransaction ===

impl SqliteTransaction {
    /// The rows that the query answers with.
    pub(super) async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        rows(&mut self.0, query).await
    }

    /// Runs the query for its effect; answers how many rows it changed.
    pub(super) async fn run(&mut self, query: Query) -> Result<u64> {
        let done = bound(query).execute(&mut *self.0).await.map_err(failure)?;
        Ok(done.rows_affected())
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.0.end("COMMIT").await.map_err(failure)
    }

    pub(super) async fn rollback(self) -> Result<()> {
        self.0.end("ROLLBACK").await.map_err(failure)
    }
}

async fn rows(connection: &mut SqliteConnection, query: Query) -> Result<Vec<Row>> {
    let rows = bound(query).fetch_all(connection).await.map_err(failure)?;
    Ok(rows.into_iter().map(Row::of_sqlite).collect())
}

fn bound(query: Query) -> SqlxQuery<'static, Sqlite, SqliteArguments> {
    query.values.into_iter().fold(sqlx::query(query.statement.sqlite), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(integer) => query.bind(integer),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::Null => query.bind(None::<i64>),
    })
}

#[cfg(test)]
mod tests;
