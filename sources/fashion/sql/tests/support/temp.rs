//! A database that is gone with the test.

use std::{any::Any, ops::Deref};

use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;

/// An empty database of its own.
pub(crate) struct Temp {
    sql: Sql,
    _place: Box<dyn Any + Send + Sync>,
}

impl Temp {
    /// In a file.
    pub(crate) async fn database() -> Self {
        let directory = tempfile::tempdir().expect("tests may write to the temporary directory");
        let sql = Sql::open(&directory.path().join("ogrom.db")).await.expect("the directory is there");
        Self::new(sql, directory).await
    }

    /// On the server that all tests share.
    pub(crate) async fn on_mariadb() -> Self {
        let server = Server::shared();
        let sql = Sql::connect(&server.database()).await.expect("the server is there");
        Self::new(sql, server).await
    }

    async fn new(sql: Sql, place: impl Any + Send + Sync) -> Self {
        sql.migrate().await.expect("the migrations are well-formed");
        Self { sql, _place: Box::new(place) }
    }
}

impl Deref for Temp {
    type Target = Sql;

    fn deref(&self) -> &Sql {
        &self.sql
    }
}
