//! Changing: conditional on the state that the writer has read, and on behalf of the user whose own it is.

use http::{HeaderValue, StatusCode};
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_model::{Revision, UserId};
use serde::de::DeserializeOwned;

use crate::{ApiRequest, ApiResponse, Client, Problem, Read, problem};

/// The owner and the revision of a thing, as the API shows them.
pub trait Owned {
    /// The user whose own it is.
    fn owner(&self) -> &UserId;

    /// Its revision.
    fn revision(&self) -> Revision;
}

/// The start of a change: where the thing is, the entity tag that it must still have, and the token of its owner.
#[derive(Debug)]
pub struct Precondition {
    target: String,
    tag: HeaderValue,
    token: HeaderValue,
}

/// The result of a change whose precondition failed, by what is there now, with its revision. An attempt of ours, whose
/// response was lost, may have made it what was `wanted`.
pub fn changed_meanwhile<T>(
    response: &ApiResponse,
    now: Option<(T, Revision)>,
    expected: Revision,
    wanted: impl FnOnce(&T) -> bool,
) -> Result<Option<T>> {
    match now {
        None => Ok(None),
        Some((now, revision)) if response.retried && revision == expected.next() && wanted(&now) => {
            Ok(Some(now))
        }
        Some(_) => Err(Conflict::Stale.into()),
    }
}

// === impl Precondition ===

impl Precondition {
    /// The request that replaces the thing.
    pub fn put(&self) -> ApiRequest {
        ApiRequest::put(self.target.clone(), self.token.clone()).if_match(self.tag.clone())
    }

    fn delete(&self) -> ApiRequest {
        ApiRequest::delete(self.target.clone(), self.token.clone()).if_match(self.tag.clone())
    }
}

// === impl Client ===

impl Client {
    /// Reads the thing at this target, and returns the precondition of a change, if it has this revision. Absent where there is
    /// none; [`Conflict::Stale`] where it has another one.
    pub async fn load_precondition<W: DeserializeOwned + Owned>(
        &self,
        ctx: &Context,
        target: String,
        expected: Revision,
    ) -> Result<Option<Precondition>> {
        let Some(Read { thing, tag }) = self.read::<W>(ctx, &target).await? else { return Ok(None) };
        if thing.revision() != expected {
            return Err(Conflict::Stale.into());
        }
        let tag = tag.ok_or_else(|| Error::unavailable("the upstream sends no entity tag for a change"))?;
        Ok(Some(Precondition { target, tag, token: self.token_of(thing.owner())? }))
    }

    /// Removes the thing, and returns whether it was there.
    pub async fn remove<W: DeserializeOwned>(
        &self,
        ctx: &Context,
        precondition: &Precondition,
    ) -> Result<bool> {
        let response = self.send(ctx, precondition.delete()).await?;
        match response.status {
            StatusCode::NO_CONTENT => Ok(true),
            // An attempt whose response was lost may have been the one that removed it.
            StatusCode::NOT_FOUND | StatusCode::GONE => self.absent(&response).map(|()| response.retried),
            StatusCode::PRECONDITION_FAILED => match self.read::<W>(ctx, &precondition.target).await? {
                None => Ok(response.retried),
                Some(_) => Err(Conflict::Stale.into()),
            },
            _ => Err(problem::error(&response)),
        }
    }
}

/// The error for a response of long ago, by whether what was created then exists.
pub fn made_before(exists: bool) -> Error {
    if exists {
        Conflict::Exists.into()
    } else {
        Error::refused("the upstream has made this before, and it was deleted since")
    }
}

/// Whether the response is the one to an earlier request for the very same thing, which was none of our attempts at this
/// one.
pub fn was_made_before(response: &ApiResponse) -> bool {
    !response.retried && response.headers.contains_key("idempotency-replayed")
}

/// Whether the response says that the change contradicts the present state, and not that it is being made right now.
pub fn is_conflict(response: &ApiResponse) -> bool {
    response.status == StatusCode::CONFLICT && Problem::of(response).name() == "conflict"
}
