//! The databases that there are, behind one face.

use ogrom_protocols::Result;

use super::{Query, Row, mysql, sqlite};

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

    pub(super) async fn rows(&self, query: Query) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(pools) => pools.rows(query).await,
            Self::MySql(pools) => pools.rows(query).await,
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
