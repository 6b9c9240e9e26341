#![doc = include_str!("../README.md")]

mod batch;
mod collage;
mod columns;
mod comment;
mod dialect;
mod driver;
mod error;
mod idempotency;
mod like;
mod page;
mod pool;
mod product;
mod schema;
mod user;
mod version;
mod writable;

#[cfg(test)]
mod checks;

use std::{path::Path, time::Duration};

use ogrom_protocols::Result;

use crate::driver::Driver;
pub use crate::pool::Pool;
pub use crate::schema::{SCHEMA, SchemaError, UnfitSchema};
pub use crate::writable::Unwritable;

/// A source over a SQL database. Cheap to clone; all clones share the connections.
#[derive(Debug, Clone)]
pub struct Sql(Driver);

// === impl Sql ===

impl Sql {
    /// Opens the SQLite database in this file, and makes an empty one where there is none. Applies no migrations: that
    /// is [`migrate`](Self::migrate). [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where the file cannot
    /// be opened, [`Error::Corrupt`](ogrom_protocols::Error::Corrupt) where it is no database.
    pub async fn open(path: &Path) -> Result<Self> {
        Driver::open(path).await.map(Self)
    }

    /// Connects to the MySQL or MariaDB database of this URL: `mysql://user:password@host:port/database`, with `?socket=PATH`
    /// for a local socket, with `?ssl-mode=VERIFY_IDENTITY&ssl-ca=FILE` for a connection that nobody else can read. The
    /// database must be there; its tables need not. Applies no migrations: that is [`migrate`](Self::migrate).
    /// [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where the server cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        Driver::connect(url).await.map(Self)
    }

    /// Whether [`connect`](Self::connect) and [`reading_from`](Self::reading_from) can do something with a URL: it has all
    /// its parts, and the files that it names can be read. Asks no server.
    /// [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) where they cannot.
    pub fn check(url: &str) -> Result<()> {
        Driver::check(url)
    }

    /// Reads from the replicas behind these URLs, by turns, instead of the MySQL or MariaDB server, which still has all
    /// writes. They need not be there yet.
    ///
    /// A replica that shows nothing newer than `max_lag` ago, or that cannot be asked, is left out until it has caught up;
    /// where all are, the server is read. Whoever has written through this source sees it: what they ask is asked of
    /// the server until a replica shows their write. The same holds for a question that must show what was written before an
    /// instant, see [`Context::as_of`](ogrom_protocols::Context::as_of). To learn how far a replica is behind, this source
    /// counts up in the table `heartbeat` twice a second.
    ///
    /// Call it within a runtime. [`Error::Unavailable`](ogrom_protocols::Error::Unavailable) for a URL that is none, or
    /// where the database is a file.
    pub fn reading_from<'a>(
        self,
        replicas: impl IntoIterator<Item = &'a str>,
        max_lag: Duration,
    ) -> Result<Self> {
        self.0.reading_from(replicas, max_lag).map(Self)
    }

    /// Brings the tables up to date; does nothing where they are, or where a newer release has brought them further.
    pub async fn migrate(&self) -> Result<()> {
        self.0.migrate().await
    }

    /// Closes all connections once the present questions are answered, so that the file alone holds everything.
    /// Questions asked later find the source unavailable.
    pub async fn close(&self) {
        self.0.close().await;
    }
}
