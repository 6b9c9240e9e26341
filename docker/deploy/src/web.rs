//! The view of a client of the service: one GET at a time.

mod client;

use async_trait::async_trait;
use serde_json::Value;

pub(crate) use self::client::Client;

/// A client of HTTP and HTTPS.
#[async_trait]
pub trait Web: Send + Sync {
    /// Requests a URL. The error completes a sentence: why there is no response.
    async fn get(&self, url: &str, connection: Connection) -> Result<Response, String>;
}

/// Which connection a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// A new one, so that the name is resolved again and a balancer chooses again.
    Fresh,
    /// One that is there, if there is one, as browsers and CDNs do.
    Kept,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Its status code.
    pub status: u16,
    /// Where it redirects to (`Location`).
    pub location: Option<String>,
    /// Its body, up to the first few MiB.
    pub body: Vec<u8>,
}

// === impl Response ===

impl Response {
    /// The commit that a service reports under `/version`.
    pub fn commit(&self) -> Option<String> {
        let version: Value = serde_json::from_slice(&self.body).ok()?;
        version.get("commit")?.as_str().map(str::to_owned)
    }
}
