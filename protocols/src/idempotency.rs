//! Requests that must happen once, however often they are sent.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols_model::{Timestamp, UserId};

use crate::{Context, Result};

/// Stores which requests were begun, and the responses to them. Each method is one transaction. The store knows nothing of
/// users: the one who sends a request need not be among them.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Claims a request for the caller, unless it was claimed before. Of any number of claims at once, one is
    /// [`Claim::Granted`]. A claim without a response that is older than `lease` is granted anew to the same request. To
    /// another request its key stays taken, since the first may have taken effect.
    async fn claim(
        &self,
        ctx: &Context,
        request: &IdempotencyKey,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim>;

    /// Stores the response to a claimed request. Does nothing where a response is stored already, and where the request is
    /// not claimed: never was, was given up, was forgotten, or another request has its key.
    async fn store(&self, ctx: &Context, request: &IdempotencyKey, response: &StoredResponse) -> Result<()>;

    /// Gives a claim up, so that the key can be used again, for another request too. Does nothing where a response is
    /// stored, and where the request is not claimed.
    async fn drop_claim(&self, ctx: &Context, request: &IdempotencyKey) -> Result<()>;

    /// Forgets everything that was claimed before this instant, with a response or without; a claim that was granted anew
    /// counts from then. Returns the number of forgotten requests.
    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64>;
}

/// A request that must happen once, by its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The user who sent it. Users do not share keys.
    pub user: UserId,
    /// The client's name for the request: any text of up to 255 bytes, compared byte by byte.
    pub key: String,
    /// A digest of target and body, which tells two requests of one key apart.
    pub fingerprint: String,
}

/// The result of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The caller is to carry the request out.
    Granted,
    /// Another attempt is carrying it out.
    InFlight,
    /// It was carried out, with this response.
    Completed(StoredResponse),
    /// Another request has this key: one with another fingerprint.
    Taken,
}

/// A response, as it goes over the wire. It comes back as it was stored, to the last byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The status.
    pub status: u16,
    /// The header fields in their order, names in small letters. A name may come more than once.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub content: Vec<u8>,
}
