//! Likes.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::{LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};
use serde::Deserialize;

use crate::{
    Http,
    changing::is_conflict,
    problem::{self, Problem},
    question::Question,
    reading::{Read, content_of},
    wire::{Text, instant},
};

/// How often a like that changes meanwhile is looked at before it is removed.
const ATTEMPTS: u32 = 3;

#[derive(Debug, Deserialize)]
struct LikeWire {
    collage: Text<CollageId>,
    user: Text<UserId>,
    #[serde(deserialize_with = "instant")]
    created: Timestamp,
}

fn path(collage: &CollageId, user: &UserId) -> String {
    format!("/collages/{collage}/likes/{user}")
}

// === impl LikeWire ===

impl From<LikeWire> for Like {
    fn from(LikeWire { collage: Text(collage), user: Text(user), created }: LikeWire) -> Self {
        Self { collage, user, created }
    }
}

// === impl Http ===

#[async_trait]
impl LikeReader for Http {
    async fn like_by_ids(&self, ctx: &Context, collage: &CollageId, user: &UserId) -> Result<Option<Like>> {
        let target = self.at(ctx, &path(collage, user)).await?;
        Ok(self.read::<LikeWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }
}

#[async_trait]
impl LikeWriter for Http {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        let Like { collage, user, .. } = like;
        let target = self.at(ctx, &path(collage, user)).await?;
        let answer = self.ask(ctx, Question::put(target, self.token_of(user)?)).await?;
        match answer.status {
            StatusCode::CREATED => content_of::<LikeWire>(&answer).map(|_| true),
            // An attempt whose answer was lost may have been the one that made it.
            StatusCode::OK => content_of::<LikeWire>(&answer).map(|_| answer.again),
            StatusCode::NOT_FOUND => {
                self.absent(&answer)?;
                Err(Conflict::Missing { noun: "collage", id: collage.to_string() }.into())
            }
            StatusCode::CONFLICT if is_conflict(&Problem::of(&answer)) => {
                Err(self.contradiction(ctx, problem::error(&answer), false, user).await)
            }
            _ => Err(problem::error(&answer)),
        }
    }

    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        _: Timestamp,
    ) -> Result<bool> {
        let target = self.at(ctx, &path(collage, user)).await?;
        for _ in 0..ATTEMPTS {
            // The service removes what is not there as gladly, so that we look, and remove what we have seen.
            let Some(Read { tag, .. }) = self.read::<LikeWire>(ctx, &target).await? else { return Ok(false) };
            let question = Question::delete(target.clone(), self.token_of(user)?);
            let question = tag.into_iter().fold(question, Question::if_still);
            let answer = self.ask(ctx, question).await?;
            match answer.status {
                StatusCode::NO_CONTENT => return Ok(true),
                StatusCode::NOT_FOUND => return self.absent(&answer).map(|()| answer.again),
                // An attempt whose answer was lost may have been the one that removed it.
                StatusCode::PRECONDITION_FAILED if answer.again => return Ok(true),
                StatusCode::PRECONDITION_FAILED => {}
                _ => return Err(problem::error(&answer)),
            }
        }
        Err(Error::unavailable("a like is given and taken back all the time"))
    }
}
