//! One comment.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core::{
    facts::{context, locale},
    permission,
    source::{self, changed},
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Delete, Endpoint, Existence, Fault, Fingerprint, Get, Invalid, NoParameters, Outcome, Put,
    Resource, Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::Clock;
use ogrom_protocols_fashion::CommentWriter;
use ogrom_protocols_fashion_model::Comment;
use ogrom_protocols_model::Timestamp;

use super::{AuthoredComment, CommentBody, CommentLoader, CommentPath, CommentView, links};
use crate::{collage::CollageResource, moderation::MODERATE, noun, user::UserResource};

/// One comment.
pub fn comment(loader: CommentLoader, writer: Arc<dyn CommentWriter>, clock: Arc<dyn Clock>) -> Endpoint {
    Endpoint::of(CommentResource { loader, writer, clock }).get().put().delete().into()
}

/// See [`comment`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CommentResource {
    loader: CommentLoader,
    writer: Arc<dyn CommentWriter>,
    clock: Arc<dyn Clock>,
}

/// The version covers all that the author decides, and which of all comments of its name it is.
pub(super) fn validators(authored: &AuthoredComment) -> Validators {
    let Comment { id: _, collage, author, language, title, text, rating, version, created, modified: _ } =
        &authored.comment;
    let mut state = Fingerprint::default();
    state.add((collage, author, language, title, text, rating, version, created));
    Validators::version(state).modified(modified(authored).as_millis())
}

/// When anything of it last changed, its author included.
fn modified(AuthoredComment { comment, author }: &AuthoredComment) -> Timestamp {
    author.as_ref().map_or(comment.modified, |author| author.modified.max(comment.modified))
}

// === impl CommentResource ===

impl Resource for CommentResource {
    type Path = CommentPath;
    type Parameters = NoParameters;
    type Entity = AuthoredComment;

    fn links() -> Vec<LinkTo> {
        links()
    }

    fn documented() -> Documented {
        documented! {
            noun::COMMENTS;

            /// Get a comment
            Get "getComment": Missing, Gone => CollageResource["/collage"], UserResource["/author/id"];

            /// Replace a comment
            ///
            /// Only its author or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Put "replaceComment": Missing, Gone, Forbidden, Ok, Conflict, Stale;

            /// Delete a comment
            ///
            /// For a while, all requests for it get 410. Only its author or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Delete "deleteComment": Missing, Gone, Forbidden, Done, Conflict, Stale;
        }
        .with_bearer_to_write()
        .tagged()
        .dated()
        .sending(header::CONTENT_LANGUAGE, "The language that the comment is written in.")
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        path: &CommentPath,
        _: &NoParameters,
    ) -> Result<Existence<AuthoredComment>> {
        self.loader.one(cx, &path.comment).await
    }

    fn permitted(&self, cx: &Cx, _: &CommentPath, found: Option<&AuthoredComment>) -> Access {
        found.map_or(Access::Granted, |found| {
            permission::require_owner_or_moderator(&found.comment.author, MODERATE, cx)
        })
    }

    fn demands_condition(&self) -> bool {
        true
    }

    fn validators(&self, found: &AuthoredComment) -> Validators {
        validators(found)
    }
}

impl Get for CommentResource {
    type View = CommentView;

    async fn get(&self, cx: &Cx, found: &AuthoredComment) -> Result<CommentView> {
        Ok(CommentView::of(found, cx))
    }

    fn describe(&self, _: &Cx, found: &AuthoredComment, headers: &mut HeaderMap) {
        let language = HeaderValue::from_str(found.comment.language.as_str());
        headers.extend(language.ok().map(|language| (header::CONTENT_LANGUAGE, language)));
    }
}

impl Put for CommentResource {
    type Body = CommentBody;

    async fn validate_put(
        &self,
        _: &Cx,
        before: Option<&AuthoredComment>,
        body: &CommentBody,
    ) -> Result<Vec<Invalid>> {
        Ok(body.faults(before.map(|before| &before.comment.id)))
    }

    async fn put(
        &self,
        cx: &Cx,
        path: &CommentPath,
        before: Option<AuthoredComment>,
        body: CommentBody,
    ) -> Result<Outcome<AuthoredComment>> {
        let Some(before) = before else { return Ok(Outcome::Stale) };
        let draft = body.draft(locale(cx)).map_err(Fault::internal)?;
        // By the date that was told, which may be that of the author.
        let now = self.clock.now().succeeding(modified(&before));
        let AuthoredComment { comment, author } = before;
        let updated =
            self.writer.update_comment(&context(cx), &path.comment, comment.revision(), &draft, now).await;
        Ok(match changed(updated)? {
            Err(refused) => refused,
            Ok(None) => Outcome::Stale,
            Ok(Some(comment)) => Outcome::Ok(AuthoredComment { comment, author }),
        })
    }
}

impl Delete for CommentResource {
    async fn delete(
        &self,
        cx: &Cx,
        path: &CommentPath,
        found: AuthoredComment,
    ) -> Result<Outcome<AuthoredComment>> {
        let (expected, now) = (found.comment.revision(), self.clock.now());
        let deleted = self.writer.delete_comment(&context(cx), &path.comment, expected, now).await;
        Ok(source::deleted(changed(deleted)?, true))
    }
}
