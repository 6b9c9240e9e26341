//! The databases that there are, behind one face.

use std::time::Duration;

use ogrom_protocols::{Context, Error, Result};

use super::{Query, Row, mysql, sqlite};
use crate::Pool;

/// The connections to a database.
#[derive(Debug, Clone)]
pub(super) enum Pools {
    Sqlite(sqlite::Pools),
    MySql(mysql::Pools),
}

/// A transaction that may write. Undone where it is dropped.
#[derive(Debug)]
pub(crate) enum Transaction {
    Sqlite(sqlite::Transaction),
    MySql(mysql::Transaction),
}

// === impl Pools ===

impl Pools {
    pub(super) async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite(pools) => pools.migrate().await,
            Self::MySql(pools) => pools.migrate().await,
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

    /// The rows for an asker who must see what their context says, and what they have written.
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

    /// Takes note that the asker has, or may have, written.
    pub(super) fn wrote(&self, ctx: &Context) {
        match self {
            Self::Sqlite(_) => {}
            Self::MySql(pools) => pools.wrote(ctx),
        }
    }

    pub(super) async fn begin(&self) -> Result<Transaction> {
        match self {
            Self::Sqlite(pools) => pools.begin().await.map(Transaction::Sqlite),
            Self::MySql(pools) => pools.begin().await.map(Transaction::MySql),
        }
    }
}

// === impl Transaction ===

impl Transaction {
    /// The rows that the query answers with.
    pub(crate) async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(transaction) => transaction.rows(query).await,
            Self::MySql(transaction) => transaction.rows(query).await,
        }
    }

    /// Runs the query for its effect; answers how many rows it changed.
    pub(crate) async fn run(&mut self, query: Query) -> Result<u64> {
        match self {
            Self::Sqlite(transaction) => transaction.run(query).await,
            Self::MySql(transaction) => transaction.run(query).await,
        }
    }

    /// Whether it failed because another one wrote at the same time, and may succeed when it is done again.
    pub(super) fn was_in_the_way(&self) -> bool {
        match self {
            // There is one writer.
            Self::Sqlite(_) => false,
            Self::MySql(transaction) => transaction.was_in_the_way(),
        }
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::MySql(transaction) => transaction.commit().await,
        }
    }

    pub(super) async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await,
            Self::MySql(transaction) => transaction.rollback().await,
        }
    }
}
