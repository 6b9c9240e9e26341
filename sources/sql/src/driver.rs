//! The database as the nouns see it: statements with values go in, rows come out, and a write is one transaction.
//!
//! The nouns are written against this file alone. Which database answers is known to [`Pools`] and what follows from it.

mod last_write;
mod lease;
pub(crate) mod migrations;
mod mysql;
mod pools;
mod row;
mod sqlite;

use std::{
    future::Future,
    path::Path,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use ogrom_protocols::{Context, Error, Result};
use tokio::time::{sleep, timeout_at};

#[cfg(test)]
pub(crate) use self::last_write::ALL as STATEMENTS;
use self::{last_write::LastWrite, pools::Pools};
pub(crate) use self::{pools::Transaction, row::Row};
use crate::{Pool, dialect::Statement};

/// How often a write is tried where other writers keep getting in its way.
const ATTEMPTS: u32 = 10;

/// The connections to a database. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Driver {
    pools: Pools,
    last_write: Arc<LastWrite>,
}

/// A statement with its values.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    statement: Statement,
    values: Vec<Value>,
}

/// What is bound to a placeholder.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Bytes(Vec<u8>),
    Null,
}

/// What a transaction does, boxed so that it can borrow the transaction.
pub(crate) type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>;

// === impl Driver ===

impl Driver {
    pub(crate) async fn open(path: &Path) -> Result<Self> {
        sqlite::Pools::open(path).await.map(|pools| Pools::Sqlite(pools).into())
    }

    pub(crate) async fn connect(url: &str) -> Result<Self> {
        Box::pin(mysql::Pools::connect(url)).await.map(|pools| Pools::MySql(pools).into())
    }

    pub(crate) fn check(url: &str) -> Result<()> {
        mysql::check(url)
    }

    pub(crate) fn reading_from<'a>(
        self,
        urls: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        self.pools.reading_from(urls, max_lag).map(Self::from)
    }

    pub(crate) async fn migrate(&self) -> Result<()> {
        self.pools.migrate().await
    }

    pub(crate) async fn close(&self) {
        self.pools.close().await;
    }

    pub(crate) fn pools(&self) -> Vec<Pool> {
        self.pools.pools()
    }

    pub(crate) fn replicas(&self) -> Vec<Option<Duration>> {
        self.pools.replicas()
    }

    /// The rows that the query answers with. A single statement, and so a single state of the database.
    pub(crate) async fn rows(&self, ctx: &Context, query: Query) -> Result<Vec<Row>> {
        in_time(ctx, self.pools.rows(ctx, query)).await
    }

    /// The same, for a question that nobody waits for but whoever starts the service.
    pub(crate) async fn rows_of_schema(&self, query: Query) -> Result<Vec<Row>> {
        self.pools.latest_rows(query).await
    }

    /// Whether it takes writes now.
    pub(crate) async fn can_write(&self) -> Result<()> {
        self.last_write.another_can_follow(&self.pools).await
    }

    /// Does the work in a transaction, and keeps it if the answer is no error. The work finds in `given` what it needs.
    ///
    /// It runs in a task of its own: an asker who hangs up, or whose time is up, no longer hears the answer, but never
    /// cuts the work in two. A work that has not begun by then never begins. Where another writer got in its way, it is
    /// undone and done again from its beginning, so that it sees what the other one wrote.
    pub(crate) async fn write<G: Send + Sync + 'static, T: Send + 'static>(
        &self,
        ctx: &Context,
        given: G,
        work: impl for<'t> Fn(&'t G, &'t mut Transaction) -> Work<'t, T> + Send + Sync + 'static,
    ) -> Result<T> {
        let (Self { pools, last_write }, context) = (self.clone(), ctx.clone());
        let task = async move {
            let answer = attempts(&pools, &context, &given, work).await;
            last_write.note(&answer);
            pools.wrote(&context);
            answer
        };
        in_time(ctx, async {
            match tokio::spawn(task).await {
                Ok(answer) => answer,
                Err(stopped) => match stopped.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(stopped) => Err(Error::unavailable(stopped)),
                },
            }
        })
        .await
    }
}

impl From<Pools> for Driver {
    fn from(pools: Pools) -> Self {
        Self { pools, last_write: Arc::default() }
    }
}

/// Does the work in one transaction after the other, until one is kept or fails for good.
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
            Ok(answer) => return transaction.commit().await.map(|()| answer),
            Err(error) => error,
        };
        let again = transaction.was_in_the_way() && attempt < ATTEMPTS;
        // Where it cannot be undone its connection is lost, and the work undone with that. Why it failed is told in any case.
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

/// The answer, if it comes before the asker's deadline.
async fn in_time<T>(ctx: &Context, answer: impl Future<Output = Result<T>>) -> Result<T> {
    match ctx.deadline {
        None => answer.await,
        Some(deadline) if deadline <= Instant::now() => {
            Err(Error::TimedOut("the deadline has passed".into()))
        }
        Some(deadline) => {
            timeout_at(deadline.into(), answer).await.unwrap_or_else(|e| Err(Error::TimedOut(e.into())))
        }
    }
}

// === impl Query ===

impl Query {
    /// The same query with a value for its next placeholder.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

impl Statement {
    /// The query of this statement, without values yet.
    pub(crate) fn query(self) -> Query {
        Query { statement: self, values: Vec::new() }
    }

    /// The query of this statement with a value for its first placeholder.
    pub(crate) fn bind(self, value: impl Into<Value>) -> Query {
        self.query().bind(value)
    }
}

// === impl Value ===

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
