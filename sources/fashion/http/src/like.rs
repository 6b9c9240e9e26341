//! Likes.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Page, PageRequest, Result};
use ogrom_protocols_fashion::{LikeQuery, LikeReader, LikeWriter};
use ogrom_protocols_fashion_model::{CollageId, Like};
use ogrom_protocols_model::{Timestamp, UserId};
use ogrom_sources_http::{
    ApiRequest, Read, body_of,
    changing::is_conflict,
    page::{self, PageQuery},
    problem,
    wire::{Text, instant},
};
use serde::Deserialize;

use crate::Http;

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
        let target = self.0.at(ctx, &path(collage, user)).await?;
        Ok(self.0.read::<LikeWire>(ctx, &target).await?.map(|read| read.thing.into()))
    }

    async fn likes_among(&self, ctx: &Context, user: &UserId, collages: &[CollageId]) -> Result<Vec<Like>> {
        let list = format!("/users/{user}/likes?");
        self.0.all::<LikeWire, _>(ctx, page::batches(&list, "collage", collages)).await
    }

    async fn likes(&self, ctx: &Context, query: &LikeQuery, page: &PageRequest) -> Result<Page<Like>> {
        let list = match query {
            LikeQuery::OfCollage(collage) => format!("/collages/{collage}/likes"),
            LikeQuery::OfUser(user) => format!("/users/{user}/likes"),
        };
        let target = self.0.at(ctx, &format!("{list}?{}", PageQuery::of(page).finish())).await?;
        self.0.page::<LikeWire, _>(ctx, &target).await
    }
}

#[async_trait]
impl LikeWriter for Http {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        let Like { collage, user, .. } = like;
        let target = self.0.at(ctx, &path(collage, user)).await?;
        let response = self.0.send(ctx, ApiRequest::put(target, self.0.token_of(user)?)).await?;
        match response.status {
            StatusCode::CREATED => body_of::<LikeWire>(&response).map(|_| true),
            // An attempt whose response was lost may have been the one that made it.
            StatusCode::OK => body_of::<LikeWire>(&response).map(|_| response.retried),
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                self.0.absent(&response)?;
                Err(Conflict::Missing { noun: "collage", id: collage.to_string() }.into())
            }
            _ if is_conflict(&response) => {
                Err(self.contradiction(ctx, problem::error(&response), false, user).await)
            }
            _ => Err(problem::error(&response)),
        }
    }

    async fn remove_like(
        &self,
        ctx: &Context,
        collage: &CollageId,
        user: &UserId,
        _: Timestamp,
    ) -> Result<bool> {
        let target = self.0.at(ctx, &path(collage, user)).await?;
        for _ in 0..ATTEMPTS {
            // The upstream removes a like that is not there, too. So we look, and remove what we have seen.
            let Some(Read { tag, .. }) = self.0.read::<LikeWire>(ctx, &target).await? else {
                return Ok(false);
            };
            let request = ApiRequest::delete(target.clone(), self.0.token_of(user)?);
            let request = tag.into_iter().fold(request, ApiRequest::if_match);
            let response = self.0.send(ctx, request).await?;
            match response.status {
                StatusCode::NO_CONTENT => return Ok(true),
                StatusCode::NOT_FOUND | StatusCode::GONE => {
                    return self.0.absent(&response).map(|()| response.retried);
                }
                // An attempt whose response was lost may have been the one that removed it.
                StatusCode::PRECONDITION_FAILED if response.retried => return Ok(true),
                StatusCode::PRECONDITION_FAILED => {}
                _ => return Err(problem::error(&response)),
            }
        }
        Err(Error::unavailable("a like is given and taken back all the time"))
    }
}
