//! MySQL and MariaDB: a server, connections that write, others that read, and replicas to read from.

mod connection;
mod read_pool;
mod replicas;

use std::time::Duration;

use ogrom_protocols::{Context, Result};
use sqlx::{
    Connection as _, MySql, MySqlConnection, MySqlPool,
    mysql::{MySqlArguments, MySqlConnectOptions},
    query::Query as SqlxQuery,
};

use self::{read_pool::ReadPool, replicas::Replicas};
use super::{Row, lease::Lease, of_sqlx};
use crate::{
    Pool, Query, Schema, Value,
    error::{failure, is_lost, is_retryable},
    migration::migrator,
};

/// The connections to one server.
#[derive(Debug, Clone)]
pub(super) struct MySqlPools {
    writer: MySqlPool,
    readers: ReadPool,
    replicas: Option<Replicas>,
}

/// A transaction that may write.
#[derive(Debug)]
pub(super) struct MySqlTransaction {
    connection: Lease<MySql>,
    is_retryable: bool,
}

/// Whether a URL is one of a database on a server.
pub(super) fn check(url: &str) -> Result<()> {
    connection::options(url).map(drop).map_err(failure)
}

// === impl MySqlPools ===

impl MySqlPools {
    pub(super) async fn connect(url: &str) -> Result<Self> {
        let options = connection::options(url).map_err(failure)?;
        Box::pin(connection::can_be_made(&options)).await?;
        let writer = connection::writers().connect_lazy_with(options.clone());
        Ok(Self { writer, readers: ReadPool::new(options), replicas: None })
    }

    pub(super) fn reading_from<'a>(
        self,
        urls: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        let primary = MySqlConnectOptions::clone(&self.writer.connect_options());
        Ok(Self { replicas: Some(Replicas::watch(primary, urls, max_lag)?), ..self })
    }

    /// Has no limit of time, which is why it goes over a connection of its own.
    pub(super) async fn migrate(&self, schema: &Schema) -> Result<()> {
        let mut connection =
            MySqlConnection::connect_with(&self.writer.connect_options()).await.map_err(failure)?;
        let migrated = migrator(schema.migrations, |migration| migration.mysql).run(&mut connection).await;
        migrated.map_err(|error| failure(error.into()))?;
        connection.close().await.map_err(failure)
    }

    pub(super) fn pools(&self) -> Vec<Pool> {
        let mut pools = vec![self.readers.pool("read"), of_sqlx("write", &self.writer)];
        pools.extend(self.replicas.as_ref().map(Replicas::pool));
        pools
    }

    /// How old is what each replica shows, at most; absent for one that is left out.
    pub(super) fn shown_by_replicas(&self) -> Vec<Option<Duration>> {
        self.replicas.as_ref().map(Replicas::shown).unwrap_or_default()
    }

    pub(super) async fn close(&self) {
        if let Some(replicas) = &self.replicas {
            replicas.close().await;
        }
        self.readers.close().await;
        self.writer.close().await;
    }

    /// The rows of a replica, where one shows what the caller must see; else of the primary.
    pub(super) async fn rows(&self, ctx: &Context, query: Query) -> Result<Vec<Row>> {
        if let Some(replicas) = &self.replicas
            && let Some(rows) = replicas.rows(ctx, &query).await
        {
            return Ok(rows);
        }
        self.latest_rows(query).await
    }

    pub(super) async fn latest_rows(&self, query: Query) -> Result<Vec<Row>> {
        self.readers.rows(&query).await.map_err(failure)
    }

    /// Nothing shows beforehand that the server has closed a connection, as it does when it restarts. So a lost one is replaced,
    /// as often as there may be more of these: nothing has been done yet.
    pub(super) async fn begin(&self) -> Result<MySqlTransaction> {
        for _ in 0..connection::WRITERS {
            match self.begin_once().await {
                Err(error) if is_lost(&error) => {}
                begun => return begun.map_err(failure),
            }
        }
        self.begin_once().await.map_err(failure)
    }

    /// Runs a repeatable statement as a transaction by itself, and returns how many rows it changed. A lost connection or
    /// another writer makes it run again.
    pub(super) async fn run(&self, query: Query) -> Result<u64> {
        for _ in 0..connection::WRITERS {
            match self.run_once(&query).await {
                Err(error) if is_lost(&error) || is_retryable(&error) => {}
                done => return done.map_err(failure),
            }
        }
        self.run_once(&query).await.map_err(failure)
    }

    pub(super) fn wrote(&self, ctx: &Context) {
        if let Some(replicas) = &self.replicas {
            replicas.wrote(ctx);
        }
    }

    async fn run_once(&self, query: &Query) -> std::result::Result<u64, sqlx::Error> {
        // Boxed, for it has all in it that a new connection takes.
        let mut connection = Box::pin(Lease::of(&self.writer)).await?;
        let done = bound(query).execute(&mut *connection).await?;
        connection.give_back();
        Ok(done.rows_affected())
    }

    /// A server that is read-only refuses here, before any work is done. Boxed, for it has all in it that a new connection
    /// takes.
    async fn begin_once(&self) -> std::result::Result<MySqlTransaction, sqlx::Error> {
        let begun = Box::pin(Lease::begin(&self.writer, "START TRANSACTION READ WRITE")).await;
        begun.map(|connection| MySqlTransaction { connection, is_retryable: false })
    }
}

// === impl MySqlTransaction ===

impl MySqlTransaction {
    pub(super) async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        let answer = rows(&mut self.connection, &query).await;
        answer.map_err(|error| self.failure(error))
    }

    pub(super) async fn run(&mut self, query: Query) -> Result<u64> {
        let done = bound(&query).execute(&mut *self.connection).await;
        done.map(|done| done.rows_affected()).map_err(|error| self.failure(error))
    }

    pub(super) fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.connection.end("COMMIT").await.map_err(failure)
    }

    pub(super) async fn rollback(self) -> Result<()> {
        self.connection.end("ROLLBACK").await.map_err(failure)
    }

    fn failure(&mut self, error: sqlx::Error) -> ogrom_protocols::Error {
        self.is_retryable |= is_retryable(&error);
        failure(error)
    }
}

async fn rows(connection: &mut MySqlConnection, query: &Query) -> std::result::Result<Vec<Row>, sqlx::Error> {
    let rows = bound(query).fetch_all(connection).await?;
    Ok(rows.into_iter().map(Row::of_mysql).collect())
}

fn bound(query: &Query) -> SqlxQuery<'_, MySql, MySqlArguments> {
    query.values.iter().fold(sqlx::query(query.statement.mysql), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(integer) => query.bind(integer),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::Null => query.bind(None::<i64>),
    })
}

#[cfg(test)]
mod tests;
