//! Requests that must happen once, however often they are sent.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols_model::{Timestamp, UserId};

use crate::{Context, Result};

/// Stores which requests were begun, and their responses. Each method is one transaction. It does not know users: the
/// caller need not be one of its own.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Claims a request for the caller, unless it was claimed before. Of any number of claims at the same time, one
    /// is [`Claim::Granted`]. A claim that was neither kept nor dropped for as long as `lease` is granted anew to the
    /// same request. For another request its key stays taken, since the result of the first is unknown.
    async fn claim(
        &self,
        ctx: &Context,
        request: &OnceRequest,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim>;

    /// Keeps the response to a claimed request. Does nothing if a response is kept already, or if the request is not
    /// claimed: never was, was given up, was forgotten, or another one has its key.
    async fn keep(&self, ctx: &Context, request: &OnceRequest, answer: &KeptAnswer) -> Result<()>;

    /// Gives a claim up, so that the request can be sent again, even with another body. Does nothing if a response is
    /// kept, or if the request is not claimed.
    async fn drop_claim(&self, ctx: &Context, request: &OnceRequest) -> Result<()>;

    /// Forgets all requests that were claimed before this instant, with or without a response; one that was granted
    /// anew was claimed then. Returns how many requests that were.
    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64>;
}

/// A request that must happen once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceRequest {
    /// The user who sent it. The keys of different users never meet.
    pub user: UserId,
    /// The client's name for it: any text of up to 255 bytes, compared byte by byte.
    pub key: String,
    /// Shows whether another request of the same key is really the same: a digest of its target and body.
    pub fingerprint: String,
}

/// The result of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The caller must carry out the request.
    Granted,
    /// Another caller is carrying it out.
    InFlight,
    /// It was carried out, with this response.
    Answered(KeptAnswer),
    /// Another request has this key: one with another fingerprint.
    Taken,
}

/// A response, as it goes over the wire. Comes back as it was kept, to the last byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The status.
    pub status: u16,
    /// The header fields in their order, names in small letters. A name may come more than once.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub content: Vec<u8>,
}
