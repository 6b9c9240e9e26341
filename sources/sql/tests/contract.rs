//! The contract of idempotency keys, on the shared tables alone.

use std::{any::Any, ops::Deref};

use ogrom_sources_sql::{Database, SHARED, Schema};
use ogrom_tests_mariadb::Server;
use semver::Version;

static SCHEMA: Schema = Schema { version: Version::new(0, 0, 0), migrations: &[SHARED] };

/// An empty database of its own, gone with the test.
struct Temp {
    database: Database,
    _place: Box<dyn Any + Send + Sync>,
}

impl Temp {
    async fn new(database: Database, place: impl Any + Send + Sync) -> Self {
        database.migrate().await.expect("the migrations are well-formed");
        database.fits().await.expect("the migrations lead to the schema");
        Self { database, _place: Box::new(place) }
    }
}

impl Deref for Temp {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

mod sqlite {
    use super::*;

    ogrom_protocols_contract::contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Temp {
        let directory = tempfile::tempdir().expect("tests may write to the temporary directory");
        let file = directory.path().join("ogrom.db");
        Temp::new(Database::open(&file, &SCHEMA).await.expect("the directory is there"), directory).await
    }
}

mod mariadb {
    use super::*;

    ogrom_protocols_contract::contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Temp {
        let server = Server::shared();
        let database = Database::connect(&server.database(), &SCHEMA).await;
        Temp::new(database.expect("the server is there"), server).await
    }
}
