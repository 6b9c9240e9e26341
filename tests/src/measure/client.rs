//! The clients: connections that ask for the next thing once they have the answer to the last, or when it is time.

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

/// Connections that ask at once.
const CONNECTIONS: u64 = 16;

/// Connections over which requests go that come whether or not the ones before are answered.
const OPEN_CONNECTIONS: u64 = 64;

/// The same, as iterators count: each of these connections takes every such request.
const STEP: usize = 64;

/// A connection, and what was read of it.
struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// The content of the answer to one request.
pub fn once(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>, BoxError> {
    block_on(async {
        let mut connection = Connection::to(address).await?;
        let content = connection.ask(request).await?;
        Ok(connection.read[content].to_vec())
    })
}

/// Asks for so long, and says how many answers came. One thread asks for all, so that the contenders have the machine.
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

/// Asks for so long, so many times a second, whatever the answers take. Says for each how long it took from when it should
/// have been asked for. A millisecond's requests are sent together, since timers know nothing shorter.
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

    /// Asks, and says where the content of the answer is in what was read. It must be one of success.
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
            let end = start + length.ok_or("an answer without length")?.parse::<usize>()?;
            if self.read.len() >= end {
                return Ok(start..end);
            }
        }
    }
}
