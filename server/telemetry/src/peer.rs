//! The other end of a connection.

use std::net::SocketAddr;

/// The other end of the connection that a request came over. An extension of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);
