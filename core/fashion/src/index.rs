//! The entry points of a locale.

use ogrom_core::{facts::locale, permission};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{Access, Cx, Endpoint, Result, Singleton, describe::Documented, documented};

use crate::{
    collage::CollagesResource,
    comment::CommentsResource,
    noun,
    product::{FeedResource, ProductsResource},
};

mod representation;
#[cfg(test)]
mod tests;

use representation::{EntryPointLinks, IndexView};

/// The list of the entry points of one locale.
pub fn index() -> Endpoint {
    Endpoint::of(IndexResource).get().into()
}

/// See [`index`].
#[derive(Debug)]
pub struct IndexResource;

// === impl IndexResource ===

impl Singleton for IndexResource {
    type View = IndexView;

    fn links() -> Vec<LinkTo> {
        vec![
            LinkTo::of::<ProductsResource>(),
            LinkTo::of::<FeedResource>(),
            LinkTo::of::<CollagesResource>(),
            LinkTo::of::<CommentsResource>(),
        ]
    }

    fn documented() -> Documented {
        documented! {
            noun::INDEX;

            /// Get the entry points of a locale
            ///
            /// Links to its lists.
            Get "getIndex";
        }
        .with_bearer_to_write()
        .tagged()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn view(&self, cx: &Cx) -> Result<IndexView> {
        let links = EntryPointLinks {
            products: cx.link_to::<ProductsResource>(&()),
            product_feed: cx.link_to::<FeedResource>(&()),
            collages: cx.link_to::<CollagesResource>(&()),
            comments: cx.link_to::<CommentsResource>(&()),
        };
        Ok(IndexView { locale: locale(cx).tag().to_string(), links })
    }
}
