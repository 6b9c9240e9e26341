//! Runs a case over a real connection.

use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use ogrom_core_resource::{Endpoint, EndpointFuture, Problem, ResponseFuture};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tower_service::Service;

use super::{
    Answered, Case,
    case::{self, SUBJECT},
    scripted::endpoint,
};

/// How long a case may take.
const WITHIN: Duration = Duration::from_secs(10);

/// Runs cases one by one, each over a connection of its own, served by the endpoint of its own script.
#[derive(Debug)]
pub struct Runner(TcpListener);

// === impl Runner ===

impl Runner {
    /// Listens on a free port of this machine.
    pub async fn new() -> io::Result<Self> {
        TcpListener::bind("127.0.0.1:0").await.map(Self)
    }

    /// Sends the request of a case, and returns the response. A connection that breaks or hangs is a response without
    /// a status.
    pub async fn run(&self, case: &Case) -> io::Result<Answered> {
        let acted = Arc::new(AtomicBool::new(false));
        let endpoint = endpoint(case.resource.clone(), Arc::clone(&acted));
        let client = TcpStream::connect(self.0.local_addr()?).await?;
        let (server, _) = self.0.accept().await?;
        let exchange = async { tokio::join!(send(client, &case.request), serve(server, endpoint)) };
        let bytes = timeout(WITHIN, exchange).await.map(|(bytes, ())| bytes).unwrap_or_default();
        Ok(Answered::read(&bytes, acted.load(Ordering::SeqCst)))
    }
}

/// Sends it to a server that is not a runner's.
pub async fn ask(server: SocketAddr, request: &case::Request) -> io::Result<Answered> {
    let bytes = send(TcpStream::connect(server).await?, request).await;
    Ok(Answered::read(&bytes, false))
}

/// Writes and reads concurrently, since a response may come before all is written.
async fn send(mut stream: TcpStream, request: &case::Request) -> Vec<u8> {
    let request = request.to_bytes();
    let (mut reader, mut writer) = stream.split();
    let mut answer = Vec::new();
    // The bytes received before either ended are the response.
    let (_, _) = tokio::join!(writer.write_all(&request), reader.read_to_end(&mut answer));
    answer
}

/// Serves one request at the place of the subject, then closes.
pub async fn serve(stream: TcpStream, endpoint: Endpoint) {
    let service = service_fn(move |request| answer(&endpoint, request));
    let mut connection =
        http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service);
    // If the request was no HTTP, the server has responded by itself.
    let _ = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let mut stream = connection.into_parts().io.into_inner();
    // Unread content would reset the connection, and the client would lose the response.
    if stream.shutdown().await.is_ok() {
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    }
}

fn answer(endpoint: &Endpoint, request: Request<Incoming>) -> EndpointFuture {
    match request.uri().path() {
        // The subject is the only route of this server, so it also represents the server as a whole.
        SUBJECT | "*" => endpoint.clone().call(request),
        _ => {
            let nothing: ResponseFuture = Box::pin(async { Problem::not_found().into_response(None) });
            nothing.into()
        }
    }
}
