//! What a client of the service sees: one GET at a time.

mod client;

use async_trait::async_trait;

pub(crate) use self::client::Client;

/// A client of HTTP and HTTPS.
#[async_trait]
pub trait Web: Send + Sync {
    /// Asks for a URL. The error is a sentence's end: why there is no answer.
    async fn get(&self, url: &str, connection: Connection) -> Result<Answer, String>;
}

/// Which connection a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// One of its own, so that the name is resolved again and a balancer chooses again.
    Fresh,
    /// One that is there, if there is one, as browsers and CDNs do.
    Kept,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status code.
    pub status: u16,
    /// Its content, up to the first few MiB.
    pub content: Vec<u8>,
}
