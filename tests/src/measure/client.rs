//! The clients: connections that send the next request after the last response, or when it is time.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::{TryStreamExt, future::ready, stream::FuturesUnordered};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    BoxError,
    requests::{Chance, Requests},
};

/// Connections in parallel.
const CONNECTIONS: u64 = 16;

/// Connections over which requests are sent whether or not the earlier ones have responses.
const OPEN_CONNECTIONS: u64 = 64;

/// The same, as iterators count: each of these connections takes every such request.
const STEP: usize = 64;

/// A connection, and the bytes read from it.
struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// The content of the response to one request.
pub fn once(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>, BoxError> {
    block_on(async {
        let mut connection = Connection::to(address).await?;
        let content = connection.ask(request).await?;
        Ok(connection.read[content].to_vec())
    })
}

/// Sends requests for so long, and returns how many responses came. One thread sends all, so that the contenders have
/// the machine.
pub fn ask(address: SocketAddr, requests: &Requests, turn: Duration) -> Result<f64, BoxError> {
    let until = Instant::now() + turn;
    let client = |seed| async move {
        let (mut connection, mut chance) = (Connection::to(address).await?, Chance(seed));
        let mut count = 0.0;
        while Instant::now() < until {
            connection.ask(requests.choose(&mut chance)).await?;
            count += 1.0;
        }
        Ok(count)
    };
    block_on(async {
        let clients: FuturesUnordered<_> = (0..CONNECTIONS).map(client).collect();
        clients.try_fold(0.0, |sum, count| ready(Ok(sum + count))).await
    })
}

/// Sends so many requests a second for so long, however long the responses take. Returns the time of each from its
/// scheduled start. A millisecond's requests are sent together, since timers know nothing shorter.
pub fn at_rate(
    address: SocketAddr,
    requests: &Requests,
    rate: u32,
    turn: Duration,
) -> Result<Vec<Duration>, BoxError> {
    let count = u64::from(rate) * turn.as_secs();
    block_on(async {
        let begin = tokio::time::Instant::now() + Duration::from_millis(50);
        let client = |first| async move {
            let (mut connection, mut chance) = (Connection::to(address).await?, Chance(first));
            let mut took = Vec::new();
            for number in (first..count).step_by(STEP) {
                let due = begin + Duration::from_millis(number * 1000 / u64::from(rate));
                tokio::time::sleep_until(due).await;
                connection.ask(requests.choose(&mut chance)).await?;
                took.push(due.elapsed());
            }
            Ok::<_, BoxError>(took)
        };
        let clients: FuturesUnordered<_> = (0..OPEN_CONNECTIONS).map(client).collect();
        clients.try_concat().await
    })
}

fn block_on<T>(work: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

// === impl Connection ===

impl Connection {
    async fn to(address: SocketAddr) -> Result<Self, BoxError> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request, and returns where the content of the response is in the read bytes. It must be one of
    /// success.
    async fn ask(&mut self, request: &[u8]) -> Result<std::ops::Range<usize>, BoxError> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the server closed the connection".into());
            }
            let Some(head) = self.read.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let (start, text) = (head + 4, std::str::from_utf8(&self.read[..head])?);
            if !text.starts_with("HTTP/1.1 200 ") {
                return Err(format!("no success: {text}").into());
            }
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let end = start + length.ok_or("a response without length")?.parse::<usize>()?;
            if self.read.len() >= end {
                return Ok(start..end);
            }
        }
    }
}
