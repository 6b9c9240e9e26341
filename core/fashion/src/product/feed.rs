//! The feed: all products in one answer, read page by page while it is sent.

use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};
use ogrom_core::{facts::Questions, permission, source::fault};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, NoParameters, Resource, Result, Stream, describe::Documented, documented,
};
use ogrom_protocols::{Limit, PageRequest};
use ogrom_protocols_fashion::{ProductQuery, ProductReader};

use super::{ProductResource, ProductView};
use crate::noun;

#[cfg(test)]
mod tests;

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

// === impl FeedResource ===

impl Resource for FeedResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        ProductResource::links().into_iter().chain([LinkTo::of::<ProductResource>()]).collect()
    }

    fn documented() -> Documented {
        documented! {
            noun::PRODUCTS;

            /// Export all products
            ///
            /// The whole catalogue in one response, newest first. A product that exists during the whole export is in it exactly
            /// once. As JSON Lines, each line is a product.
            Get "feedProducts";
        }
        .with_bearer_to_write()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Stream for FeedResource {
    type Item = ProductView;

    async fn items(
        &self,
        cx: &Cx,
        (): (),
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
