//! The server: connections in, responses out, and an end that cuts nobody off.

mod connection;
mod content;
mod date;
mod drain;
mod files;
mod life;
mod misread;
mod rules;
mod slots;
mod stream;
mod traffic;
mod trailers;

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper::server::conn::{http1, http2};
use hyper_util::rt::TokioExecutor;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::OwnedSemaphorePermit,
};

pub use self::{
    content::ContentState,
    drain::{DrainOptions, Impatient, Signals, drain},
    files::open_files,
    life::{Life, Stage},
};
use self::{slots::Slots, stream::Patience};
use crate::{
    front::Front,
    limits::{LimitOptions, Meters},
};

/// How many connections wait to be accepted at most, as far as the system permits: a crowd comes all at once.
const BACKLOG: u32 = 4096;

/// How much of an answer the system keeps for a client that does not take it, in bytes. Left alone, that grows to megabytes
/// for each connection.
const SEND_BUFFER: u32 = 128 << 10;

/// Serves HTTP/1.1, and HTTP/2 to those who begin with it, on one port. Its clones are the same server.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the front has none")]
pub struct Server(Arc<Shared>);

/// What all connections have in common.
struct Shared {
    front: Front,
    options: LimitOptions,
    life: Life,
    meters: Arc<Meters>,
    slots: Arc<Slots>,
    patience: Arc<Patience>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

// === impl Server ===

impl Server {
    /// A server of what is behind the front, within these limits, for this life.
    pub fn new(front: Front, options: LimitOptions, life: Life, meters: Arc<Meters>) -> Self {
        let slots = Slots::new(&options, Arc::clone(&meters));
        Self(Arc::new(Shared {
            patience: Arc::new(Patience::new(&options, Arc::clone(&slots), Arc::clone(&meters))),
            http1: connection::http1(&options),
            http2: connection::http2(&options),
            front,
            options,
            life,
            meters,
            slots,
        }))
    }

    /// Serves until its life stops, and until what runs then has ended.
    pub async fn serve(&self, listener: TcpListener) {
        let Shared { life, slots, .. } = &*self.0;
        let mut life = life.follow();
        let mut stopping = pin!(life.reached(Stage::Stopping));
        loop {
            let (place, stream, peer) = tokio::select! {
                biased;
                () = &mut stopping => break,
                accepted = self.accept(&listener) => accepted,
            };
            if let Some(slot) = slots.of(place, peer.ip()) {
                let talk = Arc::clone(&self.0).talk(stream, Some(peer));
                tokio::spawn(async move {
                    talk.await;
                    drop(slot);
                });
            }
        }
        drop(listener);
        slots.all_free().await;
    }

    /// Serves the requests that come over one stream, until either side has enough.
    pub async fn talk<S>(&self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        Arc::clone(&self.0).talk(stream, None).await;
    }

    /// The next connection, once there is a place. Where the system has no room for one, waits rather than spinning.
    async fn accept(&self, listener: &TcpListener) -> (OwnedSemaphorePermit, TcpStream, SocketAddr) {
        let place = self.0.slots.place().await;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    // Without it, small answers wait for acknowledgements. A connection that refuses is gone already.
                    let _ = stream.set_nodelay(true);
                    return (place, stream, peer);
                }
                Err(error) => {
                    if !is_of_connection(&error) {
                        tracing::error!(%error, "cannot accept connections");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                }
            }
        }
    }
}

/// Listens on an address.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Who is restarted need not wait for connections that are ending.
    socket.set_reuseaddr(true)?;
    // What is accepted inherits it.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Whether the error is that of one connection, and the next may be fine at once.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
