//! Measures pages of long lists, and what stands beside them, over SQLite and MariaDB.

mod data;
mod job;

use std::io::{self, Write as _};

use clap::Parser;
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests::measure::BoxError;
use ogrom_tests_mariadb::Server;

/// Measures pages of long lists over SQLite and MariaDB: the first one, one in the middle, and the one before that. Needs
/// mariadbd.
#[derive(Debug, Parser)]
#[command(name = "bench-lists")]
struct Arguments {
    /// The number of collages, of comments and of likes
    #[arg(long, default_value_t = 449_000)]
    rows: usize,
    /// How often each page is read
    #[arg(long, default_value_t = 1_000)]
    reads: usize,
}

fn main() -> Result<(), BoxError> {
    let arguments = Arguments::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure(&arguments))
}

async fn measure(arguments: &Arguments) -> Result<(), BoxError> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ogrom.db");
    let server = Server::own();
    let url = server.database();
    for (database, sql) in [("SQLite", Sql::open(&file).await?), ("MariaDB", Sql::connect(&url).await?)] {
        sql.migrate().await?;
        data::fill(&sql, arguments.rows).await?;
        let table = job::table(database, &sql, arguments.rows, arguments.reads).await?;
        io::stdout().write_all(table.as_bytes())?;
    }
    Ok(())
}
