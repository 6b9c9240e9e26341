//! A database, as the source of a domain sees it: queries go in, rows come out, and a write is one transaction.
//!
//! The nouns are written against this file alone. [`Pools`] and the files below know which database there is.

mod last_write;
mod lease;
mod mysql;
mod pools;
mod row;
mod sqlite;

use std::{path::Path, pin::Pin, sync::Arc, time::Duration};

use ogrom_protocols::{Context, Result};
use tokio::time::sleep;

pub(crate) use self::last_write::ALL as LAST_WRITE;
use self::{last_write::LastWrite, pools::Pools};
pub use self::{pools::Transaction, row::Row};
use crate::{
    Pool, Query, Schema,
    task::{detached, in_time},
};

/// How often a write is tried where other writers keep getting in its way.
const ATTEMPTS: u32 = 10;

/// The connections to a database. Cheap to clone; all clones share them. It needs a running tokio.
#[derive(Debug, Clone)]
pub struct Database {
    schema: &'static Schema,
    pools: Pools,
    last_write: Arc<LastWrite>,
}

/// The future of a transaction's work, boxed so that it can borrow the transaction.
pub type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>;

// === impl Database ===

impl Database {
    /// Opens the SQLite database in this file, and makes an empty one where there is none. Applies no migrations: that
    /// is [`migrate`](Self::migrate). [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where the file cannot
    /// be opened, [`Error::Corrupt`](ogrom_protocols::Error::Corrupt) where it is no database.
    pub async fn open(path: &Path, schema: &'static Schema) -> Result<Self> {
        sqlite::SqlitePools::open(path).await.map(|pools| Self::new(schema, Pools::Sqlite(pools)))
    }

    /// Connects to the MySQL or MariaDB database of this URL: `mysql://user:password@host:port/database`, with `?socket=PATH`
    /// for a local socket, with `?ssl-mode=VERIFY_IDENTITY&ssl-ca=FILE` for an encrypted connection. The database must be
    /// there; its tables need not. Applies no migrations: that is [`migrate`](Self::migrate).
    /// [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where the server cannot be reached.
    pub async fn connect(url: &str, schema: &'static Schema) -> Result<Self> {
        Box::pin(mysql::MySqlPools::connect(url)).await.map(|pools| Self::new(schema, Pools::MySql(pools)))
    }

    /// Whether [`connect`](Self::connect) and [`reading_from`](Self::reading_from) can use a URL: it has all its parts, and
    /// the files that it names can be read. Connects to no server.
    /// [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where they cannot.
    pub fn check(url: &str) -> Result<()> {
        mysql::check(url)
    }

