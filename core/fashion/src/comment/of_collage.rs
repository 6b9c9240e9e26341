//! The comments on one collage, where new ones are written.

use std::sync::Arc;

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{context, display_context, locale, principal},
    idempotent, named,
    page::{self, PageView},
    permission,
    source::{changed, fault},
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, Invalid, Method, Outcome, Post, Posted, Resource, Result,
    Validators, describe::Documented, documented,
};
use ogrom_protocols::{Clock, Conflict, IdGenerator, Page};
use ogrom_protocols_fashion::{CollageReader, CommentQuery, CommentWriter};
use ogrom_protocols_fashion_model::Comment;

use super::{
    AuthoredComment, CommentBody, CommentLoader, CommentPath, CommentResource, CommentView, CommentsQuery,
    one::validators,
};
use crate::{
    collage::{CollagePath, gone_or},
    noun,
};

/// The comments on one collage, where new ones are written.
pub fn collage_comments(
    collages: Arc<dyn CollageReader>,
    loader: CommentLoader,
    writer: Arc<dyn CommentWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
) -> Endpoint {
    Endpoint::of(CollageCommentsResource { collages, loader, writer, clock, ids }).get().post().into()
}

/// Whether this is what was to be made, but for what the service itself decides.
fn is_as_written(before: &Comment, comment: &Comment) -> bool {
    let Comment { created, modified, .. } = *comment;
    Comment { created, modified, ..before.clone() } == *comment
}

/// See [`collage_comments`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CollageCommentsResource {
    collages: Arc<dyn CollageReader>,
    loader: CommentLoader,
    writer: Arc<dyn CommentWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
}

// === impl CollageCommentsResource ===

impl Resource for CollageCommentsResource {
    type Path = CollagePath;
    type Parameters = CommentsQuery;
    type Entity = Page<AuthoredComment>;

    fn links() -> Vec<LinkTo> {
        CommentResource::links().into_iter().chain([LinkTo::of::<CommentResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::COMMENTS;

            /// List the comments on a collage
            ///
            /// Newest first, in all languages unless `language` names one, or those with the given ids.
            Get "listCollageComments": Nowhere, Gone, Malformed => CommentResource["/items/0/id"];

            /// Create a comment on a collage
            ///
            /// Its author is the user of the token. Send an `Idempotency-Key` to retry safely: one key
            /// creates one.
            Post "createCollageComment": Nowhere, Gone, Created, Conflict => CommentResource["/id"];
        }
        .with_bearer_to_write()
        .selecting_reads()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        path: &CollagePath,
        query: &CommentsQuery,
    ) -> Result<Existence<Page<AuthoredComment>>> {
        let ctx = context(cx);
        if self.collages.collage_by_id(&ctx, &path.collage).await.map_err(fault)?.is_none() {
            return gone_or(Existence::ParentMissing, &*self.collages, &ctx, &path.collage).await;
        }
        if !cx.method().is_some_and(Method::is_read) {
            return Ok(Existence::Found(Page::empty()));
        }
        let on_collage = CommentQuery { collage: Some(path.collage.clone()), language: None };
        self.loader.asked(cx, query, on_collage).await
    }

    fn validators(&self, _: &Page<AuthoredComment>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for CollageCommentsResource {
    type View = PageView<CommentView>;

    async fn get(&self, cx: &Cx, page: &Page<AuthoredComment>) -> Result<Self::View> {
        Ok(page::view(page, |authored| CommentView::of(authored, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<AuthoredComment>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

impl Post for CollageCommentsResource {
    type Body = CommentBody;
    type Response = CommentView;

    async fn validate_post(
        &self,
        _: &Cx,
        _: Option<&Page<AuthoredComment>>,
        body: &CommentBody,
    ) -> Result<Vec<Invalid>> {
        Ok(body.faults(None))
    }

    async fn post(
        &self,
        cx: &Cx,
        path: &CollagePath,
        _: Option<Page<AuthoredComment>>,
        body: CommentBody,
    ) -> Result<Outcome<Posted<CommentView>>> {
        let author = principal(cx).ok_or_else(permission::no_principal)?.user.clone();
        let named = body.id().map(ToOwned::to_owned);
        let is_named = named.is_some();
        let id = named.unwrap_or_else(|| idempotent::new_id(cx, &*self.ids));
        let id = id.parse().map_err(Fault::internal)?;
        let draft = body.draft(locale(cx)).map_err(Fault::internal)?;
        let now = self.clock.now();
        let mut comment = Comment::write(id, path.collage.clone(), author, draft, now);
        if is_named {
            comment.modified = named::dated(now);
        }
        let ctx = context(cx);
        let created = self.writer.create_comment(&ctx, &comment).await;
        if idempotent::was_created_before(cx, &created) {
            let before = self.loader.comments.comment_by_id(&ctx, &comment.id).await.map_err(fault)?;
            if is_named && before.as_ref().is_some_and(|before| !is_as_written(before, &comment)) {
                return Ok(Outcome::Conflict(Conflict::Exists.to_string()));
            }
            comment = before.unwrap_or(comment);
        } else {
            match changed(created)? {
                Ok(stored) => comment = stored,
                Err(refused) => return Ok(refused),
            }
        }
        let location = cx.link_to::<CommentResource>(&CommentPath { comment: comment.id.clone() });
        let authored = self.loader.with_author(&display_context(cx), comment).await?;
        let content = Posted { view: CommentView::of(&authored, cx), validators: validators(&authored) };
        Ok(Outcome::Created { location, content })
    }
}
