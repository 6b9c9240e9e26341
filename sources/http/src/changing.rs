//! Changing: conditional on the state that the writer has read, and on behalf of the user whose own it is.

use http::{HeaderValue, StatusCode};
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_model::{Revision, UserId};
use serde::de::DeserializeOwned;

use crate::{
    Http,
    exchange::Answer,
    problem::{self, Problem},
    question::Question,
    reading::Read,
};

/// What belongs to a user and has a version.
pub(crate) trait Owned {
    fn owner(&self) -> &UserId;
    fn revision(&self) -> Revision;
}

/// What a change begins with: where the thing is, what it is conditional on, and what proves that it is permitted.
#[derive(Debug)]
pub(crate) struct Grip {
    pub(crate) target: String,
    tag: HeaderValue,
    token: HeaderValue,
}

/// What a change comes to whose condition does not hold, by what is there now. It may have been an attempt of ours, whose
/// answer was lost, that made it what was `wanted`.
pub(crate) fn changed_meanwhile<T: Owned>(
    answer: &Answer,
    now: Option<T>,
    expected: Revision,
    wanted: impl FnOnce(&T) -> bool,
) -> Result<Option<T>> {
    match now {
        None => Ok(None),
        Some(now) if answer.again && now.revision() == expected.next() && wanted(&now) => Ok(Some(now)),
        Some(_) => Err(Conflict::Stale.into()),
    }
}

// === impl Grip ===

impl Grip {
    /// The question that replaces the thing.
    pub(crate) fn put(&self) -> Question {
        Question::put(self.target.clone(), self.token.clone()).if_still(self.tag.clone())
    }

    fn delete(&self) -> Question {
        Question::delete(self.target.clone(), self.token.clone()).if_still(self.tag.clone())
    }
}

// === impl Http ===

impl Http {
    /// Takes hold of the thing at this target, if it has this version. Absent where there is none.
    pub(crate) async fn grip<W, T>(
        &self,
        ctx: &Context,
        target: String,
        expected: Revision,
    ) -> Result<Option<Grip>>
    where
        W: DeserializeOwned,
        T: From<W> + Owned,
    {
        let Some(Read { thing, tag }) = self.read::<W>(ctx, &target).await? else { return Ok(None) };
        let thing = T::from(thing);
        if thing.revision() != expected {
            return Err(Conflict::Stale.into());
        }
        let tag = tag
            .ok_or_else(|| Error::unavailable("the service behind does not say what a change depends on"))?;
        Ok(Some(Grip { target, tag, token: self.token_of(thing.owner())? }))
    }

    /// Removes the thing. Answers whether it was there.
    pub(crate) async fn remove<W: DeserializeOwned>(&self, ctx: &Context, grip: &Grip) -> Result<bool> {
        let answer = self.ask(ctx, grip.delete()).await?;
        match answer.status {
            StatusCode::NO_CONTENT => Ok(true),
            // An attempt whose answer was lost may have been the one that removed it.
            StatusCode::NOT_FOUND => self.absent(&answer).map(|()| answer.again),
            StatusCode::PRECONDITION_FAILED => match self.read::<W>(ctx, &grip.target).await? {
                None => Ok(answer.again),
                Some(_) => Err(Conflict::Stale.into()),
            },
            _ => Err(problem::error(&answer)),
        }
    }

    /// What an answer of long ago stands for, by whether what was made then exists.
    pub(crate) fn made_before(exists: bool) -> Error {
        if exists {
            Conflict::Exists.into()
        } else {
            Error::refused("the service behind has made this before, and it was deleted since")
        }
    }

    /// Why something was not made although nothing is wrong with it: there is one of its name, or its user is not there.
    /// The service says so only in words, so that we look.
    pub(crate) async fn contradiction(
        &self,
        ctx: &Context,
        problem: Error,
        exists: bool,
        user: &UserId,
    ) -> Error {
        use ogrom_protocols_fashion::UserReader;
        if exists {
            return Conflict::Exists.into();
        }
        match self.user_by_id(ctx, user).await {
            Ok(None) => Conflict::Missing { noun: "user", id: user.to_string() }.into(),
            Ok(Some(_)) => problem,
            Err(error) => error,
        }
    }
}

/// Whether the answer is the one to an earlier request for the very same thing, which was none of our attempts at this one.
pub(crate) fn was_made_before(answer: &Answer) -> bool {
    !answer.again && answer.headers.contains_key("idempotency-replayed")
}

/// Whether the answer says that the change contradicts the present state, and not that somebody is making it now.
pub(crate) fn is_conflict(problem: &Problem) -> bool {
    problem.name() == "conflict"
}