    /// Reads from the replicas of these URLs, by turns, instead of the MySQL or MariaDB server, which still gets all
    /// writes. They need not be there yet.
    ///
    /// A replica that shows nothing newer than `max_lag` ago, or that cannot be reached, is left out until it has caught up;
    /// where all are, the server is read. A caller that has written through this source sees it: its queries go to the
    /// server until a replica shows the write. The same holds for a call that must see what was written before an
    /// instant, see [`Context::as_of`]. To learn how far a replica is behind, this source counts up in the table `heartbeat`
    /// twice a second.
    ///
    /// Call it within a runtime. [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) for a URL that is none, or
    /// where the database is a file.
    pub fn reading_from<'a>(
        self,
        replicas: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        let schema = self.schema;
        self.pools.reading_from(replicas, max_lag).map(|pools| Self::new(schema, pools))
    }

    /// Brings the tables up to date; does nothing where they are, or where a newer release has brought them further.
    pub async fn migrate(&self) -> Result<()> {
        self.pools.migrate(self.schema).await
    }

    /// Closes all connections once the present queries have ended, so that the file alone holds everything.
    /// Later calls find the source unavailable.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// All connections, as they are now.
    pub fn pools(&self) -> Vec<Pool> {
        self.pools.pools()
    }

    /// How old the state that each replica shows is, at most; absent for one that is left out.
    pub fn replicas(&self) -> Vec<Option<Duration>> {
        self.pools.replicas()
    }

    /// The rows of the query: a single statement, and so a single state of the database.
    pub async fn rows(&self, ctx: &Context, query: Query) -> Result<Vec<Row>> {
        in_time(ctx, self.pools.rows(ctx, query)).await
    }

    /// Does the work in a transaction, and commits it if the result is no error. The work finds its input in `given`.
    ///
    /// It runs in a task of its own: a caller that gives up, or whose deadline passes, never cuts the work in two. A work
    /// that has not begun by then never begins. Where another writer got in its way, it is rolled back and run again from
    /// its beginning, so that it sees what the other one wrote.
    pub async fn write<G: Send + Sync + 'static, T: Send + 'static>(
        &self,
        ctx: &Context,
        given: G,
        work: impl for<'t> Fn(&'t G, &'t mut Transaction) -> Work<'t, T> + Send + Sync + 'static,
    ) -> Result<T> {
        let (pools, context) = (self.pools.clone(), ctx.clone());
        self.undivided(ctx, async move { attempts(&pools, &context, &given, work).await }).await
    }

    /// Runs one statement, which is a transaction by itself, and returns how many rows it changed. It takes one round trip.
    /// Where its connection was lost or another writer got in its way, it runs again. So it must be a statement that changes
    /// nothing more when it is repeated.
    pub async fn run_repeatable(&self, ctx: &Context, query: Query) -> Result<u64> {
        let pools = self.pools.clone();
        self.undivided(ctx, async move { pools.run(query).await }).await
    }

    /// Does a write in a task of its own, so that a caller that gives up does not cut it in two.
    async fn undivided<T: Send + 'static>(
        &self,
        ctx: &Context,
        write: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let (Self { pools, last_write, .. }, context) = (self.clone(), ctx.clone());
        let task = Box::pin(async move {
            let result = write.await;
            last_write.note(&result);
            pools.wrote(&context);
            result
        });
        in_time(ctx, detached(task)).await
    }

    /// The rows of a query on the primary, without a deadline.
    pub(crate) async fn latest_rows(&self, query: Query) -> Result<Vec<Row>> {
        self.pools.latest_rows(query).await
    }

    /// Whether the next write would be kept.
    pub(crate) async fn next_write(&self) -> Result<()> {
        self.last_write.another_can_follow(&self.pools).await
    }

    /// The schema of this release.
    pub(crate) fn own_schema(&self) -> &'static Schema {
        self.schema
    }

    fn new(schema: &'static Schema, pools: Pools) -> Self {
        Self { schema, pools, last_write: Arc::default() }
    }
}

/// Does the work in one transaction after the other, until one is committed or fails for good.
async fn attempts<G, T>(
    pools: &Pools,
    ctx: &Context,
    given: &G,
    work: impl for<'t> Fn(&'t G, &'t mut Transaction) -> Work<'t, T>,
) -> Result<T> {
    let mut attempt = 1;
    loop {
        let mut transaction = in_time(ctx, pools.begin()).await?;
        let error = match work(given, &mut transaction).await {
            Ok(result) => return transaction.commit().await.map(|()| result),
            Err(error) => error,
        };
        let again = transaction.is_retryable() && attempt < ATTEMPTS;
        // Where the rollback fails the connection is lost, and the work undone with that. The caller gets the first error.
        if transaction.rollback().await.is_err() || !again {
            return Err(error);
        }
        // Of those who are in each other's way one gets through, so that it need not be long.
        sleep(Duration::from_millis(1 << attempt)).await;
        attempt += 1;
    }
}

/// The connections of a pool.
fn of_sqlx<D: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<D>) -> Pool {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    Pool { name, open: pool.size(), idle, most: pool.options().get_max_connections() }
}

#[cfg(test)]
mod schema;
