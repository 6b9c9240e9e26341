//! The database of the service, which is filled with the demo set when it is made.

use std::sync::Arc;

use ogrom_protocols::Clock;
use ogrom_run_import::{Importers, Summary};
use ogrom_server::system::SystemClock;
use ogrom_server_sql::{DatabaseError, DatabaseLocation, Opened, open_filled};

use ogrom_sources_fashion_sql::{SCHEMA, Sql};
use ogrom_sources_sql::Database;

use crate::demo;

/// Opens the database at this location, for serving. A file that is just made is filled with the demo set, if `demo`.
pub async fn open(location: &DatabaseLocation, demo: bool) -> Result<Opened<Summary>, DatabaseError> {
    if !demo {
        let database = ogrom_server_sql::open(location, &SCHEMA).await?;
        return Ok(Opened { database, filled: None });
    }
    let fill = async |database: &Database| {
        let loaded =
            demo::load(&Importers::all_into(&Arc::new(Sql::from(database.clone()))), SystemClock.now()).await;
        loaded.map_err(Into::into)
    };
    open_filled(location, &SCHEMA, fill).await
}
