//! Comments: the newest of all, those on one collage, and each one.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    sync::Arc,
};

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{context, locale},
    page::{self, PageView},
    permission,
    source::{existence, fault},
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, Resource, Result, Validators, describe::Documented,
    documented,
};
use ogrom_protocols::{Context, Limit, Page, PageRequest};
use ogrom_protocols_fashion::{CommentQuery, CommentReader, UserReader};
use ogrom_protocols_fashion_model::{CollageId, Comment, CommentId, User};
use ogrom_protocols_model::UserId;

use crate::{noun, user::UserResource};

mod of_collage;
mod one;
mod representation;
#[cfg(test)]
mod tests;

pub use of_collage::{CollageCommentsResource, collage_comments};
pub use one::{CommentResource, comment};
pub use representation::{CommentBody, CommentView, CommentsQuery};

/// The newest comments in the locale's language.
pub fn comments(loader: CommentLoader) -> Endpoint {
    Endpoint::of(CommentsResource { loader }).get().into()
}

path! {
    /// Names one comment.
    pub struct CommentPath {
        /// The comment's identifier.
        #[example = "c-034"]
        comment: CommentId,
    }
}

/// Loads comments with their authors, in a fixed number of source calls.
#[derive(Clone)]
pub struct CommentLoader {
    /// Where comments are.
    pub comments: Arc<dyn CommentReader>,
    /// Where their authors are.
    pub users: Arc<dyn UserReader>,
}

/// A comment with its author, if they are there.
#[derive(Debug, Clone)]
pub struct AuthoredComment {
    /// The comment.
    pub comment: Comment,
    /// Its author.
    pub author: Option<User>,
}

/// See [`comments`].
#[derive(Debug)]
pub struct CommentsResource {
    loader: CommentLoader,
}

// === impl CommentLoader ===

impl CommentLoader {
    async fn one(&self, cx: &Cx, id: &CommentId) -> Result<Existence<AuthoredComment>> {
        let ctx = context(cx);
        if let Some(comment) = self.comments.comment_by_id(&ctx, id).await.map_err(fault)? {
            return Ok(self.shown(cx, &ctx, vec![comment]).await?.pop().into());
        }
        let gone = self.comments.comment_is_gone(&ctx, id).await.map_err(fault)?;
        Ok(if gone { Existence::Gone } else { Existence::Missing })
    }

    /// The comments that a client asks for; `usual` are those where it names no language.
    async fn asked(
        &self,
        cx: &Cx,
        query: &CommentsQuery,
        usual: CommentQuery,
    ) -> Result<Existence<Page<AuthoredComment>>> {
        let ids = match query.ids() {
            Err(faults) => return Ok(Existence::Malformed(faults)),
            Ok(ids) => ids,
        };
        let ctx = context(cx);
        let found = if let Some(ids) = ids {
            let mut found = self.comments.comments_by_ids(&ctx, &ids).await.map_err(fault)?;
            found.retain(|comment| usual.collage.as_ref().is_none_or(|collage| comment.collage == *collage));
            Existence::Found(page::of_all(found))
        } else {
            let page = page::request(query.limit, query.cursor.as_ref());
            match query.narrow(usual) {
                Ok(wanted) => existence(self.comments.comments(&ctx, &wanted, &page).await)?,
                Err(malformed) => return Ok(malformed),
            }
        };
        Ok(match found {
            Existence::Found(Page { items, next, prev }) => {
                Existence::Found(Page { items: self.shown(cx, &ctx, items).await?, next, prev })
            }
            Existence::Malformed(errors) => Existence::Malformed(errors),
            _ => Existence::Missing,
        })
    }

    /// The first page of the comments on a collage.
    pub(crate) async fn newest_on(
        &self,
        ctx: &Context,
        collage: &CollageId,
    ) -> Result<Page<AuthoredComment>> {
        let on_collage = CommentQuery { collage: Some(collage.clone()), language: None };
        let page = self.comments.comments(ctx, &on_collage, &PageRequest::first(Limit::DEFAULT)).await;
        let Page { items, next, prev } = page.map_err(fault)?;
        Ok(Page { items: self.with_authors(ctx, items).await?, next, prev })
    }

    /// Adds to comments their authors, where the response shows them.
    async fn shown(&self, cx: &Cx, ctx: &Context, comments: Vec<Comment>) -> Result<Vec<AuthoredComment>> {
        if cx.shows("author") {
            return self.with_authors(ctx, comments).await;
        }
        Ok(comments.into_iter().map(|comment| AuthoredComment { comment, author: None }).collect())
    }

    /// Adds to a comment its author.
    async fn with_author(&self, ctx: &Context, comment: Comment) -> Result<AuthoredComment> {
        let authored = self.with_authors(ctx, vec![comment]).await?.pop();
        authored.ok_or_else(|| Fault::internal("a comment was lost while its author was loaded"))
    }

    /// Adds to comments their authors: one question for all.
    async fn with_authors(&self, ctx: &Context, comments: Vec<Comment>) -> Result<Vec<AuthoredComment>> {
        let wanted: BTreeSet<UserId> = comments.iter().map(|comment| comment.author.clone()).collect();
        let wanted: Vec<_> = wanted.into_iter().collect();
        let authors = self.users.users_by_ids(ctx, &wanted).await.map_err(fault)?;
        let authors: HashMap<_, _> = authors.into_iter().map(|author| (author.id.clone(), author)).collect();
        let authored =
            |comment: Comment| AuthoredComment { author: authors.get(&comment.author).cloned(), comment };
        Ok(comments.into_iter().map(authored).collect())
    }
}

impl fmt::Debug for CommentLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CommentLoader")
    }
}

// === impl CommentsResource ===

impl Resource for CommentsResource {
    type Path = ();
    type Parameters = CommentsQuery;
    type Entity = Page<AuthoredComment>;

    fn links() -> Vec<LinkTo> {
        CommentResource::links().into_iter().chain([LinkTo::of::<CommentResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::COMMENTS;

            /// List the newest comments
            ///
            /// Newest first, in the locale's language unless `language` names another, or those with the given ids.
            Get "listComments": Malformed => CommentResource["/items/0/id"];
        }
        .with_bearer_to_write()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        (): &(),
        query: &CommentsQuery,
    ) -> Result<Existence<Page<AuthoredComment>>> {
        let newest = CommentQuery { collage: None, language: Some(locale(cx).tag().clone()) };
        self.loader.asked(cx, query, newest).await
    }

    fn validators(&self, _: &Page<AuthoredComment>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for CommentsResource {
    type View = PageView<CommentView>;

    async fn get(&self, cx: &Cx, page: &Page<AuthoredComment>) -> Result<Self::View> {
        Ok(page::view(page, |authored| CommentView::of(authored, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<AuthoredComment>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

/// The links that each comment makes.
fn links() -> Vec<LinkTo> {
    vec![LinkTo::of::<UserResource>(), LinkTo::of::<crate::collage::CollageResource>()]
}
