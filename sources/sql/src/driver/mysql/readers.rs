//! The connections that read: kept open, and lent to one question at a time.
//!
//! The pools of sqlx ask each connection that comes back whether it is still there. To a short question that adds as much
//! again: another way there and back, and another piece of work for the server. These are not asked. Who finds a
//! connection lost takes another one, which a question can that changes nothing. A connection whose question came to no end
//! is closed, since its answer may be on its way yet, and the next question would take it for its own: what is prepared
//! when a question is given up, the driver does not know of.

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

use super::{Query, Row, connection, rows};
use crate::{Pool, error::is_lost};

/// How long a server may take to come to the end of a question that was given up: longer than it lets any question take.
const SETTLED_WITHIN: Duration = Duration::from_secs(6);

/// The connections that read. Clones share them.
#[derive(Clone)]
pub(super) struct Readers(Arc<Shared>);

struct Shared {
    options: MySqlConnectOptions,
    /// One for each connection that may be lent.
    places: Arc<Semaphore>,
    /// Those that are not lent, the last used last.
    idle: Mutex<Vec<Kept>>,
}

struct Kept {
    connection: MySqlConnection,
    made: Instant,
    used: Instant,
}

/// A connection that is lent. It is kept where its question was answered; else it is closed.
struct Lent<'r> {
    readers: &'r Readers,
    kept: Option<Kept>,
    place: Option<OwnedSemaphorePermit>,
}

// === impl Readers ===

impl Readers {
    /// None yet: each is made when there is a question for it.
    pub(super) fn new(options: MySqlConnectOptions) -> Self {
        let places = Arc::new(Semaphore::new(connection::READERS as usize));
        Self(Arc::new(Shared { options, places, idle: Mutex::default() }))
    }

    /// The rows that the query answers with.
    pub(super) async fn rows(&self, query: &Query) -> Result<Vec<Row>, Error> {
        let patience = Instant::now() + connection::PATIENCE;
        loop {
            let place = timeout_at(patience, Arc::clone(&self.0.places).acquire_owned()).await;
            let place = place.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
            let (kept, is_new) = match self.take() {
                Some(kept) => (kept, false),
                // Boxed, for it has all in it that a new connection takes.
                None => match timeout_at(patience, Box::pin(self.connect())).await {
                    Ok(connection) => (Kept::new(connection?), true),
                    Err(_) => return Err(Error::PoolTimedOut),
                },
            };
            match (Lent { readers: self, kept: Some(kept), place: Some(place) }).rows(query).await {
                // Nothing tells beforehand that the server has closed a connection, be it that it began anew.
                Err(error) if is_lost(&error) && !is_new => {}
                answer => return answer,
            }
        }
    }

    /// A new connection that reads.
    pub(super) async fn connect(&self) -> Result<MySqlConnection, Error> {
        let mut connection = self.0.options.connect().await?;
        connection.execute(connection::READING).await?;
        Ok(connection)
    }

    /// Closes all connections once the present questions are answered. Later ones find the pool closed.
    pub(super) async fn close(&self) {
        let all = self.0.places.acquire_many(connection::READERS).await;
        self.0.places.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for kept in idle {
            // A server that is gone has closed it already.
            let _ = kept.connection.close().await;
        }
    }

    /// How many there are. What is lent is open, or about to be.
    pub(super) fn pool(&self, name: &'static str) -> Pool {
        let number = |connections: usize| u32::try_from(connections).unwrap_or(u32::MAX);
        let idle = number(self.idle().len());
        let lent = connection::READERS.saturating_sub(number(self.0.places.available_permits()));
        Pool { name, open: idle + lent, idle, most: connection::READERS }
    }

    /// The connection that was used last, unless it is too old.
    fn take(&self) -> Option<Kept> {
        let mut idle = self.idle();
        while let Some(kept) = idle.pop() {
            if kept.made.elapsed() < connection::AGE && kept.used.elapsed() < connection::IDLE {
                return Some(kept);
            }
        }
        None
    }

    fn keep(&self, kept: Kept) {
        self.idle().push(Kept { used: Instant::now(), ..kept });
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn idle(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("idle", &self.idle().len()).finish_non_exhaustive()
    }
}

// === impl Kept ===

impl Kept {
    fn new(connection: MySqlConnection) -> Self {
        let now = Instant::now();
        Self { connection, made: now, used: now }
    }
}

// === impl Lent ===

impl Lent<'_> {
    async fn rows(mut self, query: &Query) -> Result<Vec<Row>, Error> {
        let Some(kept) = &mut self.kept else { return Err(Error::PoolClosed) };
        let answer = rows(&mut kept.connection, query).await;
        if answer.is_ok() {
            self.kept.take().into_iter().for_each(|kept| self.readers.keep(kept));
        }
        answer
    }
}

impl Drop for Lent<'_> {
    /// The server may be at work for it yet, so that its place stays taken until the server responds to it, or could have.
    fn drop(&mut self) {
        let place = self.place.take();
        let (Some(mut kept), Ok(runtime)) = (self.kept.take(), Handle::try_current()) else { return };
        runtime.spawn(async move {
            let _ = timeout(SETTLED_WITHIN, kept.connection.ping()).await;
            let _ = timeout(connection::PATIENCE, kept.connection.close()).await;
            drop(place);
        });
    }
}
