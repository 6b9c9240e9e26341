//! Collages: the list and each one.

use std::{collections::BTreeSet, sync::Arc};

use http::{HeaderMap, header};
use ogrom_core::{
    facts::{audience, context, display_context, principal},
    idempotent, named,
    page::{self, PageView},
    permission,
    source::{changed, fault},
};
use ogrom_core_path::{LinkTo, path};
use ogrom_core_resource::{
    Access, Audience, Cx, Endpoint, Existence, Fault, Get, Invalid, Method, Outcome, Post, Posted, Resource,
    Result, Validators, describe::Documented, documented,
};
use ogrom_protocols::{Clock, Conflict, Context, IdGenerator, Page};
use ogrom_protocols_fashion::CollageWriter;
use ogrom_protocols_fashion_model::{Collage, CollageId, ProductId};

use crate::{
    comment::CollageCommentsResource, like::CollageLikesResource, noun, product::ProductResource,
    user::UserResource,
};

mod loader;
mod one;
mod representation;
mod state;
#[cfg(test)]
mod tests;

use self::state::{is_as_composed, validators};
pub use loader::{Assembled, CollageLoader, Expanded};
pub(crate) use loader::{Parts, gone_or};
pub use one::{CollageResource, collage};
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
