//! One collage.

use std::sync::Arc;

use ogrom_core::{
    facts::{audience, context, display_context},
    permission,
    source::{self, changed},
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Audience, Cx, Delete, Endpoint, Existence, Fault, Get, Invalid, Method, Outcome, Patch, Put,
    Resource, Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::Clock;
use ogrom_protocols_fashion::CollageWriter;
use ogrom_protocols_model::Timestamp;

use super::{
    Assembled, CollageBody, CollageExpansion, CollageLoader, CollageParameters, CollagePath, CollageView,
    CollagesResource, Parts, links, missing_products, state::validators,
};
use crate::{
    comment::{CollageCommentsResource, CommentLoader, CommentResource},
    moderation::MODERATE,
    noun,
    user::UserResource,
};

/// One collage.
pub fn collage(
    loader: CollageLoader,
    comments: CommentLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
) -> Endpoint {
    Endpoint::of(CollageResource { loader, comments, writer, clock }).get().put().patch().delete().into()
}

/// See [`collage`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CollageResource {
    loader: CollageLoader,
    comments: CommentLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
}

// === impl CollageResource ===

impl Resource for CollageResource {
    type Path = CollagePath;
    type Parameters = CollageParameters;
    type Entity = Assembled;

    fn links() -> Vec<LinkTo> {
        let expanded = [LinkTo::of::<CollagesResource>(), LinkTo::of::<CommentResource>()];
        links().into_iter().chain(expanded).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::COLLAGES;

            /// Get a collage
            ///
            /// With its owner, and the texts and prices of its products in the locale. `expand` adds its products and the newest
            /// comments on it.
            Get "getCollage": Missing, Gone => CollageCommentsResource["/id"], UserResource["/owner/id"];

            /// Replace a collage
            ///
            /// Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Put "replaceCollage": Missing, Gone, Forbidden, Ok, Conflict, Stale;

            /// Change a collage
            ///
            /// A JSON Merge Patch or a JSON Patch, applied to the PUT form of the collage (see `CollageBody`).
            ///
            /// Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Patch "updateCollage": Missing, Gone, Forbidden, Ok, Conflict, Stale;

            /// Delete a collage
            ///
            /// Its comments and likes are deleted, too. For a while, all requests for them get 410. Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Delete "deleteCollage": Missing, Gone, Forbidden, Done, Conflict, Stale;
        }
        .with_bearer_to_write()
        .selecting_reads()
        .tagged()
        .dated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(
        &self,
        cx: &Cx,
        path: &CollagePath,
        parameters: &CollageParameters,
    ) -> Result<Existence<Assembled>> {
        let ctx = context(cx);
        let mut found = self.loader.one(&ctx, &path.collage, Parts::shown(cx)).await?;
        if let Existence::Found(found) = &mut found
            && cx.method().is_some_and(Method::is_read)
        {
            found.expanded.products = parameters.expand(CollageExpansion::Products);
            if parameters.expand(CollageExpansion::Comments) && cx.shows("comments") {
                found.expanded.comments = Some(self.comments.newest_on(&ctx, &path.collage).await?);
            }
        }
        Ok(found)
    }

    fn permitted(&self, cx: &Cx, _: &CollagePath, found: Option<&Assembled>) -> Access {
        found.map_or(Access::Granted, |found| {
            permission::require_owner_or_moderator(&found.collage.owner, MODERATE, cx)
        })
    }

    fn demands_condition(&self) -> bool {
        true
    }

    fn audience(&self, cx: &Cx) -> Audience {
        audience(cx)
    }

    fn validators(&self, found: &Assembled) -> Validators {
        validators(found)
    }
}

impl Get for CollageResource {
    type View = CollageView;

    async fn get(&self, cx: &Cx, found: &Assembled) -> Result<CollageView> {
        Ok(CollageView::of(found, cx))
    }
}

impl Put for CollageResource {
    type Body = CollageBody;

    async fn validate_put(
        &self,
        cx: &Cx,
        before: Option<&Assembled>,
        body: &CollageBody,
    ) -> Result<Vec<Invalid>> {
        let mut faults = missing_products(&self.loader, &context(cx), body).await?;
        faults.extend(body.faults(before.map(|before| &before.collage.id)));
        Ok(faults)
    }

    async fn put(
        &self,
        cx: &Cx,
        path: &CollagePath,
        before: Option<Assembled>,
        body: CollageBody,
    ) -> Result<Outcome<Assembled>> {
        let Some(before) = before else { return Ok(Outcome::Stale) };
        let (ctx, draft) = (context(cx), body.draft().map_err(Fault::internal)?);
        // By the date that was told, which may be that of a product or of the owner.
        let now = self.clock.now().succeeding(Timestamp::from_millis(before.modified()));
        let updated =
            self.writer.update_collage(&ctx, &path.collage, before.collage.revision(), &draft, now).await;
        match changed(updated)? {
            Err(refused) => Ok(refused),
            Ok(None) => Ok(Outcome::Stale),
            Ok(Some(collage)) => {
                let ctx = display_context(cx);
                Ok(Outcome::Ok(self.loader.assemble_one(&ctx, collage, Parts::shown(cx)).await?))
            }
        }
    }
}

impl Patch for CollageResource {
    fn document(&self, found: &Assembled) -> CollageBody {
        CollageBody::of(&found.collage)
    }
}

impl Delete for CollageResource {
    async fn delete(&self, cx: &Cx, path: &CollagePath, found: Assembled) -> Result<Outcome<Assembled>> {
        let (expected, now) = (found.collage.revision(), self.clock.now());
        let deleted = self.writer.delete_collage(&context(cx), &path.collage, expected, now).await;
        Ok(source::deleted(changed(deleted)?, true))
    }
}
