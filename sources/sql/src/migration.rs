//! Migrations, which are a part of the program.
//!
//! They are listed, since sqlx's own macro for it compiles sqlx with both databases a second time, to run in the compiler.

use sqlx::{
    SqlStr,
    migrate::{Migration as SqlxMigration, MigrationType, Migrator},
};

/// A change of the tables, in every dialect. [`migrations!`](crate::migrations) reads them from files.
///
/// Its number is its place among all migrations of a schema. A database records the number and the checksum of what was
/// applied, so a released migration never changes: neither its bytes nor its place.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The name of its file. Digits at its start are for the reader.
    pub name: &'static str,
    /// Its statements for SQLite, separated by semicolons.
    pub sqlite: &'static str,
    /// Its statements for MySQL and MariaDB.
    pub mysql: &'static str,
}

/// The tables that this crate needs, for a new domain to put before its own: `once_requests` for idempotency keys,
/// `schema_version`, and `heartbeat`. The version that they record is 0.0.0, until a migration of the domain updates it.
///
/// This list never grows, since the numbers of a domain's migrations follow it. A new table comes in a list of its own.
pub const SHARED: &[Migration] =
    crate::migrations!("../migrations": "once_requests" "schema_version" "heartbeat");

/// Lists the migrations in the folder of each dialect: `migrations!("../migrations": "0001_notes" "0002_authors")` reads
/// `../migrations/sqlite/0001_notes.sql` and `../migrations/mysql/0001_notes.sql`, from the file that says so.
#[macro_export]
macro_rules! migrations {
    ($folder:literal: $($name:literal)+) => {
        &[$($crate::Migration {
            name: $name,
            sqlite: include_str!(concat!($folder, "/sqlite/", $name, ".sql")),
            mysql: include_str!(concat!($folder, "/mysql/", $name, ".sql")),
        }),+]
    };
}

/// Applies these migrations of a schema, in the dialect that `text` chooses. It ignores what a newer release has added.
pub(crate) fn migrator(all: &[&[Migration]], text: fn(&Migration) -> &'static str) -> Migrator {
    let all = all.iter().copied().flatten();
    let migrations = (1..).zip(all).map(|(number, migration)| {
        let description = migration.name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
        let description = description.replace('_', " ").into();
        let text = SqlStr::from_static(text(migration));
        SqlxMigration::new(number, description, MigrationType::Simple, text, false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    migrator.set_ignore_missing(true);
    migrator
}
