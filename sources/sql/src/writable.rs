//! Whether a database takes writes.

use ogrom_protocols::Error;

use crate::{Database, error::Obstacle};

/// Why a database takes no writes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unwritable {
    /// The server, or the file, was made read-only.
    #[error("it is read-only")]
    ReadOnly(#[source] Error),
    /// Its disk, or its share of one, is full.
    #[error("it has no room left")]
    Full(#[source] Error),
    /// It fails in another way, or is away.
    #[error("it takes no writes")]
    Failing(#[source] Error),
}

// === impl Database ===

impl Database {
    /// Whether it takes writes now. Costs nothing within a second of a write that was kept, and a transaction without a
    /// change otherwise. After a write that failed it makes a small change of its own, until one is kept. Waits as long as a
    /// write does, up to 3 s for a connection.
    pub async fn can_write(&self) -> Result<(), Unwritable> {
        self.next_write().await.map_err(|error| match Obstacle::of(&error) {
            Some(Obstacle::ReadOnly) => Unwritable::ReadOnly(error),
            Some(Obstacle::Full) => Unwritable::Full(error),
            None => Unwritable::Failing(error),
        })
    }
}
