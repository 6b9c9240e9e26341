//! The metrics of connections to a database.

use metrics::{describe_gauge, gauge};
use ogrom_server_telemetry::Metrics;
use ogrom_sources_sql::Database;

/// The connections to a database, by pool and state.
const CONNECTIONS: &str = "ogrom_database_connections";

/// Registers the connections of this database.
pub fn collect_pools(metrics: &Metrics, database: Database) {
    describe_gauge!(CONNECTIONS, "Connections to the database.");
    metrics.register(move |_| {
        for pool in database.pools() {
            for (state, number) in [("open", pool.open), ("idle", pool.idle), ("most", pool.most)] {
                gauge!(CONNECTIONS, "pool" => pool.name, "state" => state).set(number);
            }
        }
    });
}
