//! A service that does what a test tells it to, good or bad.

#![expect(clippy::unwrap_used, reason = "a harness panics where something fails, and so fails the test")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use ogrom_sources_fashion_http::Http;
use ogrom_sources_http::Upstream;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The reaction to one request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Send these bytes.
    Send(String),
    /// Send these bytes and end the connection.
    SendAndEnd(String),
    /// Send these bytes for ever.
    Pour(String),
    /// Keep the connection open and say nothing.
    Nothing,
}

/// A running service. Answers for its locales by itself; does nothing where the script has come to its end.
pub(crate) struct Scripted {
    pub(crate) base: String,
    heads: Arc<Mutex<Vec<String>>>,
}

/// An answer with content.
pub(crate) fn answer(status: &str, headers: &str, content: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{content}", content.len())
}

/// An answer with JSON.
pub(crate) fn json(content: &str) -> Act {
    Act::Send(answer("200 OK", "content-type: application/json\r\n", content))
}

/// The user `lena`, as a service of today writes her, and one of tomorrow.
pub(crate) fn lena() -> Act {
    json(LENA)
}

pub(crate) const LENA: &str = r#"{"id":"lena","version":1,"created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z",
    "mood":["of","tomorrow"]}"#;

/// That `lena` likes the collage `c1`.
pub(crate) const LIKE: &str = r#"{"collage":"c1","user":"lena","created":"2026-01-01T00:00:00Z"}"#;

const LOCALES: &str = r#"{"items":[{"tag":"de-DE","country":"DE","currency":"EUR"}],"default":"de-DE"}"#;

// === impl Scripted ===

impl Scripted {
    pub(crate) async fn doing(script: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(script.into_iter().collect()));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let scripted = Self { base, heads: Arc::clone(&heads) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&heads)));
            }
        });
        scripted
    }

    /// A client that acts for `lena`.
    pub(crate) fn client(&self) -> Http {
        Http::new(Upstream::new(&self.base).unwrap().acting_as("lena".parse().unwrap(), "secret").unwrap())
    }

    /// The heads of all requests so far, but for those for the locales.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<VecDeque<Act>>>, heads: Arc<Mutex<Vec<String>>>) {
    while let Some(head) = request(&mut stream).await {
        if head.starts_with("GET / ") {
            let Act::Send(locales) = json(LOCALES) else { unreachable!("it is sent") };
            stream.write_all(locales.as_bytes()).await.unwrap();
            continue;
        }
        heads.lock().unwrap().push(head);
        let act = script.lock().unwrap().pop_front();
        match act.unwrap_or(Act::Nothing) {
            Act::Send(bytes) => stream.write_all(bytes.as_bytes()).await.unwrap(),
            Act::SendAndEnd(bytes) => return stream.write_all(bytes.as_bytes()).await.unwrap(),
            Act::Pour(bytes) => while stream.write_all(bytes.as_bytes()).await.is_ok() {},
            Act::Nothing => std::future::pending().await,
        }
    }
}

/// Reads one request and forgets its content. Nothing where the connection ends.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase().replace("get ", "GET ");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    stream.read_exact(&mut vec![0; length.unwrap_or(0)]).await.ok()?;
    Some(head)
}
