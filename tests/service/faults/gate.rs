//! A gate before a service, which can respond in its place, or hold its responses back.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    thread,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

/// A gate to a port of this machine. Gone when it is dropped.
pub(super) struct Gate {
    port: u16,
    state: Arc<State>,
    _end: oneshot::Sender<()>,
}

/// The treatment of requests, on new and reused connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mood {
    /// Requests and responses are forwarded.
    Open,
    /// Each gets bytes that are no response, each time different ones.
    Garbage,
    /// Each gets a 503, every other time with `Retry-After`.
    Unavailable,
    /// Requests are forwarded, and half of the response's content comes back before the connection ends.
    Half,
    /// Requests are accepted and never get a response, not even when the gate is open again.
    Silent,
}

struct State {
    port: u16,
    mood: AtomicU8,
    /// How many requests the gate did not just pass on.
    harmed: AtomicUsize,
}

/// Bytes that are no response, and the response of a foreign service.
const GARBAGE: [&str; 5] = [
    "\0\u{7f}garbage\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 16\r\n\r\n<h1>Welcome</h1>",
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{\"items",
    "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 14\r\n\r\n{\"hello\":true}",
    "HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 14\r\n\r\n<h1>nginx</h1>",
];

const UNAVAILABLE: [&str; 2] = [
    "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n",
];

/// A message as received, and where its content begins.
struct Message {
    bytes: Vec<u8>,
    head: usize,
}

// === impl Gate ===

impl Gate {
    /// An open gate to this port.
    pub(super) fn to(port: u16) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("a listener can be so");
        let own = listener.local_addr().expect("a listener has an address").port();
        let mood = AtomicU8::new(Mood::Open as u8);
        let state = Arc::new(State { port, mood, harmed: AtomicUsize::new(0) });
        let (end, ended) = oneshot::channel();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a thread can be started").block_on(async {
                tokio::select! {
                    () = serve(listener, shared) => {}
                    _ = ended => {}
                }
            });
        });
        Self { port: own, state, _end: end }
    }

    /// The address of the gate.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// From now on, requests are treated like this.
    pub(super) fn be(&self, mood: Mood) {
        self.state.mood.store(mood as u8, Ordering::Relaxed);
    }

    /// How many requests the gate did not just pass on.
    pub(super) fn harmed(&self) -> usize {
        self.state.harmed.load(Ordering::Relaxed)
    }
}

async fn serve(listener: std::net::TcpListener, state: Arc<State>) {
    let listener = TcpListener::from_std(listener).expect("a runtime is there");
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let state = Arc::clone(&state);
            // An end on either side ends the connection on the other.
            tokio::spawn(async move { connection(BufStream::new(stream), &state).await });
        }
    }
}

async fn connection(mut near: BufStream<TcpStream>, state: &State) -> io::Result<()> {
    let mut far = None;
    while let Some(request) = Message::read(&mut near).await? {
        let (mood, count) = state.turn();
        match mood {
            Mood::Open => {
                let answer = pass_on(&mut far, state.port, &request).await?;
                send(&mut near, &answer.bytes).await?;
            }
            Mood::Half => {
                let Message { bytes, head } = pass_on(&mut far, state.port, &request).await?;
                // The end of a head alone is lost.
                let lost = (bytes.len() - head).max(8) / 2;
                return send(&mut near, &bytes[..bytes.len() - lost]).await;
            }
            Mood::Garbage => {
                let garbage = GARBAGE[count % GARBAGE.len()];
                send(&mut near, garbage.as_bytes()).await?;
            }
            Mood::Unavailable => {
                let refusal = UNAVAILABLE[count % UNAVAILABLE.len()];
                send(&mut near, refusal.as_bytes()).await?;
            }
            // Until the waiting client goes away.
            Mood::Silent => while near.read(&mut [0]).await? > 0 {},
        }
    }
    Ok(())
}

async fn pass_on(
    far: &mut Option<BufStream<TcpStream>>,
    port: u16,
    request: &Message,
) -> io::Result<Message> {
    let far = match far {
        Some(far) => far,
        None => {
            far.insert(BufStream::new(TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?))
        }
    };
    send(far, &request.bytes).await?;
    Message::read(far).await?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

async fn send(to: &mut BufStream<TcpStream>, bytes: &[u8]) -> io::Result<()> {
    to.write_all(bytes).await?;
    to.flush().await
}

// === impl State ===

impl State {
    /// The treatment of the next request, and how many suffered before it.
    fn turn(&self) -> (Mood, usize) {
        let moods = [Mood::Open, Mood::Garbage, Mood::Unavailable, Mood::Half, Mood::Silent];
        let mood = moods[usize::from(self.mood.load(Ordering::Relaxed))];
        let harmed = usize::from(mood != Mood::Open);
        (mood, self.harmed.fetch_add(harmed, Ordering::Relaxed))
    }
}

// === impl Message ===

impl Message {
    /// Reads one whose content has a length, as all messages between services have. None at the end of the
    /// connection.
    async fn read(from: &mut BufStream<TcpStream>) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            if from.read_until(b'\n', &mut bytes).await? == 0 {
                return Ok(None);
            }
        }
        let head = bytes.len();
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        // A 304 has no content, though it may have the length of some.
        let length = length.filter(|_: &usize| !text.starts_with("http/1.1 304"));
        bytes.resize(head + length.unwrap_or(0), 0);
        from.read_exact(&mut bytes[head..]).await?;
        Ok(Some(Self { bytes, head }))
    }
}
