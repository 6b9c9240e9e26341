//! Feeds: all products in one response, and the changes of products, read page by page while they are sent.

mod changes;
mod representation;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};
use ogrom_core::{
    facts::{Questions, context, locale},
    permission,
    source::fault,
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fingerprint, Format, NoParameters, Resource, Result, Stream, Validators,
    describe::Documented, documented,
};
use ogrom_protocols::{Limit, PageRequest};
use ogrom_protocols_fashion::{CatalogueState, ProductQuery, ProductReader};

pub use self::{
    changes::{ProductChangesResource, product_changes},
    representation::{ProductChangeView, ProductChangesQuery},
};
use super::{ProductResource, ProductView};
use crate::noun;

/// The formats of feeds.
const FORMATS: &[Format] = &[Format::JSON, Format::CBOR, Format::JSON_LINES, Format::CSV];

/// All products in one response, in the order of the list, newest first.
///
/// Nothing freezes the catalogue while it is sent. A product that is there from beginning to end is in the feed exactly
/// once, as it was when its page was read. One that is added meanwhile comes in front of what is sent already, and so is
/// in the next feed; one that is loaded with an older date may be in either.
pub fn feed(products: Arc<dyn ProductReader>) -> Endpoint {
    Endpoint::of(FeedResource { products }).stream().into()
}

/// See [`feed`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct FeedResource {
    products: Arc<dyn ProductReader>,
}

/// The validators of a feed: the state of all products, and all by which a representation of them is made. The tag is weak,
/// since products may change while they are sent.
fn validators(state: Option<CatalogueState>, cx: &Cx) -> Validators {
    let Some(CatalogueState { version, modified }) = state else { return Validators::NONE };
    let mut shown = Fingerprint::default();
    shown.add((version, format!("{:?}", locale(cx)), cx.link_to::<FeedResource>(&()), RELEASE));
    let validators = Validators::weak_fingerprint(shown);
    match modified {
        Some(modified) => validators.modified(modified.as_millis()),
        None => validators,
    }
}

/// The release, whose representations may differ from those of another.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

// === impl FeedResource ===

impl Resource for FeedResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = Validators;

    fn links() -> Vec<LinkTo> {
        let others = [LinkTo::of::<ProductResource>(), LinkTo::of::<Self>()];
        ProductResource::links().into_iter().chain(others).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::PRODUCTS;

            /// Export all products
            ///
            /// The whole catalogue in one response, newest first. A product that exists during the whole export is in it exactly
            /// once. As JSON Lines, each line is a product; as CSV, with the columns that the first line names. In CSV, a text
            /// that a spreadsheet would calculate has an apostrophe in front.
            ///
            /// To keep a copy up to date, and to go on after a broken transfer, use `GET /feeds/products/changes`.
            Get "feedProducts";
        }
        .with_bearer_to_write()
        .perhaps_validated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<Validators>> {
        let state = self.products.catalogue_state(&context(cx)).await.map_err(fault)?;
        Ok(Existence::Found(validators(state, cx)))
    }

    fn validators(&self, validators: &Validators) -> Validators {
        validators.clone()
    }
}

impl Stream for FeedResource {
    type Item = ProductView;

    fn item_formats(&self) -> &[Format] {
        FORMATS
    }

    fn columns(&self) -> &'static [(&'static str, &'static str)] {
        const {
            &[
                ("id", "/id"),
                ("name", "/name"),
                ("description", "/description"),
                ("language", "/language"),
                ("brand", "/brand"),
                ("category", "/category"),
                ("colour", "/colour"),
                ("amount", "/price/amount"),
                ("currency", "/price/currency"),
                ("images", "/images"),
                ("shop", "/shop"),
                ("version", "/version"),
                ("created", "/created"),
                ("modified", "/modified"),
            ]
        }
    }

    async fn items(
        &self,
        cx: &Cx,
        _: Validators,
    ) -> Result<impl stream::Stream<Item = Result<ProductView>> + Send + 'static> {
        let (products, questions, cx) = (Arc::clone(&self.products), Questions::of(cx), cx.clone());
        let first = PageRequest::first(Limit::MAX);
        let pages = stream::try_unfold(Some(first), move |request| {
            let (products, ctx) = (Arc::clone(&products), questions.context());
            async move {
                let Some(request) = request else { return Ok(None) };
                let page =
                    products.products(&ctx, &ProductQuery::default(), &request).await.map_err(fault)?;
                let next = page.next.map(|cursor| PageRequest { cursor: Some(cursor), ..request });
                Ok(Some((page.items, next)))
            }
        });
        let shown = pages.map_ok(move |page| {
            let views: Vec<_> = page.iter().map(|product| Ok(ProductView::of(product, &cx))).collect();
            stream::iter(views)
        });
        Ok(shown.try_flatten())
    }
}
