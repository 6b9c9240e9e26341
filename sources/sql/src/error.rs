//! What failures of the database mean to those who asked.

use std::time::Duration;

use ogrom_protocols::{BoxError, Conflict, Error};
use sqlx::error::DatabaseError;

/// When to ask again where too many ask at once.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What this failure of the database means.
pub(crate) fn failure(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => Conflict::Exists.into(),
        sqlx::Error::Database(cause) if is_damage(&**cause) => corrupt(error),
        sqlx::Error::Database(cause) if is_contention(&**cause) => busy(error),
        sqlx::Error::PoolTimedOut => busy(error),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => corrupt(error),
        _ => Error::unavailable(error),
    }
}

/// What is stored cannot be read.
pub(crate) fn corrupt(cause: impl Into<BoxError>) -> Error {
    Error::corrupt(cause)
}

fn busy(cause: sqlx::Error) -> Error {
    Error::Unavailable { retry_after: Some(RETRY_AFTER), cause: cause.into() }
}

/// `SQLITE_BUSY` and `SQLITE_LOCKED`: another process writes.
fn is_contention(error: &dyn DatabaseError) -> bool {
    matches!(primary_code(error), Some(5 | 6))
}

/// `SQLITE_CORRUPT` and `SQLITE_NOTADB`.
fn is_damage(error: &dyn DatabaseError) -> bool {
    matches!(primary_code(error), Some(11 | 26))
}

/// SQLite's result code without the extension in its higher bytes.
fn primary_code(error: &dyn DatabaseError) -> Option<u32> {
    error.code()?.parse::<u32>().ok().map(|code| code & 0xff)
}
