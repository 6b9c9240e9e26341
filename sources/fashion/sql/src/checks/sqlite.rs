//! SQLite's plan of every statement.

use sqlx::{AssertSqlSafe, Connection, Executor, Row as _, SqlSafeStr, SqliteConnection, SqlitePool};

use super::{SORTED, is_ordered_list, released, statements};
use crate::Sql;

/// Each statement's name and how SQLite means to answer it, step by step. Fails where it does not understand one.
async fn plans() -> Vec<(String, Vec<String>)> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ogrom.db");
    Sql::open(&file).await.unwrap().migrate().await.unwrap();
    let pool = SqlitePool::connect(file.to_str().unwrap()).await.unwrap();
    let mut plans = Vec::new();
    for (name, statement) in statements() {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sqlite));
        let steps = sqlx::query(explain).fetch_all(&pool).await;
        let steps = steps.unwrap_or_else(|error| panic!("{name}: {error}\n{}", statement.sqlite));
        plans.push((name, steps.iter().map(|step| step.get("detail")).collect()));
    }
    plans
}

/// While a release takes over from another, both are at work on the new schema.
#[tokio::test]
async fn every_released_statement_is_understood() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ogrom.db");
    Sql::open(&file).await.unwrap().migrate().await.unwrap();
    let mut connection = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    for statement in released("sqlite") {
        let prepared = connection.prepare(AssertSqlSafe(statement.clone()).into_sql_str()).await;
        assert!(prepared.is_ok(), "released: {:?}\n{statement}", prepared.err());
    }
}

#[tokio::test]
async fn no_statement_scans_a_table() {
    // The plan of an INSERT names the tables that refer to it, though SQLite would look there only for a reference that
    // was left open, which no statement of ours does.
    for (name, steps) in plans().await.into_iter().filter(|(name, _)| !name.contains(" INSERT")) {
        for scanned in steps.iter().filter_map(|step| step.strip_prefix("SCAN ")) {
            let is_made_by_the_statement = scanned.contains("VIRTUAL TABLE")
                || scanned == "CONSTANT ROW"
                || steps.iter().any(|step| {
                    *step == format!("CO-ROUTINE {scanned}") || *step == format!("MATERIALIZE {scanned}")
                });
            assert!(is_made_by_the_statement, "{name} scans {scanned}: {steps:#?}");
        }
    }
}

#[tokio::test]
async fn lists_sort_only_what_they_gather() {
    for (name, steps) in plans().await {
        let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
        assert_eq!(sorts, SORTED.contains(&name.as_str()), "{name}: {steps:#?}");
    }
}

#[tokio::test]
async fn lists_in_the_order_of_an_index_go_to_their_place_at_once() {
    for (name, steps) in plans().await {
        if is_ordered_list(&name) {
            let goes = steps.iter().any(|step| step.contains(")<(?,?)") || step.contains(")>(?,?)"));
            assert!(goes, "{name}: {steps:#?}");
        }
    }
}
