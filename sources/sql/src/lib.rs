#![doc = include_str!("../README.md")]

pub mod batch;
pub mod columns;
mod database;
mod dialect;
mod error;
mod idempotency;
mod migration;
pub mod page;
mod pool;
mod schema;
mod source;
mod statement;
mod task;
pub mod version;
mod writable;

pub use crate::{
    database::{Database, Row, Transaction, Work},
    migration::{Migration, SHARED},
    pool::Pool,
    schema::{Schema, SchemaError, UnfitSchema},
    statement::{Query, Statement, Value},
    writable::Unwritable,
};
#[doc(hidden)]
pub use source::private;

/// The statements of this crate, by the file that they are in, for the checks of a domain that prepares all of its own.
pub const STATEMENTS: &[(&str, &[(&str, Statement)])] =
    &[("driver", database::LAST_WRITE), ("idempotency", idempotency::ALL), ("schema", schema::ALL)];
