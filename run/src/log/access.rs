//! The line of a request: who asked for what, what came of it, and how long that took.
//!
//! The query is left out: it may hold what its sender would not want to be kept.

use std::{net::SocketAddr, time::Duration};

use http::{HeaderValue, Method, Request, StatusCode, Uri, Version, header};
use ogrom_core::facts::Identity;
use ogrom_protocols::TraceId;
use ogrom_protocols_model::UserId;
use tracing::Level;

use super::line;
use crate::limits::Peer;

/// How much of what a client says of itself is kept, in bytes.
const AGENT: usize = 200;

/// How much of a method is kept, in bytes: a client can make one up.
const METHOD: usize = 32;

/// How much of a path is kept, in bytes.
const PATH: usize = 1024;

/// What the line says of a request.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    method: &'a Method,
    path: &'a str,
    version: Version,
    agent: Option<&'a HeaderValue>,
    client: Option<SocketAddr>,
    user: Option<&'a UserId>,
}

/// The same, kept until its line is written.
#[derive(Debug)]
pub(crate) struct Remembered {
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
    pub(crate) request_id: &'a HeaderValue,
    pub(crate) trace: &'a TraceId,
    pub(crate) names: Names<'a>,
    /// Absent where nobody waited for an answer any more.
    pub(crate) status: Option<StatusCode>,
    /// How long it took until the answer began.
    pub(crate) took: Duration,
    /// How much of the content was sent.
    pub(crate) bytes: u64,
    /// Whether that was all.
    pub(crate) whole: bool,
}

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) operation: &'a str,
    /// The template of the path.
    pub(crate) route: &'a str,
}

// === impl Access ===

impl<'a> Access<'a> {
    pub(crate) fn of<B>(request: &'a Request<B>, peer: Option<Peer>, identity: &'a Identity) -> Self {
        Self {
            method: request.method(),
            path: request.uri().path(),
            version: request.version(),
            agent: request.headers().get(header::USER_AGENT),
            client: peer.map(|peer| peer.0),
            user: user(identity),
        }
    }

    pub(crate) fn write(&self, answered: &Answered<'_>) {
        line::write(Level::INFO, |line| {
            line.message(if answered.status.is_some() { "answered" } else { "abandoned" });
            line.text("request_id", answered.request_id.to_str().unwrap_or_default());
            line.text("trace_id", answered.trace.as_str());
            line.text("method", beginning(self.method.as_str(), METHOD));
            line.text("path", beginning(self.path, PATH));
            line.text("route", answered.names.route);
            line.text("operation", answered.names.operation);
            if let Some(status) = answered.status {
                line.number("status", status.as_u16());
            }
            line.number("micros", u64::try_from(answered.took.as_micros()).unwrap_or(u64::MAX));
            line.number("bytes", answered.bytes);
            if !answered.whole {
                line.raw("cut", "true");
            }
            if let Some(client) = self.client {
                line.address("client", client.ip());
            }
            if let Some(user) = self.user {
                line.text("user", user.as_str());
            }
            if let Some(agent) = self.agent {
                let agent = agent.as_bytes();
                line.text("agent", &String::from_utf8_lossy(&agent[..agent.len().min(AGENT)]));
            }
            line.text("version", version(self.version));
        });
    }
}

// === impl Remembered ===

impl Remembered {
    pub(crate) fn of<B>(request: &Request<B>, peer: Option<Peer>, identity: &Identity) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            agent: request.headers().get(header::USER_AGENT).cloned(),
            client: peer.map(|peer| peer.0),
            user: user(identity).cloned(),
        }
    }

    pub(crate) fn access(&self) -> Access<'_> {
        Access {
            method: &self.method,
            path: self.uri.path(),
            version: self.version,
            agent: self.agent.as_ref(),
            client: self.client,
            user: self.user.as_ref(),
        }
    }
}

/// As much of a text as is kept.
fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

fn user(identity: &Identity) -> Option<&UserId> {
    match identity {
        Identity::Known(principal, _) => Some(&principal.user),
        Identity::Stranger | Identity::Refused(_) => None,
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
