//! The migrations of each database, which are a part of the program.
//!
//! They are listed here, since sqlx's own macro for it compiles sqlx with both databases a second time, to run in the
//! compiler.

use sqlx::{
    SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};

/// A migration's name, which begins with its number, and its statements.
type Listed = (&'static str, &'static str);

/// The migrations in the folder of each database; their names are the same everywhere.
macro_rules! migrations {
    ($($name:literal)+) => {
        /// Those of SQLite.
        pub(crate) const SQLITE: &[Listed] = &[$(migrations!("sqlite", $name)),+];
        /// Those of MySQL and MariaDB.
        pub(crate) const MYSQL: &[Listed] = &[$(migrations!("mysql", $name)),+];
    };
    ($database:literal, $name:literal) => {
        ($name, include_str!(concat!("../../migrations/", $database, "/", $name, ".sql")))
    };
}

migrations! {
    "0001_users"
    "0002_products"
    "0003_product_categories"
    "0004_product_prices"
    "0005_product_words"
    "0006_collages"
    "0007_collage_products"
    "0008_comments"
    "0009_likes"
    "0010_once_requests"
    "0011_schema_version"
    "0012_heartbeat"
}

/// Applies what is listed. What a newer release has added is no harm.
pub(super) fn migrator(listed: &[Listed]) -> Migrator {
    let migrations = (1..).zip(listed).map(|(version, (name, sql))| {
        let (_, description) = name.split_once('_').unwrap_or(("", name));
        let description = description.replace('_', " ").into();
        Migration::new(version, description, MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    migrator.set_ignore_missing(true);
    migrator
}
