#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod like;
mod product;
mod schema;
mod tombstone;
mod user;

#[cfg(test)]
mod checks;

pub use schema::SCHEMA;

ogrom_sources_sql::source! {
    /// A source over a SQL database: every reader, writer and import of the domain, and idempotency keys. Cheap to clone; all
    /// clones share the connections.
    pub struct Sql(SCHEMA);
}
