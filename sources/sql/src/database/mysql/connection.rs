//! How connections to a server are made, and what holds while they are there.

use std::{fs::File, time::Duration};

use ogrom_protocols::Error;
use sqlx::{
    Connection as _, Executor, MySqlConnection,
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
};
use tokio::time::timeout;

use crate::error::failure;

/// How many queries run at once; more wait.
pub(super) const READERS: u32 = 8;

/// How many writes are done at once; more wait.
pub(super) const WRITERS: u32 = 4;

/// How long a query waits for a connection, also for one that is made for it. Making one takes four round trips,
/// so that a server that answers after 300 ms is far enough away for a whole second to be too short for ever.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// More than there are statements, so that none is ever prepared twice on a connection.
const STATEMENTS: usize = 128;

/// How long a connection is kept. So a server behind a name that leads elsewhere is found before long.
pub(super) const AGE: Duration = Duration::from_mins(30);

/// How long an idle connection is kept: less than servers and the proxies before them allow.
pub(super) const IDLE: Duration = Duration::from_mins(5);

/// The server ends what takes longer: who asked has long gone. MariaDB takes the first comment for a statement, MySQL
/// the second. Some answers are one long text, of all keys that pass a filter.
pub(super) const READING: &str = "SET SESSION TRANSACTION READ ONLY; \
     SET SESSION group_concat_max_len = 1073741824 \
     /*M!100100 , max_statement_time = 5 */ /*!50708 , max_execution_time = 5000 */";

/// A write that is done again must see what the other one wrote. Of those who wait for each other for long, one gives up
/// and is done again.
const WRITING: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; \
     SET SESSION innodb_lock_wait_timeout = 2 /*M!100100 , max_statement_time = 30 */";

/// The parameters of a URL that name files, in the spellings that the driver takes.
const FILES: [&str; 6] = ["ssl-ca", "sslca", "ssl-cert", "sslcert", "ssl-key", "sslkey"];

/// The options of a URL, and our own.
pub(super) fn options(url: &str) -> Result<MySqlConnectOptions, sqlx::Error> {
    let options = url.parse::<MySqlConnectOptions>()?.statement_cache_capacity(STATEMENTS);
    if options.get_database().is_none() {
        return Err(sqlx::Error::Configuration("the URL names no database".into()));
    }
    let parameters = url.split_once('?').map_or("", |(_, query)| query).split('&');
    for (name, file) in parameters.filter_map(|parameter| parameter.split_once('=')) {
        // The driver decodes percent-encoded paths.
        if FILES.contains(&name) && !file.contains(['%', '+']) {
            File::open(file)
                .map_err(|error| sqlx::Error::Configuration(format!("{name}: {error}").into()))?;
        }
    }
    Ok(options)
}

/// Says why there can be no connection. A pool would go on trying, and say no more than that its time is up.
pub(super) async fn can_be_made(options: &MySqlConnectOptions) -> ogrom_protocols::Result<()> {
    match timeout(PATIENCE, MySqlConnection::connect_with(options)).await {
        Ok(connection) => connection.map_err(failure)?.close().await.map_err(failure),
        Err(elapsed) => Err(Error::TimedOut(elapsed.into())),
    }
}

/// Connections that write. They are not asked whether they are there before each write: that would double the way, and
/// writes begin again where they are not.
pub(super) fn writers() -> MySqlPoolOptions {
    MySqlPoolOptions::new()
        .max_connections(WRITERS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .max_lifetime(AGE)
        .idle_timeout(IDLE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(WRITING).await?;
                Ok(())
            })
        })
}
