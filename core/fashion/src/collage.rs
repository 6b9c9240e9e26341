//! Collages: the list and each one.

use std::{collections::BTreeSet, sync::Arc};

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{audience, context, display_context, principal},
    idempotent, named,
    page::{self, PageView},
    permission,
    source::{self, changed, fault},
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Audience, Cx, Delete, Endpoint, Existence, Fault, Get, Invalid, Method, Outcome, Patch, Post,
    Posted, Put, Resource, Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::{Clock, Conflict, Context, IdGenerator, Page};
use ogrom_protocols_fashion::CollageWriter;
use ogrom_protocols_fashion_model::{Collage, CollageId, ProductId};
use ogrom_protocols_model::Timestamp;

use crate::{
    comment::{CollageCommentsResource, CommentLoader, CommentResource},
    like::CollageLikesResource,
    moderation::MODERATE,
    noun,
    product::ProductResource,
    user::UserResource,
};

mod loader;
mod representation;
mod state;
#[cfg(test)]
mod tests;

use self::state::{is_as_composed, validators};
pub(crate) use loader::Parts;
pub use loader::{Assembled, CollageLoader, Expanded};
pub(crate) use representation::containing;
pub use representation::{
    CollageBody, CollageExpansion, CollageParameters, CollageSort, CollageView, CollagesQuery,
};

/// The list of collages, which takes new ones.
pub fn collages(
    loader: CollageLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
) -> Endpoint {
    Endpoint::of(CollagesResource { loader, writer, clock, ids }).get().post().into()
}

/// One collage.
pub fn collage(
    loader: CollageLoader,
    comments: CommentLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
) -> Endpoint {
    Endpoint::of(CollageResource { loader, comments, writer, clock }).get().put().patch().delete().into()
}

path! {
    /// Names one collage.
    pub struct CollagePath {
        /// The collage's identifier.
        #[example = "market-morning"]
        collage: CollageId,
    }
}

/// See [`collages`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CollagesResource {
    loader: CollageLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
}

/// See [`collage`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct CollageResource {
    loader: CollageLoader,
    comments: CommentLoader,
    writer: Arc<dyn CollageWriter>,
    clock: Arc<dyn Clock>,
}

/// The links that each collage makes.
pub(crate) fn links() -> Vec<LinkTo> {
    vec![
        LinkTo::of::<ProductResource>(),
        LinkTo::of::<UserResource>(),
        LinkTo::of::<CollageCommentsResource>(),
        LinkTo::of::<CollageLikesResource>(),
    ]
}

/// The products of a body that are not there.
async fn missing_products(loader: &CollageLoader, ctx: &Context, body: &CollageBody) -> Result<Vec<Invalid>> {
    let wanted: BTreeSet<ProductId> = body.products().filter_map(|id| id.parse().ok()).collect();
    let there = loader.products(ctx, wanted).await?;
    let missing =
        body.products().enumerate().filter(|(_, id)| !there.keys().any(|known| known.as_str() == *id));
    let fault = |(i, id)| {
        Invalid::content(format!("/items/{i}/product"), "missing", format!("there is no product '{id}'"))
    };
    Ok(missing.map(fault).collect())
}

// === impl CollagesResource ===

impl Resource for CollagesResource {
    type Path = ();
    type Parameters = CollagesQuery;
    type Entity = Page<Assembled>;

