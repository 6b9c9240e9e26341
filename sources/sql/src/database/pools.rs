//! The supported databases, behind one interface.

use std::time::Duration;

use ogrom_protocols::{Context, Error, Result};

use super::{
    Row,
    mysql::{MySqlPools, MySqlTransaction},
    sqlite::{SqlitePools, SqliteTransaction},
};
use crate::{Pool, Query, Schema};

/// The connections to a database.
#[derive(Debug, Clone)]
pub(super) enum Pools {
    Sqlite(SqlitePools),
    MySql(MySqlPools),
}

/// A transaction that may write. It is rolled back where it is dropped.
#[derive(Debug)]
pub struct Transaction(Begun);

#[derive(Debug)]
enum Begun {
    Sqlite(SqliteTransaction),
    MySql(MySqlTransaction),
}

// === impl Pools ===

impl Pools {
    pub(super) async fn migrate(&self, schema: &Schema) -> Result<()> {
        match self {
            Self::Sqlite(pools) => pools.migrate(schema).await,
            Self::MySql(pools) => pools.migrate(schema).await,
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pools) => pools.close().await,
            Self::MySql(pools) => pools.close().await,
        }
    }

    pub(super) fn pools(&self) -> Vec<Pool> {
        match self {
            Self::Sqlite(pools) => pools.pools().to_vec(),
            Self::MySql(pools) => pools.pools(),
        }
    }

    pub(super) fn replicas(&self) -> Vec<Option<Duration>> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::MySql(pools) => pools.shown_by_replicas(),
        }
    }

    /// Reads from replicas what they show.
    pub(super) fn reading_from<'a>(
        self,
        urls: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        match self {
            Self::Sqlite(_) => Err(Error::unavailable("an embedded database has no replicas")),
            Self::MySql(pools) => pools.reading_from(urls, max_lag).map(Self::MySql),
        }
    }

    /// The rows for a caller that must see what its context says, and what it has written.
    pub(super) async fn rows(&self, ctx: &Context, query: Query) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(pools) => pools.rows(query).await,
            Self::MySql(pools) => pools.rows(ctx, query).await,
        }
    }

    /// The rows as they are now.
    pub(super) async fn latest_rows(&self, query: Query) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(pools) => pools.rows(query).await,
            Self::MySql(pools) => pools.latest_rows(query).await,
        }
    }

    /// Takes note that the caller has, or may have, written.
    pub(super) fn wrote(&self, ctx: &Context) {
        match self {
            Self::Sqlite(_) => {}
            Self::MySql(pools) => pools.wrote(ctx),
        }
    }

    /// Runs a repeatable statement as a transaction by itself, and returns how many rows it changed.
    pub(super) async fn run(&self, query: Query) -> Result<u64> {
        match self {
            Self::Sqlite(pools) => pools.run(query).await,
            Self::MySql(pools) => pools.run(query).await,
        }
    }

    pub(super) async fn begin(&self) -> Result<Transaction> {
        match self {
            Self::Sqlite(pools) => pools.begin().await.map(Begun::Sqlite),
            Self::MySql(pools) => pools.begin().await.map(Begun::MySql),
        }
        .map(Transaction)
    }
}

// === impl Transaction ===

impl Transaction {
    /// The rows of the query.
    pub async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        match &mut self.0 {
            Begun::Sqlite(transaction) => transaction.rows(query).await,
            Begun::MySql(transaction) => transaction.rows(query).await,
        }
    }

    /// Runs the query for its effect, and returns how many rows it changed.
    pub async fn run(&mut self, query: Query) -> Result<u64> {
        match &mut self.0 {
            Begun::Sqlite(transaction) => transaction.run(query).await,
            Begun::MySql(transaction) => transaction.run(query).await,
        }
    }

    /// Whether it failed because another one wrote at the same time, so that it may succeed when it is run again.
    pub(super) fn is_retryable(&self) -> bool {
        match &self.0 {
            // There is one writer.
            Begun::Sqlite(_) => false,
            Begun::MySql(transaction) => transaction.is_retryable(),
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self.0 {
            Begun::Sqlite(transaction) => transaction.commit().await,
            Begun::MySql(transaction) => transaction.commit().await,
        }
    }

    pub(super) async fn rollback(self) -> Result<()> {
        match self.0 {
            Begun::Sqlite(transaction) => transaction.rollback().await,
            Begun::MySql(transaction) => transaction.rollback().await,
        }
    }
}
