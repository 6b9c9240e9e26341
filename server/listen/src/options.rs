//! The options of the listener and of connections.

use std::{
    net::{self, IpAddr, SocketAddr},
    time::Duration,
};

use clap::Args;
use ogrom_server::{BoxError, Builder, ServerOptions, limits::Exposure};
use ogrom_server_config::{ConfigFault, at_least, limit, options_from};
use tokio::net::TcpListener;

use crate::{bind, raise_file_limit};

/// How many files and connections a process opens beside those of its clients, at most.
const FILES_ELSEWHERE: usize = 512;

/// How many connections each client may have where the service is open to others than this machine.
const CLIENT_CONNECTIONS: u32 = 256;

/// The smallest bound of a head: no parser of heads can do with less than 8 KiB.
const SMALLEST_HEAD: usize = 8 << 10;

/// The smallest bound of content, in bytes: smaller than any change, so that every write would be refused.
const SMALLEST_CONTENT: u64 = 256;

/// The socket to listen on.
#[derive(Debug, Clone, Copy, Args)]
pub struct ListenOptions {
    /// The address to listen on; by default only this machine can connect
    #[arg(long, value_name = "IP", env, default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// The port to listen on; 0 for any free port. Also read from `SERVER_PORT`
    #[arg(long, value_name = "PORT", env, default_value_t = 8080)]
    pub port: u16,
}

/// The limits on connections. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct ConnectionOptions {
    /// The limit of open connections; further ones wait to be accepted
    #[arg(long, value_name = "NUMBER", env, default_value_t = 16_384, value_parser = at_least(1_usize))]
    pub connections: usize,
    /// The limit of open connections per client address, or per IPv6 network of 64 bits; further ones are closed; 0 for no
    /// limit [default: 256, or no limit if only this machine can connect or a proxy is trusted]
    #[arg(long, value_name = "NUMBER", env)]
    pub client_connections: Option<u32>,
    /// The timeout of a request's head: its target and all header fields
    #[arg(long, value_name = "TIME", env, default_value = "10s", value_parser = limit)]
    pub header_timeout: Duration,
    /// The keep-alive timeout of an idle connection. It must exceed the balancer's, so that no request is sent on a
    /// connection that is just being closed
    #[arg(long, value_name = "TIME", env, default_value = "75s", value_parser = limit)]
    pub idle_timeout: Duration,
    /// The timeout of a request's content
    #[arg(long, value_name = "TIME", env, default_value = "20s", value_parser = limit)]
    pub content_timeout: Duration,
    /// The longest pause of a client while it sends that content
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub content_stall: Duration,
    /// The longest pause of a client while it reads a response
    #[arg(long, value_name = "TIME", env, default_value = "20s", value_parser = limit)]
    pub answer_stall: Duration,
    /// The limit of a head, in bytes. The engine itself accepts at most 8 KiB of target and 32 KiB of header fields
    #[arg(long, value_name = "BYTES", env, default_value_t = 64 << 10, value_parser = at_least(SMALLEST_HEAD))]
    pub head_bytes: usize,
    /// The limit of a request's content, in bytes; a resource may have a lower one
    #[arg(long, value_name = "BYTES", env, default_value_t = 16 << 20, value_parser = at_least(SMALLEST_CONTENT))]
    pub content_bytes: u64,
    /// The limit of concurrent requests per HTTP/2 connection
    #[arg(long, value_name = "NUMBER", env, default_value_t = 100, value_parser = at_least(1_u32))]
    pub http2_streams: u32,
}

// === impl ListenOptions ===

impl ListenOptions {
    /// The address and the port.
    pub fn socket(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    /// Binds the address for a service, which limits clients unless only this machine can connect.
    pub fn bind(&self, server: &mut Builder) -> Result<TcpListener, BoxError> {
        let address = self.socket();
        let listener = bind(address).map_err(|error| format!("cannot listen on {address}: {error}"))?;
        server.loopback_only(self.address.is_loopback());
        Ok(listener)
    }

    /// The faults that prevent listening: this machine does not have the address, or other machines reach it while the service
    /// traces every request.
    pub fn faults(&self, server: &ServerOptions) -> Vec<ConfigFault> {
        let mut found = Vec::new();
        if server.trace && !self.address.is_loopback() {
            let why = "shows all requests, so it is permitted for 127.0.0.1 and ::1 only, not for";
            found.push(ConfigFault::new("trace", format!("{why} {}", self.address)).beside(&["address"]));
        }
        // Port 0 is always free, so that only the address is tested.
        if let Err(error) = net::TcpListener::bind((self.address, 0)) {
            found.push(ConfigFault::new("address", format!("cannot listen on {}: {error}", self.address)));
        }
        found
    }
}

// === impl ConnectionOptions ===

impl ConnectionOptions {
    /// The same, with no more connections than the system permits, less those to sources.
    #[must_use]
    pub fn clamped(mut self) -> Self {
        let most = raise_file_limit().saturating_sub(FILES_ELSEWHERE).max(1);
        if self.connections > most {
            tracing::warn!("the system permits {most} connections, of {} that are wanted", self.connections);
        }
        self.connections = self.connections.min(most);
        self
    }

    /// How many connections each client may have. A proxy has the connections of many.
    pub(crate) fn connections_of_each(&self, exposure: Exposure) -> Option<u32> {
        let usual = (exposure == Exposure::Direct).then_some(CLIENT_CONNECTIONS);
        self.client_connections.or(usual).filter(|number| *number > 0)
    }
}

impl Default for ConnectionOptions {
    /// The defaults of all options.
    fn default() -> Self {
        options_from(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_bounded_and_this_machine_and_proxies_are_not() {
        let usual = ConnectionOptions::default();
        for (exposure, number) in [
            (Exposure::Loopback, None),
            (Exposure::Direct, Some(CLIENT_CONNECTIONS)),
            (Exposure::Proxied, None),
        ] {
            assert_eq!(usual.connections_of_each(exposure), number, "{exposure:?}");
        }
        let chosen = ConnectionOptions { client_connections: Some(7), ..usual };
        assert_eq!(chosen.connections_of_each(Exposure::Loopback), Some(7));
    }
}