    fn links() -> Vec<LinkTo> {
        links().into_iter().chain([LinkTo::of::<CollageResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::COLLAGES;

            /// List collages
            ///
            /// All of them, those of an owner, with a product, or with the given ids, page by page.
            Get "listCollages": Malformed => CollageResource["/items/0/id"];

            /// Create a collage
            ///
            /// Its owner is the user of the token. Send an `Idempotency-Key` to retry safely.
            Post "createCollage": Created, Conflict => CollageResource["/id"];
        }
        .with_bearer_to_write()
        .selecting_reads()
        .tagged()
        .sending(header::LINK, page::LINK)
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &CollagesQuery) -> Result<Existence<Page<Assembled>>> {
        if !cx.method().is_some_and(Method::is_read) {
            return Ok(Existence::Found(Page::empty()));
        }
        let ctx = context(cx);
        match query.ids() {
            Err(faults) => return Ok(Existence::Malformed(faults)),
            Ok(Some(ids)) => {
                return Ok(Existence::Found(page::of_all(
                    self.loader.all(&ctx, &ids, Parts::shown(cx)).await?,
                )));
            }
            Ok(None) => {}
        }
        let page = page::request(query.limit, query.cursor.as_ref());
        match query.for_source() {
            Some(query) => self.loader.page(&ctx, &query, &page, Parts::shown(cx)).await,
            // Such a text is no identifier, so nothing owns or contains it.
            None => Ok(Existence::Found(Page::empty())),
        }
    }

    fn audience(&self, cx: &Cx) -> Audience {
        audience(cx)
    }

    fn validators(&self, _: &Page<Assembled>) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for CollagesResource {
    type View = PageView<CollageView>;

    async fn get(&self, cx: &Cx, page: &Page<Assembled>) -> Result<Self::View> {
        Ok(page::view(page, |collage| CollageView::of(collage, cx)))
    }

    fn describe(&self, cx: &Cx, page: &Page<Assembled>, headers: &mut HeaderMap) {
        page::describe(cx, page, headers);
    }
}

impl Post for CollagesResource {
    type Body = CollageBody;
    type Response = CollageView;

    async fn validate_post(
        &self,
        cx: &Cx,
        _: Option<&Page<Assembled>>,
        body: &CollageBody,
    ) -> Result<Vec<Invalid>> {
        let mut faults = missing_products(&self.loader, &context(cx), body).await?;
        faults.extend(body.faults(None));
        Ok(faults)
    }

    async fn post(
        &self,
        cx: &Cx,
        (): &(),
        _: Option<Page<Assembled>>,
        body: CollageBody,
    ) -> Result<Outcome<Posted<CollageView>>> {
        let owner = principal(cx).ok_or_else(permission::no_principal)?.user.clone();
        let named = body.id().map(ToOwned::to_owned);
        let is_named = named.is_some();
        let id = named.unwrap_or_else(|| idempotent::new_id(cx, &*self.ids));
        let id = id.parse().map_err(Fault::internal)?;
        let now = self.clock.now();
        let mut collage = Collage::compose(id, owner, body.draft().map_err(Fault::internal)?, now);
        if is_named {
            collage.modified = named::dated(now);
        }
        let ctx = context(cx);
        let created = self.writer.create_collage(&ctx, &collage).await;
        if idempotent::was_created_before(cx, &created) {
            let before = self.loader.collages.collage_by_id(&ctx, &collage.id).await.map_err(fault)?;
            if is_named && before.as_ref().is_some_and(|before| !is_as_composed(before, &collage)) {
                return Ok(Outcome::Conflict(Conflict::Exists.to_string()));
            }
            collage = before.unwrap_or(collage);
        } else {
            match changed(created)? {
                Ok(stored) => collage = stored,
                Err(refused) => return Ok(refused),
            }
        }
        let location = cx.link_to::<CollageResource>(&CollagePath { collage: collage.id.clone() });
        let assembled = self.loader.assemble_one(&display_context(cx), collage, Parts::shown(cx)).await?;
        let content = Posted { view: CollageView::of(&assembled, cx), validators: validators(&assembled) };
        Ok(Outcome::Created { location, content })
    }
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
            Get "getCollage": Missing => CollageCommentsResource["/id"], UserResource["/owner/id"];

            /// Replace a collage
            ///
            /// Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Put "replaceCollage": Missing, Forbidden, Ok, Conflict, Stale;

            /// Change a collage
            ///
            /// A JSON Merge Patch or a JSON Patch, applied to the PUT form of the collage (see `CollageBody`).
            ///
            /// Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Patch "updateCollage": Missing, Forbidden, Ok, Conflict, Stale;

            /// Delete a collage
            ///
            /// Its comments and likes are deleted, too. Only its owner or a moderator may do this. Send the `ETag` that you read as `If-Match`; this prevents lost updates.
            Delete "deleteCollage": Missing, Forbidden, Done, Conflict, Stale;
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
        if let Some(found) = found.as_mut().filter(|_| cx.method().is_some_and(Method::is_read)) {
            found.expanded.products = parameters.expand(CollageExpansion::Products);
            if parameters.expand(CollageExpansion::Comments) && cx.shows("comments") {
                found.expanded.comments = Some(self.comments.newest_on(&ctx, &path.collage).await?);
            }
        }
        Ok(found.into())
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
        let deleted = self.writer.delete_collage(&context(cx), &path.collage, found.collage.revision()).await;
        Ok(source::deleted(changed(deleted)?, true))
    }
}
