//! A database as a part of a service.

use ogrom_server::Builder;
use ogrom_sources_sql::Database;

use crate::{collect_pools, dependency};

/// Makes a database a part of a service: the service is ready only while the [database is](dependency), metrics count its
/// [connections](collect_pools), and it is closed when the work of the service has ended.
pub fn attach(server: &mut Builder, database: &Database) {
    server.depends_on(dependency(database.clone()));
    collect_pools(server.metrics(), database.clone());
    let database = database.clone();
    server.at_end(async move { database.close().await });
}
