//! The faults that keep the service from starting although each value is valid: values that contradict each other, and
//! files and addresses that are not there.

use ogrom_core_fashion::moderation::SCOPES;
use ogrom_server::{command::chain, web::cache_tags::CacheTagFields};
use ogrom_server_config::ConfigFault;
use ogrom_server_sql::{DatabaseLocation, examine};

use super::ServeCommand;
use crate::upstream;

// === impl ServeCommand ===

impl ServeCommand {
    /// All faults that this machine alone can find. The start and `ogrom config check` both call this. Left to the start is
    /// what may change at any moment: a port that another process has, a server that is down, the content of a database.
    pub fn faults(&self) -> Vec<ConfigFault> {
        let database = ogrom_server_sql::faults(&self.database.location, &self.replicas);
        let parts = [self.listen.faults(&self.server), self.upstream(), database, self.server.faults(SCOPES)];
        parts.into_iter().flatten().chain(self.untagged()).collect()
    }

    /// The fault of the file of the embedded database, if it has one.
    pub(super) fn fault_of_file(&self) -> Option<ConfigFault> {
        let wrong = examine(&self.database.location).err();
        wrong.map(|why| ConfigFault::new("database", chain(&why)))
    }

    /// The fault of cache tags that no cache of source calls collects.
    fn untagged(&self) -> Option<ConfigFault> {
        let is_untagged =
            self.server.web.cache_tags != CacheTagFields::None && self.protection.cache().is_none();
        let why = "cache tags come from the cache of source calls, and --cache-bytes is 0";
        is_untagged.then(|| ConfigFault::new("cache-tags", why).beside(&["cache-bytes"]))
    }

    fn upstream(&self) -> Vec<ConfigFault> {
        let DatabaseLocation::Service(base) = &self.database.location else { return Vec::new() };
        let credentials = self.upstream_tokens.clone().unwrap_or_default();
        let writers = self.tokens.clone().unwrap_or_default();
        let address = upstream::address(base).err().map(|why| ConfigFault::new("database", why.to_string()));
        let unknown = upstream::unknown(&credentials, &writers);
        let unknown = unknown.map(|why| ConfigFault::new("upstream-tokens", why.to_string()));
        address.into_iter().chain(unknown.map(|fault| fault.beside(&["database", "tokens"]))).collect()
    }
}
