//! Locations that no database can be used at, found without connecting to one.

use ogrom_server::command::chain;
use ogrom_server_config::ConfigFault;
use ogrom_sources_sql::Database;

use crate::{DatabaseError, DatabaseLocation, ReplicaList, Replicas};

/// The faults of the options `database` and `replicas` although each value is valid. Opens no file and connects to no
/// server: [`examine`](crate::examine) looks at a file.
pub fn faults(location: &DatabaseLocation, replicas: &Replicas) -> Vec<ConfigFault> {
    let mut found = Vec::new();
    if let DatabaseLocation::Server(server) = location {
        let wrong = Database::check(server.url()).err();
        let unusable = |cause| DatabaseError::Unusable { location: location.clone(), cause };
        found.extend(wrong.map(|cause| ConfigFault::new("database", chain(&unusable(cause)))));
    }
    let replicas: Vec<_> = replicas.list.iter().flat_map(ReplicaList::urls).collect();
    if !replicas.is_empty() && !matches!(location, DatabaseLocation::Server(_)) {
        let why = DatabaseError::NoReplicas(location.clone()).to_string();
        found.push(ConfigFault::new("replicas", why).beside(&["database"]));
    }
    for (number, url) in (1..).zip(replicas) {
        let wrong = Database::check(url).err();
        found.extend(wrong.map(|why| ConfigFault::new("replicas", format!("URL {number}: {}", chain(&why)))));
    }
    found
}
