//! Requests that must happen once, however often they are sent.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols_model::{Timestamp, UserId};

use crate::{Context, Result};

/// Remembers which requests were begun, and how they were answered. Each method is one transaction. It knows nothing
/// of users: whoever asks need not be among them.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Claims a request for the one who asks, unless it was claimed before. Of any number of claims at once, one is
    /// [`Claim::Granted`]. A claim that was neither kept nor dropped for as long as `lease` is granted anew to the same
    /// request; to another one its key stays taken, for nobody knows what came of the first.
    async fn claim(
        &self,
        ctx: &Context,
        request: &OnceRequest,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim>;

    /// Keeps the answer to a claimed request. Does nothing where an answer is kept already, and where the request is
    /// not claimed: never was, was given up, was forgotten, or another one has its key.
    async fn keep(&self, ctx: &Context, request: &OnceRequest, answer: &KeptAnswer) -> Result<()>;

    /// Gives a claim up, so that the request can be sent again, with other content too. Does nothing where an answer is
    /// kept, and where the request is not claimed.
    async fn drop_claim(&self, ctx: &Context, request: &OnceRequest) -> Result<()>;

    /// Forgets everything that was claimed before this instant, answered or not; what was granted anew was claimed
    /// then. Answers how many requests that were.
    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64>;
}

/// A request that must happen once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceRequest {
    /// Who sent it. The keys of different users never meet.
    pub user: UserId,
    /// The client's name for it: any text of up to 255 bytes, compared byte by byte.
    pub key: String,
    /// Tells whether another request of the same key is really the same: a digest of its target and content.
    pub fingerprint: String,
}

/// What a claim came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The request is the asker's to carry out.
    Granted,
    /// Somebody is carrying it out.
    InFlight,
    /// It was carried out, and answered so.
    Answered(KeptAnswer),
    /// Another request has this key: one with another fingerprint.
    Taken,
}

/// An answer, as it goes over the wire. Comes back as it was kept, to the last byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The status.
    pub status: u16,
    /// The header fields in their order, names in small letters. A name may come more than once.
    pub headers: Vec<(String, String)>,
    /// The content.
    pub content: Vec<u8>,
}
