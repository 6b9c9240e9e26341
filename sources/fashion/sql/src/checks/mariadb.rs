//! MariaDB understands every statement. How much it reads for each list is in `tests/reads.rs`: what it means to do
//! depends on what is stored, and on the values that are bound.

use ogrom_tests_mariadb::Server;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, SqlSafeStr};

use super::{released, statements};
use crate::Sql;

#[tokio::test]
async fn every_statement_is_understood() {
    let server = Server::shared();
    let url = server.database();
    Sql::connect(&url).await.unwrap().migrate().await.unwrap();
    let mut connection = MySqlConnection::connect(&url).await.unwrap();
    for (name, statement) in statements() {
        let prepared = connection.prepare(AssertSqlSafe(statement.mysql).into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {:?}\n{}", prepared.err(), statement.mysql);
    }
    // While a release takes over from another, both are at work on the new schema.
    for statement in released("mysql") {
        let prepared = connection.prepare(AssertSqlSafe(statement.clone()).into_sql_str()).await;
        assert!(prepared.is_ok(), "released: {:?}\n{statement}", prepared.err());
    }
}
