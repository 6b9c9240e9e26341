//! The server: away, frozen, full, read-only; and other writers on it.

use std::time::{Duration, Instant};

use ogrom_protocols::Error;
use ogrom_protocols_fashion::{CollageReader, LikeWriter, UserImport, UserReader};
use ogrom_protocols_fashion_contract::{
    data::{CollageData, a_collage, a_like, a_user, at, context},
    given,
};
use ogrom_protocols_fashion_model::{Like, User};
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;
use sqlx::{Connection, Executor, MySqlConnection};
use tokio::time::sleep;

/// Long enough for the server to write its log.
const WRITTEN: Duration = Duration::from_millis(1500);

async fn connect(url: &str) -> Sql {
    let sql = Sql::connect(url).await.expect("the server is there");
    sql.migrate().await.expect("the migrations are well-formed");
    sql
}

async fn with_ann(server: &Server) -> Sql {
    let sql = connect(&server.database()).await;
    sql.import_users(&context(), &[a_user("ann")]).await.expect("the source takes her");
    sql
}

fn is_unavailable_for_now<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Unavailable { retry_after: Some(_), .. }))
}

#[tokio::test]
async fn a_server_that_was_killed_is_used_again_at_once() {
    let server = Server::own();
    let sql = with_ann(&server).await;
    let (ctx, ann) = (context(), a_user("ann"));
    // Several connections that the server will close.
    let read = || sql.user_by_id(&ctx, &ann.id);
    let (one, two, three) = tokio::join!(read(), read(), read());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    sleep(WRITTEN).await;
    server.signal("KILL");
    let asked = Instant::now();
    let refused = read().await;
    assert!(is_unavailable_for_now(&refused), "{refused:?}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let refused = sql.import_users(&ctx, &[a_user("ben")]).await;
    assert!(is_unavailable_for_now(&refused), "{refused:?}");
    server.restart();
    assert_eq!(read().await.expect("it is back"), Some(ann.clone()));
    sql.import_users(&ctx, &[a_user("cem")]).await.expect("it is back");
}

#[tokio::test]
async fn idle_connections_that_a_restart_closed_cost_nobody_an_answer() {
    let server = Server::own();
    let sql = with_ann(&server).await;
    let (ctx, ann) = (context(), a_user("ann"));
    let read = || sql.user_by_id(&ctx, &ann.id);
    let (one, two, three) = tokio::join!(read(), read(), read());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    sleep(WRITTEN).await;
    server.signal("KILL");
    server.restart();
    sql.import_users(&ctx, &[a_user("ben")]).await.expect("a write finds a connection");
    assert!(read().await.expect("a question finds a connection").is_some());
}

#[tokio::test]
async fn a_frozen_server_holds_nobody_beyond_the_deadline() {
    let server = Server::own();
    let sql = with_ann(&server).await;
    let ann = a_user("ann").id;
    server.signal("STOP");
    for _ in 0..3 {
        let asked = Instant::now();
        let hurried = context().until(asked + Duration::from_millis(200));
        assert!(matches!(sql.user_by_id(&hurried, &ann).await, Err(Error::TimedOut(_))));
        assert!(matches!(sql.import_users(&hurried, &[a_user("ben")]).await, Err(Error::TimedOut(_))));
        assert!(asked.elapsed() < Duration::from_millis(600), "{:?}", asked.elapsed());
    }
    server.signal("CONT");
    assert!(sql.user_by_id(&context(), &ann).await.expect("it goes on").is_some());
    sql.import_users(&context(), &[a_user("cem")]).await.expect("it goes on");
}

#[tokio::test]
async fn a_read_only_or_full_server_is_unavailable_for_now() {
    let server = Server::own();
    let sql = with_ann(&server).await;
    let (ctx, ann) = (context(), a_user("ann").id);
    server.run("SET GLOBAL read_only = 1");
    let refused = sql.import_users(&ctx, &[a_user("ben")]).await;
    assert!(is_unavailable_for_now(&refused), "{refused:?}");
    assert!(sql.user_by_id(&ctx, &ann).await.expect("reading goes on").is_some());
    server.run("SET GLOBAL read_only = 0; SET GLOBAL max_connections = 10");
    sql.import_users(&ctx, &[a_user("ben")]).await.expect("it can be written again");

    let url = server.database();
    let mut others = Vec::new();
    while let Ok(other) = MySqlConnection::connect(&url).await {
        others.push(other);
    }
    let refused = Sql::connect(&url).await;
    assert!(is_unavailable_for_now(&refused), "{refused:?}");
    assert!(sql.user_by_id(&ctx, &ann).await.expect("who is connected goes on").is_some());
}

/// Two collages, and a connection of somebody else's.
async fn collages_and_another(server: &Server) -> (Sql, MySqlConnection) {
    let url = server.database();
    let sql = connect(&url).await;
    given::people_and_products(&sql).await;
    given::collages(&sql, &[a_collage("c1").of(["p1"]), a_collage("c2").of(["p1"])]).await;
    (sql, MySqlConnection::connect(&url).await.expect("the server is there"))
}

async fn likes_of(sql: &Sql, collage: &str) -> u64 {
    let id = collage.parse().expect("an identifier");
    sql.collage_by_id(&context(), &id).await.expect("the source answers").expect("it is there").likes
}

#[tokio::test]
async fn a_lock_that_is_waited_for_in_vain_is_waited_for_again() {
    let server = Server::shared();
    let (sql, mut other) = collages_and_another(&server).await;
    other.execute("BEGIN").await.expect("the server is there");
    other.execute("UPDATE collages SET title = 'Locked' WHERE id = 'c1'").await.expect("it is free");
    let release = async {
        // Longer than a lock is waited for.
        sleep(Duration::from_millis(2500)).await;
        other.execute("COMMIT").await.expect("the server is there");
    };
    let like = a_like("c1", "ann");
    let (ctx, asked) = (context(), Instant::now());
    let (liked, ()) = tokio::join!(sql.add_like(&ctx, &like), release);
    assert!(liked.expect("the lock is free again"));
    assert!(asked.elapsed() > Duration::from_secs(2));
    assert_eq!(likes_of(&sql, "c1").await, 1);
}

#[tokio::test]
async fn a_work_that_lost_in_a_deadlock_is_done_again() {
    let server = Server::shared();
    let (sql, mut other) = collages_and_another(&server).await;
    let deadlocks = || {
        server
            .run(
                "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS \
        WHERE VARIABLE_NAME = 'Innodb_deadlocks'",
            )
            .trim()
            .parse::<u64>()
            .expect("a count")
    };
    let before = deadlocks();
    other.execute("BEGIN").await.expect("the server is there");
    // It has changed more rows than we will have, so that not it is undone.
    other.execute("UPDATE products SET modified = modified + 1").await.expect("they are free");
    other.execute("UPDATE collages SET title = 'Locked' WHERE id = 'c2'").await.expect("it is free");
    let cross = async {
        sleep(Duration::from_millis(300)).await;
        other
            .execute("UPDATE collages SET title = 'Locked' WHERE id = 'c1'")
            .await
            .expect("it is let through");
        other.execute("COMMIT").await.expect("the server is there");
    };
    let likes = ["c1", "c2"].map(|collage| Like { created: at(1), ..a_like(collage, "ann") });
    let ctx = context();
    let (added, ()) =
        tokio::join!(ogrom_protocols_fashion::LikeImport::import_likes(&sql, &ctx, &likes), cross);
    added.expect("it is done again");
    assert!(deadlocks() > before, "there was none");
    assert_eq!((likes_of(&sql, "c1").await, likes_of(&sql, "c2").await), (1, 1));
}

#[tokio::test]
async fn a_batch_may_be_longer_than_what_the_server_takes_at_once() {
    let server = Server::shared();
    let sql = connect(&server.database()).await;
    let user = |n| User { name: Some("é".repeat(500_000)), ..a_user(&format!("u{n}")) };
    let users: Vec<_> = (0..20).map(user).collect();
    sql.import_users(&context(), &users).await.expect("20 MB are no more than 4");
    assert_eq!(
        sql.user_by_id(&context(), &users[19].id).await.expect("it is there"),
        Some(users[19].clone())
    );
}
