//! DNS, by hickory, without a cache, since only the present records matter.

use std::{fmt, net::SocketAddr, time::Duration};

use async_trait::async_trait;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
};

use super::{Addresses, Dns};

/// The resolver of the system, or of one server.
#[derive(Clone)]
pub(crate) struct Resolver(TokioResolver);

// === impl Resolver ===

impl Resolver {
    /// Uses this server, or those of the system's configuration.
    pub(crate) fn new(server: Option<SocketAddr>) -> Result<Self, NetError> {
        let mut builder = match server {
            None => TokioResolver::builder_tokio()?,
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
                let connections = connections.map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.to_vec());
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().cache_size = 0;
        builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4thenIpv6;
        Ok(Self(builder.build()?))
    }
}

#[async_trait]
impl Dns for Resolver {
    async fn addresses(&self, name: &str) -> Result<Addresses, String> {
        let found = self.0.lookup_ip(name).await.map_err(|error| error.to_string())?;
        let ttls = found.as_lookup().answers().iter().map(|record| record.ttl);
        let ttl = Duration::from_secs(ttls.min().unwrap_or_default().into());
        Ok(Addresses { addresses: found.iter().collect(), ttl })
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver")
    }
}
