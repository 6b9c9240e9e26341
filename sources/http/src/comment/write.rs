//! Writing, changing and deleting comments.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::{CommentReader, CommentWriter};
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{LanguageTag, Revision, Timestamp, UserId, Version};
use serde::Serialize;

use super::CommentWire;
use crate::{
    Http,
    changing::{Owned, changed_meanwhile, is_conflict, was_made_before},
    problem::{self, Problem},
    question::Question,
    reading::content_of,
};

/// What an author decides, and the name of what is new.
#[derive(Debug, Serialize)]
struct DraftWire<'a> {
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

// === impl DraftWire ===

impl<'a> DraftWire<'a> {
    fn of(language: &'a LanguageTag, title: Option<&'a String>, text: &'a str, rating: Option<u8>) -> Self {
        Self { id: None, language: language.as_str(), title: title.map(String::as_str), text, rating }
    }
}

// === impl Comment ===

impl Owned for Comment {
    fn owner(&self) -> &UserId {
        &self.author
    }

    fn revision(&self) -> Revision {
        Comment::revision(self)
    }
}

// === impl Http ===

#[async_trait]
impl CommentWriter for Http {
    async fn create_comment(&self, ctx: &Context, comment: &Comment) -> Result<Comment> {
        let Comment { id, collage, author, language, title, text, rating, version, .. } = comment;
        if *version != Version::FIRST {
            return Err(Error::refused("the service behind makes comments of the first version"));
        }
        let target = self.at(ctx, &format!("/collages/{collage}/comments")).await?;
        let draft = DraftWire::of(language, title.as_ref(), text, *rating);
        let draft = DraftWire { id: Some(id.as_str()), ..draft };
        let answer = self.ask(ctx, Question::post(ctx, target, self.token_of(author)?, &draft)).await?;
        match answer.status {
            StatusCode::CREATED if was_made_before(&answer) => {
                Err(Self::made_before(self.comment_by_id(ctx, id).await?.is_some()))
            }
            StatusCode::CREATED => Ok(content_of::<CommentWire>(&answer)?.into()),
            StatusCode::NOT_FOUND => {
                self.absent(&answer)?;
                Err(Conflict::Missing { noun: "collage", id: collage.to_string() }.into())
            }
            StatusCode::CONFLICT if is_conflict(&Problem::of(&answer)) => {
                let exists = self.comment_by_id(ctx, id).await?.is_some();
                Err(self.contradiction(ctx, problem::error(&answer), exists, author).await)
            }
            _ => Err(problem::error(&answer)),
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
        let target = self.at(ctx, &format!("/comments/{id}")).await?;
        let Some(grip) = self.grip::<CommentWire, Comment>(ctx, target, expected).await? else {
            return Ok(None);
        };
        let CommentDraft { language, title, text, rating } = draft;
        let content = DraftWire::of(language, title.as_ref(), text, *rating);
        let answer = self.ask(ctx, grip.put().with(&content)).await?;
        match answer.status {
            StatusCode::OK => Ok(Some(content_of::<CommentWire>(&answer)?.into())),
            StatusCode::NOT_FOUND => self.absent(&answer).map(|()| None),
            StatusCode::PRECONDITION_FAILED => {
                let now = self.comment_by_id(ctx, id).await?;
                changed_meanwhile(&answer, now, expected, |now| is_drafted(now, draft))
            }
            _ => Err(problem::error(&answer)),
        }
    }

    async fn delete_comment(&self, ctx: &Context, id: &CommentId, expected: Revision) -> Result<bool> {
        let target = self.at(ctx, &format!("/comments/{id}")).await?;
        match self.grip::<CommentWire, Comment>(ctx, target, expected).await? {
            Some(grip) => self.remove::<CommentWire>(ctx, &grip).await,
            None => Ok(false),
        }
    }
}
