//! The line of a request: who asked for what, what came of it, and how long that took.
//!
//! The query is left out: it may hold what its sender would not want to be kept.

use std::net::SocketAddr;

use http::{HeaderValue, Method, Request, Uri, Version, header};
use ogrom_core::facts::Identity;
use ogrom_protocols_model::UserId;
use tracing::Level;

use super::line;
use crate::limits::Peer;

/// How much of what a client says of itself is kept, in bytes.
const AGENT: usize = 200;

/// What is kept of a request until its line is written.
#[derive(Debug)]
pub(crate) struct Access {
    method: Method,
    uri: Uri,
    version: Version,
    agent: Option<HeaderValue>,
    client: Option<SocketAddr>,
    user: Option<UserId>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Answered<'a> {
    pub(crate) request_id: &'a str,
    /// Absent where nobody waited for an answer any more.
    pub(crate) status: Option<u16>,
    /// How long it took until the answer began.
    pub(crate) micros: u64,
    /// How much of the content was sent.
    pub(crate) bytes: u64,
    /// Whether that was all.
    pub(crate) whole: bool,
    /// The trace, in hexadecimal digits.
    pub(crate) trace: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) route: &'a str,
}

// === impl Access ===

impl Access {
    pub(crate) fn of<B>(request: &Request<B>, identity: &Identity) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            agent: request.headers().get(header::USER_AGENT).cloned(),
            client: request.extensions().get::<Peer>().map(|peer| peer.0),
            user: match identity {
                Identity::Known(principal, _) => Some(principal.user.clone()),
                Identity::Stranger | Identity::Refused(_) => None,
            },
        }
    }

    pub(crate) fn write(&self, answered: &Answered<'_>) {
        line::write(Level::INFO, |line| {
            line.message(if answered.status.is_some() { "answered" } else { "abandoned" });
            line.text("request_id", answered.request_id);
            line.text("trace_id", answered.trace);
            line.text("method", self.method.as_str());
            line.text("path", self.uri.path());
            line.text("route", answered.route);
            line.text("operation", answered.operation);
            if let Some(status) = answered.status {
                line.number("status", status);
            }
            line.number("micros", answered.micros);
            line.number("bytes", answered.bytes);
            if !answered.whole {
                line.raw("cut", "true");
            }
            if let Some(client) = self.client {
                line.address("client", client.ip());
            }
            if let Some(user) = &self.user {
                line.text("user", user.as_str());
            }
            if let Some(agent) = &self.agent {
                let agent = agent.as_bytes();
                line.text("agent", &String::from_utf8_lossy(&agent[..agent.len().min(AGENT)]));
            }
            line.text("version", version(self.version));
        });
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_11 => "HTTP/1.1",
        Version::HTTP_2 => "HTTP/2",
        _ => "HTTP",
    }
}
