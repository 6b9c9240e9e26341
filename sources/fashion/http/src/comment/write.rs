//! Writing, changing and deleting comments.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::{CommentReader, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{LanguageTag, Revision, Timestamp, UserId, Version};
use ogrom_sources_http::{
    ApiRequest, body_of,
    changing::{Owned, changed_meanwhile, is_conflict, made_before, was_made_before},
    problem,
};
use serde::Serialize;

use super::CommentWire;
use crate::Http;

/// An author's part of a comment, and the identifier of a new one.
#[derive(Debug, Serialize)]
struct CommentDraftWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
}

fn is_drafted(comment: &Comment, draft: &CommentDraft) -> bool {
    let Comment { language, title, text, rating, .. } = comment.clone();
    CommentDraft { language, title, text, rating } == *draft
}

// === impl CommentDraftWire ===

impl<'a> CommentDraftWire<'a> {
    fn of(language: &'a LanguageTag, title: Option<&'a String>, text: &'a str, rating: Option<u8>) -> Self {
        Self { id: None, language: language.as_str(), title: title.map(String::as_str), text, rating }
    }
}

// === impl CommentWire ===

impl Owned for CommentWire {
    fn owner(&self) -> &UserId {
        &self.author.id.0
    }

    fn revision(&self) -> Revision {
        Revision { version: self.version, created: self.created }
    }
}

// === impl Http ===

#[async_trait]
impl CommentWriter for Http {
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment> {
        let Comment { id, collage, author, language, title, text, rating, version, .. } = comment;
        if *version != Version::FIRST {
            return Err(Error::refused("the upstream makes comments of the first version"));
        }
        let target = self.0.at(ctx, &format!("/collages/{collage}/comments")).await?;
        let draft = CommentDraftWire::of(language, title.as_ref(), text, *rating);
        let draft = CommentDraftWire { id: Some(id.as_str()), ..draft };
        let response =
            self.0.send(ctx, ApiRequest::post(ctx, target, self.0.token_of(author)?, &draft)).await?;
        match response.status {
            StatusCode::CREATED if was_made_before(&response) => {
                Err(made_before(self.comment_by_id(ctx, id).await?.is_some()))
            }
            StatusCode::CREATED => Ok(body_of::<CommentWire>(&response)?.into()),
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                self.0.absent(&response)?;
                Err(Conflict::Missing { noun: "collage", id: collage.to_string() }.into())
            }
            _ if is_conflict(&response) => {
                let exists = self.comment_by_id(ctx, id).await?.is_some();
                Err(self.contradiction(ctx, problem::error(&response), exists, author).await)
            }
            _ => Err(problem::error(&response)),
        }
    }

    async fn update_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        draft: &CommentDraft,
        _: Timestamp,
    ) -> Result<Option<Comment>> {
        let target = self.0.at(ctx, &format!("/comments/{id}")).await?;
        let Some(precondition) = self.0.load_precondition::<CommentWire>(ctx, target, expected).await? else {
            return Ok(None);
        };
        let CommentDraft { language, title, text, rating } = draft;
        let body = CommentDraftWire::of(language, title.as_ref(), text, *rating);
        let response = self.0.send(ctx, precondition.put().with_body(&body)).await?;
        match response.status {
            StatusCode::OK => Ok(Some(body_of::<CommentWire>(&response)?.into())),
            StatusCode::NOT_FOUND | StatusCode::GONE => self.0.absent(&response).map(|()| None),
            StatusCode::PRECONDITION_FAILED => {
                let now = self.comment_by_id(ctx, id).await?;
                let now = now.map(|now| {
                    let revision = now.revision();
                    (now, revision)
                });
                changed_meanwhile(&response, now, expected, |now| is_drafted(now, draft))
            }
            _ => Err(problem::error(&response)),
        }
    }

    async fn delete_comment(
        &self,
        ctx: &Context,
        id: &CommentId,
        expected: Revision,
        _: Timestamp,
    ) -> Result<bool> {
        let target = self.0.at(ctx, &format!("/comments/{id}")).await?;
        match self.0.load_precondition::<CommentWire>(ctx, target, expected).await? {
            Some(precondition) => self.0.remove::<CommentWire>(ctx, &precondition).await,
            None => Ok(false),
        }
    }
}
