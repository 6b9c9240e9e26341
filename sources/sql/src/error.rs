//! Failures of the database, as errors of a source.

use std::time::Duration;

use ogrom_protocols::{Conflict, Error};
use sqlx::{error::DatabaseError, mysql::MySqlDatabaseError, sqlite::SqliteError};

/// When to retry where there are too many calls at once.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The cause that every write fails, as far as the database says so.
pub(crate) enum Obstacle {
    ReadOnly,
    Full,
}

/// The error that a failure of the database is to a caller.
pub(crate) fn failure(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => Conflict::Exists.into(),
        sqlx::Error::Database(cause) if is_damage(&**cause) => Error::corrupt(error),
        sqlx::Error::Database(cause) if is_unfit(&**cause) => Error::refused(error),
        sqlx::Error::Database(cause) if is_late(&**cause) => Error::TimedOut(error.into()),
        sqlx::Error::Database(cause) if is_passing(&**cause) => busy(error),
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => busy(error),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Error::corrupt(error),
        _ => Error::unavailable(error),
    }
}

/// Whether another writer came between, so that the whole work may succeed when it is done again: a deadlock, a lock that
/// was waited for in vain, a key that was taken or a reference that was deleted after it was looked for.
pub(crate) fn is_retryable(error: &sqlx::Error) -> bool {
    let number = error.as_database_error().and_then(mysql_number);
    matches!(number, Some(1062 | 1205 | 1213 | 1451 | 1452))
}

/// Whether the connection had ended before the query was answered.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        // The server says that it is going, or that an operator ended the connection.
        sqlx::Error::Database(cause) => matches!(mysql_number(&**cause), Some(1053 | 1927)),
        _ => false,
    }
}

fn busy(cause: sqlx::Error) -> Error {
    Error::Unavailable { retry_after: Some(RETRY_AFTER), cause: cause.into() }
}

/// Failures that pass. SQLite: `SQLITE_BUSY` and `SQLITE_LOCKED`, another process writes. MySQL: deadlocks and locks, too many
/// connections, going down, read-only for a while, a query or connection that was ended.
fn is_passing(error: &dyn DatabaseError) -> bool {
    matches!(sqlite_code(error), Some(5 | 6))
        || matches!(
            mysql_number(error),
            Some(1205 | 1213 | 1040 | 1203 | 1226 | 1053 | 1290 | 1792 | 1836 | 1317 | 1927)
        )
}

/// The server ended what took too long: on MariaDB, on MySQL.
fn is_late(error: &dyn DatabaseError) -> bool {
    matches!(mysql_number(error), Some(1969 | 3024))
}

/// `SQLITE_CORRUPT` and `SQLITE_NOTADB`.
fn is_damage(error: &dyn DatabaseError) -> bool {
    matches!(sqlite_code(error), Some(11 | 26))
}

/// The value itself cannot be stored, however often that is tried: it breaks a rule of its table, or is too long. SQLite:
/// `SQLITE_TOOBIG`, `SQLITE_CONSTRAINT`, `SQLITE_MISMATCH`. MySQL: nothing where something must be, out of range, of another
/// character set, too long, a reference, a rule of the table (MySQL's and MariaDB's).
fn is_unfit(error: &dyn DatabaseError) -> bool {
    matches!(sqlite_code(error), Some(18..=20))
        || matches!(mysql_number(error), Some(1048 | 1264 | 1366 | 1406 | 1451 | 1452 | 3819 | 4025))
}

/// SQLite's result code without the extension in its higher bytes.
fn sqlite_code(error: &dyn DatabaseError) -> Option<u32> {
    error.try_downcast_ref::<SqliteError>()?;
    error.code()?.parse::<u32>().ok().map(|code| code & 0xff)
}

/// The number of an error of MySQL or MariaDB.
fn mysql_number(error: &dyn DatabaseError) -> Option<u16> {
    error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number)
}

// === impl Obstacle ===

impl Obstacle {
    /// The one that a failure reports. SQLite: `SQLITE_FULL`, `SQLITE_READONLY`. MySQL: the disk or the table is full; the
    /// server, the transaction or the storage engine is read-only.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        let cause = std::error::Error::source(error)?.downcast_ref::<sqlx::Error>()?.as_database_error()?;
        match (sqlite_code(cause), mysql_number(cause)) {
            (Some(8), _) | (_, Some(1290 | 1792 | 1836)) => Some(Self::ReadOnly),
            (Some(13), _) | (_, Some(1021 | 1114)) => Some(Self::Full),
            _ => None,
        }
    }
}
