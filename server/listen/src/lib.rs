#![doc = include_str!("../README.md")]

mod activity;
mod connection;
mod content;
mod file_limit;
mod limiter;
mod misread;
mod options;
mod rules;
mod server;
mod shared;
mod stream;
mod timeouts;
mod trailers;

use std::{io, net::SocketAddr};

use ogrom_server::{Service, lifecycle::ForcedShutdown};
use tokio::net::{TcpListener, TcpSocket};

pub use self::{
    file_limit::raise_file_limit,
    options::{ConnectionOptions, ListenOptions},
    server::Server,
};

/// How many connections wait to be accepted at most, as far as the system permits.
const BACKLOG: u32 = 4096;

/// How much of a response the system buffers for a client that does not take it, in bytes. By default, that grows to megabytes
/// for each connection.
const SEND_BUFFER: u32 = 128 << 10;

/// Serves the requests of clients until a signal ends the service.
pub async fn serve(
    service: Service,
    listener: TcpListener,
    options: ConnectionOptions,
) -> Result<(), ForcedShutdown> {
    let server = Server::new(service.pipeline(), options.clamped(), service.lifecycle());
    service.run(server.serve(listener)).await
}

/// Binds an address, and listens on it.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A process that is restarted need not wait for connections that are ending.
    socket.set_reuseaddr(true)?;
    // Accepted connections inherit it.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
