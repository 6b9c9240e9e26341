//! Connections that a pool lends, and which of them it gets back.

use std::ops::{Deref, DerefMut};

use sqlx::{Database, Error, Executor, Pool, pool::PoolConnection};

/// A connection that a pool has lent. The pool gets it back only from [`give_back`](Self::give_back) and
/// [`end`](Self::end), whose callers know that it is as it was. In any other case it is closed: after an error, after a
/// panic, after a future that was dropped before its end. The driver's own idea of such a connection may be wrong, since a
/// database may have rolled back by itself, and since a response may be on its way that the next query would take for its
/// own.
#[derive(Debug)]
pub(super) struct Lease<D: Database> {
    connection: PoolConnection<D>,
    is_as_it_was: bool,
}

// === impl Lease ===

impl<D: Database> Lease<D> {
    /// The next connection that the pool has free.
    pub(super) async fn of(pool: &Pool<D>) -> Result<Self, Error> {
        Ok(Self { connection: pool.acquire().await?, is_as_it_was: false })
    }

    /// Gives the connection back to its pool.
    pub(super) fn give_back(mut self) {
        self.is_as_it_was = true;
    }
}

impl<D: Database> Lease<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    /// The next connection that the pool has free, with this statement run, which begins a transaction.
    pub(super) async fn begin(pool: &Pool<D>, statement: &'static str) -> Result<Self, Error> {
        let mut lease = Self::of(pool).await?;
        lease.execute(statement).await?;
        Ok(lease)
    }

    /// Runs this statement, which ends the transaction, and gives the connection back.
    pub(super) async fn end(mut self, statement: &'static str) -> Result<(), Error> {
        self.execute(statement).await?;
        self.give_back();
        Ok(())
    }
}

impl<D: Database> Deref for Lease<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        &self.connection
    }
}

impl<D: Database> DerefMut for Lease<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        &mut self.connection
    }
}

impl<D: Database> Drop for Lease<D> {
    fn drop(&mut self) {
        if !self.is_as_it_was {
            self.connection.close_on_drop();
        }
    }
}
