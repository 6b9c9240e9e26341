//! A database that is gone with the test.

use std::{ops::Deref, path::PathBuf};

use ogrom_sources_sql::Sql;
use tempfile::TempDir;

/// An empty database in a directory of its own.
pub(crate) struct Temp {
    sql: Sql,
    directory: TempDir,
}

impl Temp {
    pub(crate) async fn database() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let sql = Sql::open(&directory.path().join("ogrom.db")).await.unwrap();
        sql.migrate().await.unwrap();
        Self { sql, directory }
    }

    #[allow(dead_code)]
    pub(crate) fn file(&self) -> PathBuf {
        self.directory.path().join("ogrom.db")
    }
}

impl Deref for Temp {
    type Target = Sql;

    fn deref(&self) -> &Sql {
        &self.sql
    }
}
