//! The database as a dependency of the service.

use std::time::Duration;

use ogrom_server::health::Dependency;
use ogrom_sources_sql::{Database, Unwritable};
use serde_json::json;
use tokio::join;

/// The database as a dependency. Its details are the version of its schema, and how old the data of each replica is, in
/// milliseconds. A replica that is left out is no failure, since the database itself is read in its place.
///
/// A database that takes no writes is down, although it can be read: half of the API fails then, and a release that cannot
/// write must not be given requests in the place of one that can.
pub fn dependency(database: Database) -> Dependency {
    Dependency::new("database", move || {
        let database = database.clone();
        async move {
            // Concurrently, since a database may be far away.
            let (schema, fits, writes) = join!(database.schema(), database.fits(), database.can_write());
            let schema = schema.map_err(|_| "does not respond correctly")?;
            fits.map_err(|_| "its schema does not fit this release")?;
            writes.map_err(|error| match error {
                Unwritable::ReadOnly(_) => "is read-only",
                Unwritable::Full(_) => "has no room left",
                _ => "takes no writes",
            })?;
            let replicas = database.replicas();
            let lag = |shown: &Option<Duration>| match shown {
                Some(age) => {
                    json!({ "state": "up", "shows": u64::try_from(age.as_millis()).unwrap_or(u64::MAX) })
                }
                None => json!({ "state": "left out" }),
            };
            let replicas: Vec<_> = replicas.iter().map(lag).collect();
            Ok(json!({ "schema": schema.map(|schema| schema.to_string()), "replicas": replicas }))
        }
    })
}
