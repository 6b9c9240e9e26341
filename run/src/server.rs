//! The server: connections in, responses out, and an end that cuts nobody off.

mod content;

use std::{convert::Infallible, future::Future, io, sync::Arc, time::Duration};

use http::{HeaderValue, Request, header};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::Semaphore,
};

use self::content::Content;
use crate::front::Front;

/// How long a client may take to send its header fields; also how long an idle connection is kept.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How much of a request's head is buffered at most, in bytes.
const MAX_BUFFER: usize = 64 * 1024;

/// How many connections are open at most; more wait to be accepted.
const MAX_CONNECTIONS: usize = 10_000;

/// How long running requests may take to end once the service is told to stop.
const ENDS_WITHIN: Duration = Duration::from_secs(8);

/// Serves until `stop` comes, then lets running requests end.
pub async fn serve(listener: TcpListener, front: Front, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = &mut stop => break,
        };
        // The semaphore is never closed, so that a permit always comes.
        let permit = Arc::clone(&connections).acquire_owned().await;
        let connection = graceful.watch(connection(stream, front.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
            drop(permit);
        });
    }
    drop(listener);
    if tokio::time::timeout(ENDS_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still running after {ENDS_WITHIN:?} and are cut off");
    }
}

/// Comes when the process is asked to stop, by SIGTERM or SIGINT. From the call on, neither ends it by itself any more.
pub fn stopped() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// The next connection. Where the system has no room for one, waits rather than spinning.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it, small answers wait for acknowledgements. A connection that refuses is gone already.
                let _ = stream.set_nodelay(true);
                return stream;
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

/// Whether the error is that of one connection, and the next may be fine at once.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Serves the requests that come over one stream, until either side has enough.
pub fn connection<S>(stream: S, front: Front) -> impl GracefulConnection<Error = hyper::Error>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let held_back = request.headers().contains_key(header::EXPECT);
        let answer = front.clone().answer(request.map(|content| Content::new(content, held_back)));
        async move {
            let mut response = answer.await?;
            // The client may send content all the same, or not: nobody can tell what comes next (RFC 9110 §10.1.1).
            if held_back && !response.status().is_success() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response)
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(MAX_BUFFER)
        .serve_connection(TokioIo::new(stream), service)
}
