//! The connections that read: kept open, and lent to one query at a time.
//!
//! The pools of sqlx ping each connection that comes back. To a short query that adds as much again: another round trip,
//! and another piece of work for the server. These are not pinged. A query that finds its connection lost runs again on
//! another one, which it can since it changes nothing. A connection whose query came to no end is closed, since its result
//! may be on its way yet, and the next query would take it for its own: a statement whose preparation is given up is
//! unknown to the driver.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection as _, Error, Executor, MySqlConnection, mysql::MySqlConnectOptions};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};

use super::{Row, connection, rows};
use crate::{Pool, Query, error::is_lost};

/// How long a server may take to come to the end of a query that was given up: longer than it lets any query take.
const SETTLED_WITHIN: Duration = Duration::from_secs(6);

/// The connections that read. Clones share them.
#[derive(Clone)]
pub(super) struct ReadPool(Arc<Shared>);

struct Shared {
    options: MySqlConnectOptions,
    /// One for each connection that may be lent.
    permits: Arc<Semaphore>,
    /// Those that are not lent, the last used last.
    idle: Mutex<Vec<IdleConnection>>,
}

struct IdleConnection {
    connection: MySqlConnection,
    made: Instant,
    used: Instant,
}

/// A connection that is lent. It goes back to the pool after a good end of its query; else it is closed.
struct ReadLease<'r> {
    pool: &'r ReadPool,
    connection: Option<IdleConnection>,
    permit: Option<OwnedSemaphorePermit>,
}

// === impl ReadPool ===

impl ReadPool {
    /// None yet: each is made when there is a query for it.
    pub(super) fn new(options: MySqlConnectOptions) -> Self {
        let permits = Arc::new(Semaphore::new(connection::READERS as usize));
        Self(Arc::new(Shared { options, permits, idle: Mutex::default() }))
    }

    /// The rows of the query.
    pub(super) async fn rows(&self, query: &Query) -> Result<Vec<Row>, Error> {
        let patience = Instant::now() + connection::PATIENCE;
        loop {
            let permit = timeout_at(patience, Arc::clone(&self.0.permits).acquire_owned()).await;
            let permit = permit.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
            let (connection, is_new) = match self.take() {
                Some(connection) => (connection, false),
                // Boxed, for it has all in it that a new connection takes.
                None => match timeout_at(patience, Box::pin(self.connect())).await {
                    Ok(connection) => (IdleConnection::new(connection?), true),
                    Err(_) => return Err(Error::PoolTimedOut),
                },
            };
            let lease = ReadLease { pool: self, connection: Some(connection), permit: Some(permit) };
            match lease.rows(query).await {
                // Nothing shows beforehand that the server has closed a connection, as it does when it restarts.
                Err(error) if is_lost(&error) && !is_new => {}
                result => return result,
            }
        }
    }

    /// A new connection that reads.
    pub(super) async fn connect(&self) -> Result<MySqlConnection, Error> {
        let mut connection = self.0.options.connect().await?;
        connection.execute(connection::READING).await?;
        Ok(connection)
    }

    /// Closes all connections once the present queries have ended. Later ones find the pool closed.
    pub(super) async fn close(&self) {
        let all = self.0.permits.acquire_many(connection::READERS).await;
        self.0.permits.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for idle in idle {
            // A server that is gone has closed it already.
            let _ = idle.connection.close().await;
        }
    }

    /// How many there are. A lent connection is open, or about to be.
    pub(super) fn pool(&self, name: &'static str) -> Pool {
        let number = |connections: usize| u32::try_from(connections).unwrap_or(u32::MAX);
        let idle = number(self.idle().len());
        let lent = connection::READERS.saturating_sub(number(self.0.permits.available_permits()));
        Pool { name, open: idle + lent, idle, most: connection::READERS }
    }

    /// The connection that was used last, unless it is too old.
    fn take(&self) -> Option<IdleConnection> {
        let mut idle = self.idle();
        while let Some(last) = idle.pop() {
            if last.made.elapsed() < connection::AGE && last.used.elapsed() < connection::IDLE {
                return Some(last);
            }
        }
        None
    }

    fn give_back(&self, connection: IdleConnection) {
        self.idle().push(IdleConnection { used: Instant::now(), ..connection });
    }

    /// A panic that poisons the lock leaves nothing half done.
    fn idle(&self) -> MutexGuard<'_, Vec<IdleConnection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ReadPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadPool").field("idle", &self.idle().len()).finish_non_exhaustive()
    }
}

// === impl IdleConnection ===

impl IdleConnection {
    fn new(connection: MySqlConnection) -> Self {
        let now = Instant::now();
        Self { connection, made: now, used: now }
    }
}

// === impl ReadLease ===

impl ReadLease<'_> {
    async fn rows(mut self, query: &Query) -> Result<Vec<Row>, Error> {
        let Some(lent) = &mut self.connection else { return Err(Error::PoolClosed) };
        let result = rows(&mut lent.connection, query).await;
        if result.is_ok() {
            self.connection.take().into_iter().for_each(|connection| self.pool.give_back(connection));
        }
        result
    }
}

impl Drop for ReadLease<'_> {
    /// The server may be at work for it yet, so its permit stays taken until the server responds to it, or could have.
    fn drop(&mut self) {
        let permit = self.permit.take();
        let (Some(mut lent), Ok(runtime)) = (self.connection.take(), Handle::try_current()) else { return };
        runtime.spawn(async move {
            let _ = timeout(SETTLED_WITHIN, lent.connection.ping()).await;
            let _ = timeout(connection::PATIENCE, lent.connection.close()).await;
            drop(permit);
        });
    }
}
