//! The access log: one line for each request, with its client, its target, its outcome and how long it took.
//!
//! The query is left out, since it may hold secrets.

use std::{net::SocketAddr, time::Duration};

use http::{HeaderValue, Method, Request, StatusCode, Uri, Version, header};
use ogrom_core::facts::Authentication;
use ogrom_protocols::TraceId;
use ogrom_protocols_model::UserId;
use tracing::Level;

use super::line;
use crate::Peer;

/// How much of `User-Agent` is logged, in bytes.
const AGENT: usize = 200;

/// How much of a method is logged, in bytes: a client can make one up.
const METHOD: usize = 32;

/// How much of a path is logged, in bytes.
const PATH: usize = 1024;

/// The part of a request that its access-log line shows.
#[derive(Debug)]
pub struct AccessEntry<'a> {
    method: &'a Method,
    path: &'a str,
    version: Version,
    agent: Option<&'a HeaderValue>,
    client: Option<SocketAddr>,
    user: Option<&'a UserId>,
}

/// The same, owned until its line is written.
#[derive(Debug)]
pub struct OwnedEntry {
    method: Method,
    uri: Uri,
    version: Version,
    agent: Option<HeaderValue>,
    client: Option<SocketAddr>,
    user: Option<UserId>,
}

/// How a request ended.
#[derive(Debug)]
pub struct Completion<'a> {
    /// The id of the request.
    pub request_id: &'a HeaderValue,
    /// Its trace.
    pub trace: &'a TraceId,
    /// Its operation and route.
    pub names: OperationNames<'a>,
    /// The status; absent where the client hung up before the response.
    pub status: Option<StatusCode>,
    /// How long it took until the response began.
    pub took: Duration,
    /// How much of the response body was sent, in bytes.
    pub bytes: u64,
    /// Whether that was all.
    pub whole: bool,
}

/// The names of an operation and its route.
#[derive(Debug, Clone, Copy)]
pub struct OperationNames<'a> {
    /// The identifier of the operation in the document.
    pub operation: &'a str,
    /// The template of the path.
    pub route: &'a str,
}

// === impl AccessEntry ===

impl<'a> AccessEntry<'a> {
    /// The entry of this request.
    pub fn of<B>(request: &'a Request<B>, peer: Option<Peer>, identity: &'a Authentication) -> Self {
        Self {
            method: request.method(),
            path: request.uri().path(),
            version: request.version(),
            agent: request.headers().get(header::USER_AGENT),
            client: peer.map(|peer| peer.0),
            user: user(identity),
        }
    }

    /// Writes the line of a request that ended so.
    pub fn write(&self, completion: &Completion<'_>) {
        line::write(Level::INFO, |line| {
            line.message(if completion.status.is_some() { "answered" } else { "abandoned" });
            line.text("request_id", completion.request_id.to_str().unwrap_or_default());
            line.text("trace_id", completion.trace.as_str());
            line.text("method", beginning(self.method.as_str(), METHOD));
            line.text("path", beginning(self.path, PATH));
            line.text("route", completion.names.route);
            line.text("operation", completion.names.operation);
            if let Some(status) = completion.status {
                line.number("status", status.as_u16());
            }
            line.number("micros", u64::try_from(completion.took.as_micros()).unwrap_or(u64::MAX));
            line.number("bytes", completion.bytes);
            if !completion.whole {
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

// === impl OwnedEntry ===

impl OwnedEntry {
    /// The entry of this request.
    pub fn of<B>(request: &Request<B>, peer: Option<Peer>, identity: &Authentication) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            agent: request.headers().get(header::USER_AGENT).cloned(),
            client: peer.map(|peer| peer.0),
            user: user(identity).cloned(),
        }
    }

    /// The same, borrowed.
    pub fn as_entry(&self) -> AccessEntry<'_> {
        AccessEntry {
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

fn user(identity: &Authentication) -> Option<&UserId> {
    match identity {
        Authentication::Authenticated(principal, _) => Some(&principal.user),
        Authentication::Anonymous | Authentication::Rejected(_) => None,
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
