//! The macro that makes a domain's own type of a database.

/// Makes a type over a [`Database`](crate::Database) that is local to the crate that invokes the macro, so that it can
/// implement the traits of a domain: `source! { /// Notes in SQL. pub struct Sql(SCHEMA); }`. `SCHEMA` is a static
/// [`Schema`](crate::Schema).
///
/// `Sql::open(path)`, `Sql::connect(url)`, `Sql::check(url)` and `reading_from` are those of the database with this schema.
/// The type dereferences to its database for all else, and its field `0` is the database.
/// [`IdempotencyStore`](ogrom_protocols::IdempotencyStore) is implemented. A clone shares the connections.
#[macro_export]
macro_rules! source {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident($schema:ident);) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $visibility struct $name($crate::Database);

        impl $name {
            /// Opens the SQLite database in this file; see [`Database::open`](ogrom_sources_sql::Database::open).
            $visibility async fn open(path: &::std::path::Path) -> $crate::private::Result<Self> {
                $crate::Database::open(path, &$schema).await.map(Self)
            }

            /// Connects to the MySQL or MariaDB database of this URL; see
            /// [`Database::connect`](ogrom_sources_sql::Database::connect).
            $visibility async fn connect(url: &str) -> $crate::private::Result<Self> {
                $crate::Database::connect(url, &$schema).await.map(Self)
            }

            /// Whether a URL can be connected to; see [`Database::check`](ogrom_sources_sql::Database::check).
            $visibility fn check(url: &str) -> $crate::private::Result<()> {
                $crate::Database::check(url)
            }

            /// Reads from the replicas of these URLs; see
            /// [`Database::reading_from`](ogrom_sources_sql::Database::reading_from).
            $visibility fn reading_from<'a>(
                self,
                replicas: impl ::core::iter::IntoIterator<Item = &'a str>,
                max_lag: ::core::time::Duration,
            ) -> $crate::private::Result<Self> {
                self.0.reading_from(replicas, max_lag).map(Self)
            }
        }

        impl ::core::convert::From<$crate::Database> for $name {
            /// The database must have been opened with the schema of this type.
            fn from(database: $crate::Database) -> Self {
                Self(database)
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $crate::Database;

            fn deref(&self) -> &$crate::Database {
                &self.0
            }
        }

        $crate::private::delegate_idempotency! { [] $name => 0 }
    };
}

/// For the macros of this crate alone.
#[doc(hidden)]
pub mod private {
    pub use ogrom_protocols::{Result, delegate_idempotency};
}
