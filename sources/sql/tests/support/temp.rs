//! A database that is gone with the test.

use std::ops::Deref;

use ogrom_sources_sql::Sql;
use tempfile::TempDir;

/// An empty database in a directory of its own.
pub(crate) struct Temp {
    sql: Sql,
    _directory: TempDir,
}

impl Temp {
    pub(crate) async fn database() -> Self {
        let directory = tempfile::tempdir().expect("tests may write to the temporary directory");
        let sql = Sql::open(&directory.path().join("ogrom.db")).await.expect("the directory is there");
        sql.migrate().await.expect("the migrations are well-formed");
        Self { sql, _directory: directory }
    }
}

impl Deref for Temp {
    type Target = Sql;

    fn deref(&self) -> &Sql {
        &self.sql
    }
}
