//! The server: accepts connections, and serves the requests that come over each.

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use ogrom_server::{
    Pipeline,
    lifecycle::{Lifecycle, Stage},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::OwnedSemaphorePermit,
};

use crate::{
    ConnectionOptions,
    limiter::ConnectionLimiter,
    shared::{self, Shared},
    timeouts::ConnectionTimeouts,
};

/// Serves HTTP/1.1 and HTTP/2 by prior knowledge, on one port. Its clones are the same server.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the pipeline has none")]
pub struct Server(Arc<Shared>);

// === impl Server ===

impl Server {
    /// A server of this pipeline, with these limits on connections, which follows this lifecycle.
    pub fn new(pipeline: Pipeline, options: ConnectionOptions, lifecycle: Lifecycle) -> Self {
        let (exposure, metrics) = (pipeline.limits().exposure(), pipeline.limit_metrics());
        let limiter = ConnectionLimiter::new(&options, exposure, Arc::clone(&metrics));
        Self(Arc::new(Shared {
            timeouts: Arc::new(ConnectionTimeouts::new(&options, Arc::clone(&limiter), Arc::clone(&metrics))),
            http1: shared::http1(&options),
            http2: shared::http2(&options),
            pipeline,
            options,
            lifecycle,
            metrics,
            limiter,
        }))
    }

    /// Serves until the lifecycle stops, and until the connections that are open then have ended.
    pub async fn serve(&self, listener: TcpListener) {
        let Shared { lifecycle, limiter, .. } = &*self.0;
        let mut stages = lifecycle.subscribe();
        let mut stopping = pin!(stages.reached(Stage::Stopping));
        loop {
            let (place, stream, peer) = tokio::select! {
                biased;
                () = &mut stopping => break,
                accepted = self.accept(&listener) => accepted,
            };
            if let Some(permit) = limiter.permit(place, peer.ip()) {
                let connection = Arc::clone(&self.0).serve_connection(stream, Some(peer));
                tokio::spawn(async move {
                    connection.await;
                    drop(permit);
                });
            }
        }
        drop(listener);
        limiter.all_free().await;
    }

    /// Serves the requests that come over one stream, until either side closes it.
    pub async fn serve_connection<S>(&self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        Arc::clone(&self.0).serve_connection(stream, None).await;
    }

    /// The next connection, once there is a place. Where the system has no room for one, waits rather than spinning.
    async fn accept(&self, listener: &TcpListener) -> (OwnedSemaphorePermit, TcpStream, SocketAddr) {
        let place = self.0.limiter.place().await;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    // Without it, small responses wait for acknowledgements. A connection that refuses is gone already.
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

/// Whether the error is that of one connection, and the next may be fine at once.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
