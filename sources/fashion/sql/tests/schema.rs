//! The schema that a database records, and whether a release works with it.

use ogrom_protocols_fashion::{CollageReader, CommentImport};
use ogrom_protocols_fashion_contract::{
    data::{CommentData, a_collage, a_comment, context, parse},
    given,
};
use ogrom_protocols_fashion_model::Comment;
use ogrom_sources_fashion_sql::{SCHEMA, Sql};
use ogrom_sources_sql::{SchemaError, UnfitSchema};
use ogrom_tests_mariadb::Server;
use sqlx::{Connection, MySqlConnection, SqliteConnection};
use tempfile::TempDir;

/// A database with its tables, and where it is.
struct Place {
    sql: Sql,
    url: String,
    _kept: (Option<TempDir>, Option<Server>),
}

/// One of each kind.
async fn databases() -> [Place; 2] {
    let folder = tempfile::tempdir().expect("tests may write to the temporary directory");
    let file = folder.path().join("ogrom.db");
    let sql = Sql::open(&file).await.expect("the directory is there");
    let sqlite = Place { sql, url: file.display().to_string(), _kept: (Some(folder), None) };
    let server = Server::shared();
    let url = server.database();
    let sql = Sql::connect(&url).await.expect("the server is there");
    let mariadb = Place { sql, url, _kept: (None, Some(server)) };
    for place in [&sqlite, &mariadb] {
        place.sql.migrate().await.expect("the migrations are well-formed");
    }
    [sqlite, mariadb]
}

async fn run(url: &str, statement: &'static str) {
    let done = if url.starts_with("mysql:") {
        let mut connection = MySqlConnection::connect(url).await.expect("the server is there");
        sqlx::query(statement).execute(&mut connection).await.map(drop)
    } else {
        let mut connection = SqliteConnection::connect(url).await.expect("the file is there");
        sqlx::query(statement).execute(&mut connection).await.map(drop)
    };
    done.expect("the statement is right");
}

async fn unfit(sql: &Sql) -> UnfitSchema {
    match sql.fits().await {
        Err(SchemaError::Unfit(unfit)) => unfit,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn migrations_lead_to_the_schema_of_this_release() {
    for Place { sql, _kept, .. } in databases().await {
        assert_eq!(sql.schema().await.expect("it is recorded"), Some(SCHEMA.version.clone()));
        sql.fits().await.expect("it fits");
    }
}

#[tokio::test]
async fn a_database_without_tables_is_behind() {
    let server = Server::shared();
    let sql = Sql::connect(&server.database()).await.expect("the server is there");
    let unfit = unfit(&sql).await;
    assert!(unfit.is_behind());
    assert_eq!(unfit.to_string(), "its schema is not there yet, and this release works with ^1.5.0");
}

#[tokio::test]
async fn a_migration_counts_the_comments_that_are_there() {
    let counts = [
        include_str!("../migrations/sqlite/0016_collage_counts_of_comments.sql"),
        include_str!("../migrations/mysql/0016_collage_counts_of_comments.sql"),
    ];
    for (Place { sql, url, _kept }, count) in databases().await.into_iter().zip(counts) {
        given::two_collages(&sql).await;
        given::collages(&sql, &[a_collage("c3")]).await;
        let rated = |id, rating| Comment { rating, ..a_comment(id) };
        let rows = [rated("1", Some(5)), rated("2", None), rated("3", Some(2)), rated("4", None).on("c3")];
        sql.import_comments(&context(), &rows).await.expect("the source takes them");
        let read = async || {
            let ids = ["c1", "c2", "c3"].map(parse);
            sql.collages_by_ids(&context(), &ids).await.expect("the source answers")
        };
        let before = read().await;
        run(&url, "UPDATE collages SET comments = 0, ratings = 0, stars = 0").await;
        assert_ne!(read().await, before);
        run(&url, count).await;
        assert_eq!(read().await, before);
    }
}

#[tokio::test]
async fn what_a_newer_release_adds_is_no_harm_and_what_it_takes_away_is() {
    for Place { sql, url, _kept } in databases().await {
        run(&url, "UPDATE schema_version SET version = '1.7.0'").await;
        sql.fits().await.expect("it fits");
        run(&url, "UPDATE schema_version SET version = '2.0.0'").await;
        let unfit = unfit(&sql).await;
        assert!(!unfit.is_behind());
        assert_eq!(unfit.to_string(), "its schema is 2.0.0, and this release works with ^1.5.0");
    }
}

#[tokio::test]
async fn a_migration_that_this_release_does_not_know_is_left_alone() {
    for Place { sql, url, _kept } in databases().await {
        run(
            &url,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9999, 'newer', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        sql.migrate().await.expect("there is nothing to do");
    }
}
