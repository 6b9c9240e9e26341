//! The faults that keep the service from starting although each value is valid: values that contradict each other, and
//! files and addresses that are not there.

use std::{net::TcpListener, sync::Arc};

use ogrom_core_fashion::moderation::SCOPES;
use ogrom_server::{
    command::chain,
    system::SystemClock,
    web::{Web, cors::CorsError},
};
use ogrom_server_config::ConfigFault;
use ogrom_server_sql::{DatabaseError, DatabaseLocation, ReplicaList, examine};
use ogrom_sources_sql::Database;

use super::ServeCommand;
use crate::upstream;

// === impl ServeCommand ===

impl ServeCommand {
    /// All faults that this machine alone can find. The start and `ogrom config check` both call this. Left to the start is
    /// what may change at any moment: a port that another process has, a server that is down, the content of a database.
    pub fn faults(&self) -> Vec<ConfigFault> {
        let parts = [self.addresses(), self.databases(), self.identities(), self.pages()];
        parts.into_iter().flatten().collect()
    }

    /// The fault of the file of the embedded database, if it has one.
    pub(super) fn fault_of_file(&self) -> Option<ConfigFault> {
        let wrong = examine(&self.database.location).err();
        wrong.map(|why| ConfigFault::new("database", chain(&why)))
    }

    fn addresses(&self) -> Vec<ConfigFault> {
        let mut found = Vec::new();
        if self.server.trace && !self.listen.address.is_loopback() {
            let why = "shows the requests of everybody, and so is only for 127.0.0.1 and ::1, not for";
            found.push(
                ConfigFault::new("trace", format!("{why} {}", self.listen.address)).beside(&["address"]),
            );
        }
        // Port 0 is always free, so that this is a question about the address.
        if let Err(error) = TcpListener::bind((self.listen.address, 0)) {
            found.push(ConfigFault::new(
                "address",
                format!("cannot listen on {}: {error}", self.listen.address),
            ));
        }
        found
    }

    fn databases(&self) -> Vec<ConfigFault> {
        let mut found = Vec::new();
        let location = &self.database.location;
        match location {
            DatabaseLocation::File(_) => {}
            DatabaseLocation::Server(server) => {
                let wrong = Database::check(server.url()).err();
                let unusable = |cause| DatabaseError::Unusable { location: location.clone(), cause };
                found.extend(wrong.map(|cause| ConfigFault::new("database", chain(&unusable(cause)))));
            }
            DatabaseLocation::Service(base) => found.extend(self.behind(base)),
        }
        let replicas: Vec<_> = self.replicas.list.iter().flat_map(ReplicaList::urls).collect();
        if !replicas.is_empty() && !matches!(location, DatabaseLocation::Server(_)) {
            let why = DatabaseError::NoReplicas(location.clone()).to_string();
            found.push(ConfigFault::new("replicas", why).beside(&["database"]));
        }
        for (number, url) in (1..).zip(replicas) {
            let wrong = Database::check(url).err();
            found.extend(
                wrong.map(|why| ConfigFault::new("replicas", format!("URL {number}: {}", chain(&why)))),
            );
        }
        found
    }

    fn behind(&self, base: &str) -> Vec<ConfigFault> {
        let credentials = self.upstream_tokens.clone().unwrap_or_default();
        let writers = self.tokens.clone().unwrap_or_default();
        let address = upstream::address(base).err().map(|why| ConfigFault::new("database", why.to_string()));
        let unknown = upstream::unknown(&credentials, &writers);
        let unknown = unknown.map(|why| ConfigFault::new("upstream-tokens", why.to_string()));
        address.into_iter().chain(unknown.map(|fault| fault.beside(&["database", "tokens"]))).collect()
    }

    fn identities(&self) -> Vec<ConfigFault> {
        let wrong = ogrom_server_identity::read(&self.server.identity, SCOPES, Arc::new(SystemClock)).err();
        wrong.map(|why| ConfigFault::new("jwt-keys", chain(&why))).into_iter().collect()
    }

    fn pages(&self) -> Vec<ConfigFault> {
        let wrong = Web::new(&self.server.web).err();
        let fault =
            |why: CorsError| ConfigFault::new("cors-credentials", why.to_string()).beside(&["cors-origins"]);
        wrong.map(fault).into_iter().collect()
    }
}
