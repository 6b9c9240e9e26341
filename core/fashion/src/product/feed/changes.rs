//! The changes of products, for those who keep a copy.
//!
//! A cursor counts changes. A time would not do: products are loaded with dates of their own, clocks go back, and many
//! changes have the same time.

use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};
use ogrom_core::{
    facts::{Questions, context},
    permission,
    source::fault,
};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Format, Invalid, Resource, Result, Stream, Validators,
    describe::Documented, documented,
};
use ogrom_protocols::{Cursor, Error, Limit, PageRequest};
use ogrom_protocols_fashion::{ProductChange, ProductReader};

use super::{FORMATS, FeedResource, ProductChangeView, ProductChangesQuery, validators};
use crate::noun;

/// The changes of products, the oldest first.
///
/// Each product is there once, at its last change. One that changes while it is sent moves to the end, and so may come
/// twice; its last line is right.
pub fn product_changes(products: Arc<dyn ProductReader>) -> Endpoint {
    Endpoint::of(ProductChangesResource { products }).stream().into()
}

/// See [`product_changes`].
#[expect(missing_debug_implementations, reason = "a source has none")]
pub struct ProductChangesResource {
    products: Arc<dyn ProductReader>,
}

/// The changes that a client wants.
#[derive(Debug)]
pub struct Wanted {
    since: Option<Cursor>,
    /// How many at most.
    limit: Option<usize>,
    complete: bool,
    validators: Validators,
}

// === impl ProductChangesResource ===

impl Resource for ProductChangesResource {
    type Path = ();
    type Parameters = ProductChangesQuery;
    type Entity = Wanted;

    fn links() -> Vec<LinkTo> {
        FeedResource::links()
    }

    fn documented() -> Documented {
        documented! {
            noun::PRODUCTS;

            /// Export the changes of products
            ///
            /// All products in the order of their last change, each with a `cursor`. To keep a copy, read them all once, and remember
            /// the last `cursor`. Send it as `since` to get what changed after it: later, or after a broken transfer. A product
            /// with `removed` exists no longer.
            ///
            /// A product that changes during the export may be in it twice; then the later line is right. As JSON Lines and CSV,
            /// each line is a change.
            Get "feedProductChanges": Malformed;
        }
        .with_bearer_to_write()
        .perhaps_validated()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, (): &(), query: &ProductChangesQuery) -> Result<Existence<Wanted>> {
        let since = query.since.as_deref().map(Cursor::parse);
        if let Some(Err(refused)) = since.as_ref().map(|since| since.open(ProductChange::SEALED_FOR)) {
            return Ok(Existence::Malformed(vec![Invalid::query("since", "cursor", refused.to_string())]));
        }
        let state = self.products.catalogue_state(&context(cx)).await.map_err(fault)?;
        Ok(Existence::Found(Wanted {
            since,
            limit: query.limit.and_then(|limit| limit.try_into().ok()),
            complete: query.complete,
            validators: validators(state, cx),
        }))
    }

    fn validators(&self, wanted: &Wanted) -> Validators {
        wanted.validators.clone()
    }
}

impl Stream for ProductChangesResource {
    type Item = ProductChangeView;

    fn item_formats(&self) -> &[Format] {
        FORMATS
    }

    fn columns(&self) -> &'static [(&'static str, &'static str)] {
        const {
            &[
                ("cursor", "/cursor"),
                ("id", "/id"),
                ("removed", "/removed"),
                ("name", "/product/name"),
                ("description", "/product/description"),
                ("language", "/product/language"),
                ("brand", "/product/brand"),
                ("category", "/product/category"),
                ("colour", "/product/colour"),
                ("amount", "/product/price/amount"),
                ("currency", "/product/price/currency"),
                ("images", "/product/images"),
                ("shop", "/product/shop"),
                ("version", "/product/version"),
                ("created", "/product/created"),
                ("modified", "/product/modified"),
            ]
        }
    }

    async fn items(
        &self,
        cx: &Cx,
        wanted: Wanted,
    ) -> Result<impl stream::Stream<Item = Result<ProductChangeView>> + Send + 'static> {
        let Wanted { since, limit, complete, .. } = wanted;
        let (products, questions, cx) = (Arc::clone(&self.products), Questions::of(cx), cx.clone());
        let start = Some((since, limit.unwrap_or(usize::MAX)));
        let pages = stream::try_unfold(start, move |position| {
            let (products, ctx) = (Arc::clone(&products), questions.context());
            async move {
                let Some((cursor, left)) = position else { return Ok(None) };
                let Ok(limit) = Limit::new(left.min(Limit::MAX.get())) else { return Ok(None) };
                let page = products.product_changes(&ctx, &PageRequest { limit, cursor }).await;
                let page = match page {
                    // A source that counts no changes has none to show.
                    Err(Error::Refused(_)) => Vec::new(),
                    page => page.map_err(fault)?,
                };
                let more = page.last().filter(|_| page.len() == limit.get());
                let next = more.map(|last| (Some(last.cursor.clone()), left - page.len()));
                Ok(Some((page, next)))
            }
        });
        let shown = pages.map_ok(move |page| {
            let views: Vec<_> =
                page.iter().map(|change| Ok(ProductChangeView::of(change, complete, &cx))).collect();
            stream::iter(views)
        });
        Ok(shown.try_flatten())
    }
}
